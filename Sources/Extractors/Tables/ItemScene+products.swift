import Invoicing

/// How the numbers of an amount's row relate: products, discounts, taxes.
extension ItemScene {
    mutating func measureProducts() {
        for index in entries.indices {
            let number = entries[index].number
            guard number.value.units != 0 else { continue }
            let others = view.numbers[number.row].filter { $0.tokens != number.tokens && $0.value.units != 0 }
            guard !others.isEmpty, others.count <= 9 else { continue }
            let plain = others.filter { !$0.isPercent }
            var (product, factor, tax) = (false, false, false)
            for (at, left) in plain.enumerated() {
                for right in plain[(at + 1)...]
                where (left.value * right.value).magnitude.isNear(number.value.magnitude) {
                    if left.value.units != Number.one || right.value.units != Number.one { product = true }
                }
                for amount in plain where amount.tokens != left.tokens && left.value.units != Number.one {
                    if (left.value * number.value).magnitude.isNear(amount.value.magnitude) { factor = true }
                }
            }
            for rate in others where rate.isPercent {
                for base in plain where rate.value.percent(of: base.value).isNear(number.value) { tax = true }
            }
            if !product, plain.count <= 6 {
                entries[index].features.set(.isReducedProduct, Self.reduces(number.value, others))
            }
            let money = plain.filter { $0.looksLikeMoney && ($0.value.units < 0) == (number.value.units < 0) }
            let taxes = Self.taxes(of: number.value, among: money.map(\.value))
            entries[index].features.set(.isBaseOfRow, taxes)
            entries[index].features.set(
                .isGrossOfRow,
                money.indices.contains { at in
                    Self.taxes(
                        of: money[at].value, among: (money[..<at] + money[(at + 1)...]).map(\.value),
                        making: number.value)
                })
            entries[index].features.set(.isProduct, product)
            entries[index].features.set(.isFactor, factor)
            entries[index].features.set(.isTaxPart, tax)
        }
    }

    /// Whether quantity × price makes the amount once a discount is off it, or the price is that of 100 or 1,000.
    private static func reduces(_ amount: Number, _ others: [PrintedNumber]) -> Bool {
        for (at, left) in others.enumerated() where !left.isPercent {
            for (next, right) in others.enumerated().dropFirst(at + 1) where !right.isPercent {
                let full = (left.value * right.value).magnitude
                guard full > amount.magnitude else { continue }
                for base in [full, Number(units: full.units / 100), Number(units: full.units / 1000)] {
                    if base != full, base.isNear(amount.magnitude) { return true }
                    guard base > amount.magnitude else { break }
                    for (place, rate) in others.enumerated() where place != at && place != next {
                        guard rate.value.units > 0, rate.value.units < 100 * Number.one else { continue }
                        if (base - rate.value.percent(of: base)).isNear(amount.magnitude) { return true }
                    }
                }
            }
        }
        return false
    }

    /// Whether one or two of the amounts, none above two fifths of the base, make another of them with it.
    private static func taxes(of base: Number, among amounts: [Number], making gross: Number? = nil) -> Bool {
        let small = amounts.filter { $0.magnitude.units * 5 <= base.magnitude.units * 2 }
        let large = gross.map { [$0] } ?? amounts.filter { $0.magnitude > base.magnitude }
        guard !small.isEmpty, !large.isEmpty, small.count <= 5 else { return false }
        for (at, first) in small.enumerated() {
            if large.contains(where: { $0.isNear(base + first) }) { return true }
            for second in small[(at + 1)...] where large.contains(where: { $0.isNear(base + first + second) }) {
                return true
            }
        }
        return false
    }
}

import Invoicing

/// A row of a tax table: base × rate = tax, found by its arithmetic, whatever its columns are called.
package struct TaxRow: Hashable, Sendable {
    package var row: Int
    /// Percent.
    package var rate: Number
    package var base: PrintedNumber
    package var tax: PrintedNumber
    package var gross: PrintedNumber?
    /// Another tax on the same base in the same row: state beside central tax, a surcharge for small traders.
    package var second: PrintedNumber?

    /// All taxes of the row.
    package var taxes: Number { tax.value + (second?.value ?? .zero) }

    /// All rows outside the table of items in which a printed rate relates two printed amounts.
    package static func find(in view: DocumentView, itemRows: Set<Int>) -> [TaxRow] {
        var result: [TaxRow] = []
        for index in view.rows.indices where !itemRows.contains(index) {
            let numbers = view.numbers[index]
            let rates = numbers.filter { $0.isPercent || isRateLike($0) }
            let money = numbers.filter { $0.looksLikeMoney }
            guard !rates.isEmpty, money.count >= 2 else { continue }
            if let found = match(index, rates, money) { result.append(found) }
        }
        return distinct(result)
    }

    private static func match(_ row: Int, _ rates: [PrintedNumber], _ money: [PrintedNumber]) -> TaxRow? {
        if let free = untaxed(row, rates, money) { return free }
        for rate in rates where rate.value.units > 0 && rate.value.units <= 50 * Number.one {
            for base in money where base != rate && base.value.units != 0 {
                let expected = rate.value.percent(of: base.value)
                guard
                    let tax = money.first(where: {
                        $0 != base && $0 != rate && $0.value.isNear(expected) && $0.value.units != 0
                    })
                else { continue }
                let others = money.filter { $0 != base && $0 != tax && $0 != rate }
                // What the base less this makes is printed too: it was a discount.
                if others.contains(where: { $0.value.isNear(base.value - tax.value) }),
                    !others.contains(where: { $0.value.isNear(base.value + tax.value) })
                {
                    continue
                }
                let second = second(beside: rate, tax, base, rates, others)
                let sum = base.value + tax.value + (second?.value ?? .zero)
                let gross = others.first { $0 != second && $0.value.isNear(sum) }
                return TaxRow(row: row, rate: rate.value, base: base, tax: tax, gross: gross, second: second)
            }
        }
        return nil
    }

    /// Another rate of the row makes another of its amounts from the same base, and a third one is the sum of both taxes,
    /// or of these and the base.
    private static func second(
        beside rate: PrintedNumber, _ tax: PrintedNumber, _ base: PrintedNumber, _ rates: [PrintedNumber],
        _ others: [PrintedNumber]
    ) -> PrintedNumber? {
        for next in rates where next.tokens != rate.tokens && next.tokens != tax.tokens && next.value.units > 0 {
            let expected = next.value.percent(of: base.value)
            for second in others where second.tokens != next.tokens && second.value.isNear(expected) {
                let sums = [tax.value + second.value, base.value + tax.value + second.value]
                let isPrinted = others.contains { third in
                    third.tokens != second.tokens && sums.contains { third.value.isNear($0) }
                }
                if isPrinted { return second }
            }
        }
        return nil
    }

    /// "0 %  14.35  0.00  14.35": a base without tax.
    private static func untaxed(_ row: Int, _ rates: [PrintedNumber], _ money: [PrintedNumber]) -> TaxRow? {
        guard let rate = rates.first(where: { $0.isPercent }), rate.value.units == 0,
            let tax = money.first(where: { $0.value.units == 0 }),
            let base = money.first(where: { $0.value.units != 0 }),
            money.allSatisfy({ $0.value.units == 0 || $0.value == base.value })
        else { return nil }
        let gross = money.last { $0 != base && $0.value == base.value }
        return TaxRow(row: row, rate: rate.value, base: base, tax: tax, gross: gross)
    }

    /// A rate printed without its sign: "19,00" or "20" in a column of rates.
    private static func isRateLike(_ number: PrintedNumber) -> Bool {
        number.currency == nil && number.value.units > 0 && number.value.units <= 30 * Number.one
    }

    /// The same sums printed twice (on a summary page, in a footer) count once.
    private static func distinct(_ rows: [TaxRow]) -> [TaxRow] {
        var seen: Set<[Number]> = []
        return rows.filter { seen.insert([$0.rate, $0.base.value, $0.tax.value]).inserted }
    }
}

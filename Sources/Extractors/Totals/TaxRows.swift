import Invoicing

/// A row of a tax table: base × rate = tax, found by its arithmetic, whatever its columns are called.
package struct TaxRow: Hashable, Sendable {
    package var row: Int
    /// Percent.
    package var rate: Number
    package var base: PrintedNumber
    package var tax: PrintedNumber
    package var gross: PrintedNumber?

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
                let gross = money.first {
                    $0 != base && $0 != tax && $0 != rate && $0.value.isNear(base.value + tax.value)
                }
                return TaxRow(row: row, rate: rate.value, base: base, tax: tax, gross: gross)
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

package import Foundation

/// Why two sums cannot be put together.
package enum MoneyError: Error, Hashable, Sendable {
    case mixedCurrencies(Currency, Currency)
    case outOfRange
}

/// An exact sum of money in one currency, in whole minor units (cent, yen), so adding never rounds.
package struct Money: Hashable, Sendable, Codable {
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Rounds half away from zero to the currency's minor unit (EN 16931 rounds half up).
    /// - Throws: ``MoneyError/outOfRange`` past `Int64`.
    package init(_ amount: Decimal, _ currency: Currency) throws(MoneyError) {
        let scaled = (amount * Decimal.powerOfTen(currency.minorDigits)).rounded(0)
        guard abs(scaled) < Decimal(Int64.max) else { throw .outOfRange }
        self.init(minorUnits: NSDecimalNumber(decimal: scaled).int64Value, currency)
    }

    package var amount: Decimal { Decimal(minorUnits) / Decimal.powerOfTen(currency.minorDigits) }

    /// - Throws: ``MoneyError/mixedCurrencies(_:_:)``; `+` never converts. ``MoneyError/outOfRange`` past `Int64`.
    package static func + (left: Money, right: Money) throws(MoneyError) -> Money {
        guard left.currency == right.currency else { throw .mixedCurrencies(left.currency, right.currency) }
        let (sum, overflow) = left.minorUnits.addingReportingOverflow(right.minorUnits)
        guard !overflow else { throw .outOfRange }
        return Money(minorUnits: sum, left.currency)
    }

    /// - Throws: as `+`.
    package static func - (left: Money, right: Money) throws(MoneyError) -> Money {
        try left + Money(minorUnits: -right.minorUnits, right.currency)
    }
}

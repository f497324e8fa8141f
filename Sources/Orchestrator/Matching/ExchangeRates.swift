package import Foundation
package import Invoicing

/// The organisation's exchange rates, one row per day and pair.
package struct ExchangeRates: Hashable, Sendable, Codable {
    package struct Rate: Hashable, Sendable, Codable {
        package var day: Day
        package var from: Currency
        package var to: Currency
        /// Units of `to` for one of `from`, above 0.
        package var rate: Decimal

        package init(day: Day, from: Currency, to: Currency, rate: Decimal) {
            self.day = day
            self.from = from
            self.to = to
            self.rate = rate
        }
    }

    package var rows: [Rate]
    /// Days that a rate may be older than the invoice: weekends and holidays have none.
    package var oldest: Int

    package init(_ rows: [Rate] = [], oldest: Int = 7) {
        self.rows = rows
        self.oldest = oldest
    }

    /// The youngest rate of the invoice's date or before it; one given the other way round is turned.
    /// - Returns: `nil` when there is none, or only an older one. Two steps over a third currency are not taken.
    package func rate(from: Currency, to: Currency, on day: Day) -> (rate: Decimal, day: Day)? {
        let fitting = rows.filter { row in
            row.rate > 0 && row.day <= day && day.ordinal - row.day.ordinal <= oldest
                && ((row.from == from && row.to == to) || (row.from == to && row.to == from))
        }
        // On one day the rate in the direction asked for goes before the turned one.
        let best = fitting.max { ($0.day, $0.from == from ? 1 : 0) < ($1.day, $1.from == from ? 1 : 0) }
        return best.map { (($0.from == from ? $0.rate : 1 / $0.rate), $0.day) }
    }
}

extension InvoiceFacts {
    /// All amounts in another currency; quantities stay.
    func converted(at rate: Decimal, to other: Currency) -> InvoiceFacts {
        var copy = self
        copy.currency = other
        copy.isConverted = true
        for index in copy.lines.indices {
            copy.lines[index].unitPrice = lines[index].unitPrice.map { $0 * rate }
            copy.lines[index].net = lines[index].net.map { $0 * rate }
        }
        copy.lineNetTotal = lineNetTotal.map { ($0 * rate).rounded(other.minorDigits) }
        copy.netTotal = netTotal.map { ($0 * rate).rounded(other.minorDigits) }
        copy.taxTotal = taxTotal.map { ($0 * rate).rounded(other.minorDigits) }
        copy.grossTotal = grossTotal.map { ($0 * rate).rounded(other.minorDigits) }
        copy.allowances = (allowances * rate).rounded(other.minorDigits)
        copy.charges = (charges * rate).rounded(other.minorDigits)
        return copy
    }
}

/// An entry as the ledger has it.
package struct BookedEntry: Hashable, Sendable {
    package var number: Int
    package var key: String
    package var supplierID: String
    package var invoiceNumber: String
    /// `2026-01-31`
    package var invoiceDate: String
    package var currency: String
    package var net: String
    package var tax: String
    package var gross: String
    /// The entry that this one takes back; `nil` for a booking.
    package var reverses: Int?
    package var lines: Int

    /// `"L000001"`
    package var name: String { Self.name(number) }

    /// `"L000001"`
    package static func name(_ number: Int) -> String {
        let digits = String(number)
        return "L" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// - Returns: `nil` when it is no entry's name.
    package static func number(of name: String) -> Int? {
        name.hasPrefix("L") ? Int(name.dropFirst()).flatMap { $0 > 0 ? $0 : nil } : nil
    }
}

/// A stretch of days that is booked on, or not any more.
package struct LedgerPeriod: Hashable, Sendable {
    /// `"2026-03"`
    package var name: String
    /// First and last day, `2026-03-01`.
    package var first: String
    package var last: String
    package var isClosed: Bool

    package init(name: String, first: String, last: String, isClosed: Bool) {
        self.name = name
        self.first = first
        self.last = last
        self.isClosed = isClosed
    }
}

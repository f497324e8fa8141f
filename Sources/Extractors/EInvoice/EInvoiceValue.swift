import Invoicing

/// The canonical forms of values as e-invoices write them. Nothing is guessed: what does not follow its format is `nil`.
enum EInvoiceValue {
    /// An `xsd:decimal`: sign, digits, point. Worked on as text, so no digit is lost.
    /// - Parameter minimumDigits: Behind the point; zeros past them are dropped.
    /// - Returns: `nil` past 36 digits, or for anything else, such as a decimal comma.
    static func decimal(_ text: String, minimumDigits: Int = 0) -> String? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        var whole = Array(parts[0].drop { $0 == UInt8(ascii: "0") })
        var behind = parts.count == 2 ? Array(parts[1]) : []
        guard !(parts[0].isEmpty && behind.isEmpty), whole.count + behind.count <= 36 else { return nil }
        while behind.last == UInt8(ascii: "0") { behind.removeLast() }
        let isZero = whole.isEmpty && behind.isEmpty
        while behind.count < minimumDigits { behind.append(UInt8(ascii: "0")) }
        if whole.isEmpty { whole = [UInt8(ascii: "0")] }
        return (isNegative && !isZero ? "-" : "") + String(decoding: whole, as: UTF8.self)
            + (behind.isEmpty ? "" : "." + String(decoding: behind, as: UTF8.self))
    }

    /// A date as UN/CEFACT's code list 2379 (102 `CCYYMMDD`, 203 and 204 with a time behind it) or `xsd:date` writes it.
    static func date(_ text: String, format: String? = nil) -> String? {
        let bytes = Array(text.utf8)
        let digits = bytes.prefix { isDigit($0) }.count
        if digits == bytes.count, digits == 8 || (digits == 12 && format == "203") || (digits == 14 && format == "204")
        {
            let eight = bytes.prefix(8).map { Int($0) - 48 }
            let year = eight[..<4].reduce(0) { $0 * 10 + $1 }
            return Day(year: year, month: eight[4] * 10 + eight[5], day: eight[6] * 10 + eight[7])?.iso
        }
        guard bytes.count >= 10 else { return nil }
        if bytes.count > 10, !"TZ+-".utf8.contains(bytes[10]) { return nil }
        return Day(iso: String(decoding: bytes[..<10], as: UTF8.self))?.iso
    }

    /// Without white space, upper case: IBAN, BIC, VAT number, currency, country.
    static func code(_ text: String) -> String { text.filter { !$0.isWhitespace }.uppercased() }

    /// Two letters, two digits, ten or more letters and digits. Whether it is a right one is for validation to say.
    static func hasIBANShape(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        return (14...34).contains(bytes.count) && bytes[..<2].allSatisfy(isLetter) && bytes[2..<4].allSatisfy(isDigit)
            && bytes[4...].allSatisfy { isLetter($0) || isDigit($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
}

/// Norwegian customer identification of a payment: 2 to 25 digits, the last by MOD 10 or MOD 11, the payee's choice.
/// Mastercard Payment Services (Nets), "OCR giro system specification"; a MOD 11 check of 10 is printed `-`.
package enum KID: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard var bytes = IdentifierBytes.compact(text) else { return nil }
        let endsWithDash = text.last == "-"
        if endsWithDash { bytes.append(UInt8(ascii: "-")) }
        guard (2...25).contains(bytes.count),
            let body = IdentifierBytes.digits(bytes.dropLast()),
            endsWithDash || IdentifierBytes.isDigit(bytes[bytes.count - 1])
        else { return nil }
        let check = endsWithDash ? 10 : Int(bytes[bytes.count - 1]) - 0x30
        let holds = mod11(body) == check || (check < 10 && CheckDigits.luhn(body + [check]) == 0)
        return ReadIdentifier(bytes, checksumHolds: holds)
    }

    /// Weights 2...7 from the right, again and again.
    private static func mod11(_ body: [Int]) -> Int {
        let sum = body.reversed().enumerated().reduce(0) { $0 + $1.element * (2 + $1.offset % 6) }
        return (11 - sum % 11) % 11
    }
}

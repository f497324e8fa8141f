/// Structured creditor reference, ISO 11649: `RF`, two check digits (ISO 7064 MOD 97-10), up to 21 characters.
package enum CreditorReference: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), (5...25).contains(bytes.count),
            bytes[0] == UInt8(ascii: "R"), bytes[1] == UInt8(ascii: "F"),
            IdentifierBytes.isDigit(bytes[2]), IdentifierBytes.isDigit(bytes[3])
        else { return nil }
        return ReadIdentifier(bytes, checksumHolds: CheckDigits.mod97(bytes[4...] + bytes[..<4]) == 1)
    }
}

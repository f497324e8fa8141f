/// Reference of a Swiss QR-bill: 27 digits, the last by "modulo 10, recursive".
/// SIX, Swiss Implementation Guidelines for the QR-bill 2.3, annex B.
package enum QRReference: CheckedIdentifier {
    private static let carry = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]

    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), bytes.count == 27,
            let digits = IdentifierBytes.digits(bytes), digits.contains(where: { $0 != 0 })
        else { return nil }
        let rest = digits.dropLast().reduce(0) { carry[($0 + $1) % 10] }
        return ReadIdentifier(bytes, checksumHolds: (10 - rest) % 10 == digits[26])
    }
}

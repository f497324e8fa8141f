/// Australian Business Number: 11 digits, the first two check the rest.
/// Australian Business Register, "Format of the ABN": 1 off the first digit, weights, divisible by 89.
package enum ABN: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), bytes.count == 11,
            var digits = IdentifierBytes.digits(bytes), digits[0] > 0
        else { return nil }
        digits[0] -= 1
        let sum = CheckDigits.weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
        return ReadIdentifier(bytes, checksumHolds: sum % 89 == 0)
    }
}

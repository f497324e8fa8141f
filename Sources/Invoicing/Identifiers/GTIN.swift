/// Global Trade Item Number with 8, 12, 13 or 14 digits; GS1 General Specifications 7.9: weights 3 and 1 from the right.
package enum GTIN: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), [8, 12, 13, 14].contains(bytes.count),
            let digits = IdentifierBytes.digits(bytes), digits.contains(where: { $0 != 0 })
        else { return nil }
        let sum = digits.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
        return ReadIdentifier(bytes, checksumHolds: sum % 10 == 0)
    }
}

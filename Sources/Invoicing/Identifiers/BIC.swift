/// Business Identifier Code, ISO 9362: four letters, country, two characters of place, and three of branch or none.
/// There are no check digits, so a code is valid when its format and country are.
package enum BIC: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), bytes.count == 8 || bytes.count == 11,
            bytes[0..<6].allSatisfy(IdentifierBytes.isLetter),
            CountryCode.isKnown(String(decoding: bytes[4..<6], as: UTF8.self))
        else { return nil }
        return ReadIdentifier(bytes, checksumHolds: true)
    }

    /// ISO 3166-1 alpha-2 (and XK) of the bank; `nil` when `text` is no BIC.
    package static func country(_ text: some StringProtocol) -> String? {
        normalised(text).map { String($0.dropFirst(4).prefix(2)) }
    }
}

/// An address of the plain kind, as people have: `name@office.example`. Nothing in it can end a header or a command.
package struct MailAddress: Hashable, Sendable, Codable, CustomStringConvertible {
    package let local: String
    package let domain: String

    /// RFC 5321's dot-string and domain, in ASCII; at most 254 characters.
    /// - Returns: `nil` for anything else: quoted names, address literals, display names.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            Self.isDotted(parts[0], Self.isAtom), Self.isDotted(parts[1], Self.isLabel)
        else { return nil }
        local = String(parts[0])
        domain = String(parts[1])
    }

    package var description: String { "\(local)@\(domain)" }

    /// As one text.
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let address = MailAddress(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no mail address"))
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Compares as mail servers do: without regard to case.
    package func isSame(as other: MailAddress) -> Bool {
        description.lowercased() == other.description.lowercased()
    }

    private static func isDotted(_ text: Substring, _ isPart: (Substring) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isPart)
    }

    private static func isAtom(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }

    private static func isLabel(_ text: Substring) -> Bool {
        (1...63).contains(text.utf8.count) && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            && text.first != "-" && text.last != "-"
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

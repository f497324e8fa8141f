/// Where a signer's key is published: `selector._domainkey.domain`. Nothing else is ever asked of the DNS.
package struct KeyName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// In small letters.
    package let selector: String
    /// In small letters; a name of two labels or more.
    package let domain: String

    /// - Returns: `nil` when a label is not of letters, digits, hyphens and (in the selector) underscores, or is too long.
    package init?(selector: String, domain: String) {
        // Before they become small: other letters than ASCII's do too.
        guard (selector + domain).utf8.allSatisfy({ $0 < 128 }) else { return nil }
        let (selector, domain) = (selector.lowercased(), domain.lowercased())
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        let selectors = selector.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, labels.allSatisfy({ Self.isLabel($0, underscores: false) }),
            selectors.allSatisfy({ Self.isLabel($0, underscores: true) }),
            // With the dots and the label between them, RFC 1035's 253.
            selector.utf8.count + domain.utf8.count <= 253 - "._domainkey.".utf8.count
        else { return nil }
        self.selector = selector
        self.domain = domain
    }

    package var description: String { "\(selector)._domainkey.\(domain)" }

    private static func isLabel(_ label: Substring, underscores: Bool) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.utf8.count) && label.utf8.first != hyphen && label.utf8.last != hyphen
            && label.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte) || byte == hyphen
                    || (underscores && byte == UInt8(ascii: "_"))
            }
    }
}

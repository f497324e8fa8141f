import Foundation

/// One spelling for each domain: lower case, ASCII (`xn--…`), no point at the end.
package struct DomainName: Hashable, Sendable, CustomStringConvertible {
    package let labels: [String]

    /// - Returns: `nil` for what is no domain: empty labels, blanks, address literals.
    package init?(_ text: String) {
        var text = text.lowercased()
        if text.hasSuffix(".") { text.removeLast() }
        var labels: [String] = []
        for part in text.split(whereSeparator: Self.isPoint, keepingEmpty: true) {
            guard let label = Self.ascii(String(part)) else { return nil }
            labels.append(label)
        }
        guard labels.reduce(labels.count - 1, { $0 + $1.utf8.count }) <= 253 else { return nil }
        self.labels = labels
    }

    package var description: String { labels.joined(separator: ".") }

    /// With the characters that people see; a label that cannot be decoded stays as it is.
    package var unicode: [String] {
        labels.map { $0.hasPrefix("xn--") ? Punycode.decode(String($0.dropFirst(4))) ?? $0 : $0 }
    }

    /// Whether it is the other or one below it.
    package func isWithin(_ other: DomainName) -> Bool { labels.suffix(other.labels.count) == other.labels[...] }

    private static func ascii(_ label: String) -> String? {
        guard label.unicodeScalars.contains(where: { !$0.isASCII }) else { return isPlain(label) ? label : nil }
        let composed = label.precomposedStringWithCompatibilityMapping.lowercased()
        guard !composed.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x21 }) else {
            return nil
        }
        if composed.unicodeScalars.allSatisfy(\.isASCII) { return isPlain(composed) ? composed : nil }
        guard let code = Punycode.encode(composed), isPlain("xn--" + code) else { return nil }
        return "xn--" + code
    }

    private static func isPlain(_ label: String) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }

    /// The points that RFC 3490 §3.1 takes for one.
    private static func isPoint(_ character: Character) -> Bool { ".。．｡".contains(character) }
}

extension String {
    fileprivate func split(whereSeparator isSeparator: (Character) -> Bool, keepingEmpty: Bool) -> [Substring] {
        split(omittingEmptySubsequences: !keepingEmpty, whereSeparator: isSeparator)
    }
}

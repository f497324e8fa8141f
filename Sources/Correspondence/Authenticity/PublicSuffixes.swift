/// The list of domains under which strangers register theirs (publicsuffix.org): what tells `seller.co.uk` from `co.uk`.
/// Made from the text of Debian's package `publicsuffix`.
package struct PublicSuffixes: Sendable {
    private var rules: Set<String> = []
    /// Below these every name is a suffix.
    private var wildcards: Set<String> = []
    /// These are none although a wildcard says so.
    private var exceptions: Set<String> = []

    /// - Parameter text: As published: a rule a line, `//` begins a comment, and a line ends at its first blank.
    package init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let rule = line.prefix { !$0.isWhitespace }
            guard !rule.isEmpty, !rule.hasPrefix("//") else { continue }
            if rule.hasPrefix("!") {
                if let name = DomainName(String(rule.dropFirst())) { exceptions.insert(name.description) }
            } else if rule.hasPrefix("*.") {
                if let name = DomainName(String(rule.dropFirst(2))) { wildcards.insert(name.description) }
            } else if let name = DomainName(String(rule)) {
                rules.insert(name.description)
            }
        }
    }

    package var count: Int { rules.count + wildcards.count + exceptions.count }

    /// How many labels of the end belong to the suffix; an unknown ending counts as one.
    package func suffixLength(of domain: DomainName) -> Int {
        let labels = domain.labels
        let ends = labels.indices.map { labels[$0...].joined(separator: ".") }
        if let place = ends.firstIndex(where: exceptions.contains) { return labels.count - place - 1 }
        for (place, end) in ends.enumerated() {
            if rules.contains(end) { return labels.count - place }
            if place + 1 < ends.count, wildcards.contains(ends[place + 1]) { return labels.count - place }
        }
        return 1
    }

    /// The suffix with one label more: whose domain it is (RFC 7489 §3.2).
    /// - Returns: `nil` when it is a suffix itself.
    package func organisation(of domain: DomainName) -> DomainName? {
        let length = suffixLength(of: domain) + 1
        guard domain.labels.count >= length else { return nil }
        return DomainName(domain.labels.suffix(length).joined(separator: "."))
    }

    package func organisation(of domain: String) -> String? {
        DomainName(domain).flatMap { organisation(of: $0)?.description }
    }

    /// RFC 7489 §3.1. A domain is always aligned with itself, even a suffix.
    package func isAligned(_ domain: String, with from: String, _ alignment: MailTrust.Alignment = .relaxed) -> Bool {
        guard let one = DomainName(domain), let other = DomainName(from) else { return false }
        if one == other { return true }
        guard alignment == .relaxed, let organisation = organisation(of: one) else { return false }
        return organisation == self.organisation(of: other)
    }
}

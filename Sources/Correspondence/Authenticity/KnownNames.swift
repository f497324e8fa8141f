import Foundation

/// Names of suppliers and people, with the domains that may bear them: for display names that hold another's.
package struct KnownNames: Hashable, Sendable {
    /// Folded name → domains.
    private var domains: [String: Set<String>] = [:]

    /// - Parameter names: A name, and the domains of its bearer. Names of fewer than five letters are left out: they stand in
    ///   too many others.
    package init(_ names: [(name: String, domains: [String])] = []) {
        for (name, domains) in names {
            let folded = Self.folded(name)
            guard folded.filter(\.isLetter).count >= 5 else { continue }
            self.domains[folded, default: []].formUnion(domains.map { DomainName($0)?.description ?? $0.lowercased() })
        }
    }

    /// Whether a display name holds an address of another organisation, or a known name whose bearer has other domains.
    package func isMisleading(_ display: String, _ domain: String, _ suffixes: PublicSuffixes) -> Bool {
        for named in Self.domains(in: display) where !suffixes.isAligned(named, with: domain) { return true }
        let words = " " + Self.folded(display) + " "
        return domains.contains { name, domains in
            words.contains(" " + name + " ") && !domains.contains { suffixes.isAligned($0, with: domain) }
        }
    }

    /// What stands behind an `@` and has a point in it.
    private static func domains(in display: String) -> [String] {
        display.map { "＠﹫".contains($0) ? "@" : $0 }.split(separator: "@", omittingEmptySubsequences: false).dropFirst()
            .compactMap { rest in
                let domain = String(
                    rest.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." })
                return domain.contains(".") ? domain.trimmingCharacters(in: CharacterSet(charactersIn: ".")) : nil
            }
    }

    /// Lower case, without accents; everything but letters and digits is one blank; legal forms are left out.
    private static func folded(_ text: String) -> String {
        let plain = text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        let words = plain.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let kept = words.filter { !legalForms.contains($0) }
        return (kept.isEmpty ? words : kept).joined(separator: " ")
    }

    private static let legalForms: Set<String> = [
        "gmbh", "ag", "kg", "ohg", "ug", "co", "ltd", "limited", "llc", "inc", "corp", "plc", "bv", "nv", "sa", "sas",
        "sarl",
        "srl", "spa", "sl", "lda", "sp", "zoo", "oy", "ab", "aps", "as",
    ]
}

/// Domains that look like a known one and are another: what payment frauds are sent from.
///
/// Compared are the names before the public suffix. Limits on length keep apart what is merely short or a common word; what they
/// cost and save is counted in `LookAlikeTests`.
package struct LookAlikes: Sendable {
    private struct Known: Sendable {
        var domain: DomainName
        /// The label before the suffix.
        var name: String
        var skeleton: [Character]
        /// The suffix in words: `co.uk` → `co`, `uk`.
        var ending: [String]
    }

    private let suffixes: PublicSuffixes
    private let known: [Known]
    private let organisations: Set<String>

    /// - Parameter known: Own domains and those of suppliers.
    package init(known: [String], _ suffixes: PublicSuffixes) {
        self.suffixes = suffixes
        var organisations: Set<String> = []
        var all: [Known] = []
        for domain in known.compactMap({ DomainName($0).flatMap(suffixes.organisation) }) {
            guard organisations.insert(domain.description).inserted else { continue }
            let name = domain.unicode[0]
            all.append(
                Known(
                    domain: domain, name: name, skeleton: Array(Confusables.skeleton(name)),
                    ending: Array(domain.labels.dropFirst())))
        }
        self.known = all
        self.organisations = organisations
    }

    /// - Returns: The known domain that it could be taken for; `nil` for a known one, one below it, and one of its own kind.
    package func resembled(by domain: String) -> String? {
        guard let full = DomainName(domain) else { return nil }
        let organisation = suffixes.organisation(of: full) ?? full
        if organisations.contains(organisation.description) { return nil }
        let labels = full.unicode
        let place = full.labels.count - organisation.labels.count
        let name = labels[place]
        let skeleton = Array(Confusables.skeleton(name))
        let isSameName = { (other: Known) in other.name == name && name.count >= 4 }
        let isSeen = { (other: Known) in
            isSameName(other) || isNear(skeleton, other.skeleton) || isWithin(labels, place, other)
        }
        return known.first(where: isSeen)?.domain.description
    }

    /// The same to the eye, or so few letters away that it is read as the same: none for names of three letters, one from four, two
    /// from nine.
    private func isNear(_ one: [Character], _ other: [Character]) -> Bool {
        if one == other { return one.count >= 3 }
        let most = other.count < 4 ? 0 : other.count < 9 ? 1 : 2
        guard most > 0, abs(one.count - other.count) <= most else { return false }
        let distance = EditDistance.between(one, other, atMost: most)
        guard distance <= most else { return false }
        // Of short names, another first letter makes another word (bank, tank).
        return other.count >= 6 || one.first == other.first
    }

    /// The known name as a part of another: below a stranger's domain, with words behind a hyphen, or glued to one that frauds use.
    private func isWithin(_ labels: [String], _ place: Int, _ other: Known) -> Bool {
        guard other.name.count >= 4 else { return false }
        let wanted = String(other.skeleton)
        for (index, label) in labels[...place].enumerated() {
            if index < place, Confusables.skeleton(label) == wanted {
                // As a sub-domain: with its own ending behind it, or a name that is no common word.
                let behind = labels[(index + 1)...].prefix(other.ending.count)
                if Array(behind) == other.ending || wanted.count >= 6 { return true }
            }
            if isTogether(label, other, wanted) { return true }
        }
        return false
    }

    private func isTogether(_ label: String, _ other: Known, _ wanted: String) -> Bool {
        let words = label.split(separator: "-").map(String.init)
        let count = other.name.split(separator: "-").count
        if words.count > count {
            for start in 0...(words.count - count)
            where Confusables.skeleton(words[start..<(start + count)].joined()) == wanted {
                let rest = words[..<start] + words[(start + count)...]
                if wanted.count >= 7 || rest.allSatisfy({ isAddition($0, other) }) { return true }
            }
        }
        let skeleton = Confusables.skeleton(label)
        guard wanted.count >= 5, skeleton.count > wanted.count else { return false }
        if skeleton.hasPrefix(wanted) { return isAddition(String(skeleton.dropFirst(wanted.count)), other) }
        return skeleton.hasSuffix(wanted) && isAddition(String(skeleton.dropLast(wanted.count)), other)
    }

    private func isAddition(_ word: String, _ other: Known) -> Bool {
        let skeleton = Confusables.skeleton(word)
        return Self.additions.contains(skeleton) || other.ending.contains { Confusables.skeleton($0) == skeleton }
    }

    /// Words that are put before or behind a name, as skeletons.
    private static let additions = Set(
        [
            "billing", "invoice", "invoices", "invoicing", "payment", "payments", "pay", "payable", "payables",
            "account",
            "accounts", "accounting", "finance", "finances", "bank", "banking", "secure", "security", "online", "mail",
            "email",
            "office", "support", "service", "services", "group", "global", "international", "intl", "portal", "login",
            "web",
            "info", "team", "hq", "official", "corp", "inc", "ltd", "llc", "gmbh", "rechnung", "rechnungen",
            "buchhaltung",
            "zahlung", "facture", "factures", "facturation", "comptabilite", "factuur", "facturen", "administratie",
            "fattura",
            "fatture", "contabilita", "factura", "facturas", "contabilidad", "fatura", "faturas", "faktura", "faktury",
            "ksiegowosc", "com", "net", "org", "eu", "co", "de", "fr", "uk", "us", "io", "biz", "shop", "store", "app",
            "the",
        ].map(Confusables.skeleton))
}

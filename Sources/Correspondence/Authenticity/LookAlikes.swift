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
        /// Each of them and all together, as skeletons.
        var endings: [[Character]]
        /// How many words hyphens make of the name.
        var wordCount: Int

        init(_ domain: DomainName) {
            self.domain = domain
            name = domain.unicode[0]
            skeleton = Confusables.skeleton(name)
            ending = Array(domain.labels.dropFirst())
            endings = (ending + [ending.joined()]).map(Confusables.skeleton)
            wordCount = max(1, name.split(separator: "-").count)
        }
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
            all.append(Known(domain))
        }
        self.known = all
        self.organisations = organisations
    }

    /// A domain that is asked about, taken apart once for all known ones.
    private struct Asked {
        /// Of the label before the suffix.
        var name: String
        var skeleton: [Character]
        /// The name's label, and those below it.
        var labels: [Label]
        /// As written, with the suffix.
        var written: [String]

        struct Label {
            var skeleton: [Character]
            /// What stands between hyphens.
            var words: [String]
            var skeletons: [[Character]]

            init(_ label: String) {
                skeleton = Confusables.skeleton(label)
                words = label.split(separator: "-").map(String.init)
                skeletons = words.map(Confusables.skeleton)
            }
        }
    }

    /// - Returns: The known domain that it could be taken for; `nil` for a known one, one below it, and one of its own kind.
    package func resembled(by domain: String) -> String? {
        guard let full = DomainName(domain) else { return nil }
        let organisation = suffixes.organisation(of: full) ?? full
        if organisations.contains(organisation.description) { return nil }
        let written = full.unicode
        let place = full.labels.count - organisation.labels.count
        let labels = written[...place].map(Asked.Label.init)
        let asked = Asked(name: written[place], skeleton: labels[place].skeleton, labels: labels, written: written)
        return known.first { isSeen($0, in: asked) }?.domain.description
    }

    private func isSeen(_ known: Known, in asked: Asked) -> Bool {
        if known.name == asked.name { return known.name.count >= 4 }
        return isNear(asked.skeleton, known.skeleton) || isWithin(asked, known)
    }

    /// The same to the eye, or so few letters away that it is read as the same: none for names of three letters, one from four, two
    /// from nine.
    private func isNear(_ one: [Character], _ other: [Character]) -> Bool {
        if one == other { return one.count >= 3 }
        let most = other.count < 4 ? 0 : other.count < 9 ? 1 : 2
        guard most > 0, EditDistance.between(one, other, atMost: most) <= most else { return false }
        // Of short names, another first letter makes another word (bank, tank).
        return other.count >= 6 || one.first == other.first
    }

    /// The known name as a part of another: below a stranger's domain, with words behind a hyphen, or glued to one that frauds use.
    private func isWithin(_ asked: Asked, _ other: Known) -> Bool {
        guard other.name.count >= 4 else { return false }
        for (index, label) in asked.labels.enumerated() {
            if index < asked.labels.count - 1, label.skeleton == other.skeleton {
                // As a sub-domain: with its own ending behind it, or a name that is hardly a common word.
                let behind = asked.written[(index + 1)...].prefix(other.ending.count)
                if Array(behind) == other.ending || other.skeleton.count >= 6 { return true }
            }
            if isBetweenHyphens(label, other) || isGlued(label, other) { return true }
        }
        return false
    }

    private func isBetweenHyphens(_ label: Asked.Label, _ other: Known) -> Bool {
        let count = other.wordCount
        guard label.words.count > count else { return false }
        for start in 0...(label.words.count - count) {
            let end = start + count
            guard Array(label.skeletons[start..<end].joined()) == other.skeleton else { continue }
            let rest = label.skeletons[..<start] + label.skeletons[end...]
            if other.skeleton.count >= 7 || rest.allSatisfy({ isAddition($0[...], other) }) { return true }
        }
        return false
    }

    private func isGlued(_ label: Asked.Label, _ other: Known) -> Bool {
        let count = other.skeleton.count
        guard count >= 5, label.skeleton.count > count else { return false }
        if label.skeleton.starts(with: other.skeleton) { return isAddition(label.skeleton.dropFirst(count), other) }
        return label.skeleton.suffix(count) == other.skeleton[...] && isAddition(label.skeleton.dropLast(count), other)
    }

    private func isAddition(_ word: ArraySlice<Character>, _ other: Known) -> Bool {
        let word = Array(word)
        return Self.additions.contains(word) || other.endings.contains(word)
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

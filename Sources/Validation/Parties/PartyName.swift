import Invoicing

/// A company's name taken apart, to be compared with others however it is spelled.
struct PartyName: Hashable, Sendable {
    /// Folded words without legal form; ä as `a`.
    let words: [String]
    /// The same with ä as `ae`; equal to `words` for names without umlauts.
    let spelledOut: [String]
    /// Legal forms in one spelling; empty = none printed.
    let forms: Set<String>

    init(_ text: String) {
        let (core, forms) = LegalForm.split(Self.tokens(text, .dropped))
        words = core
        self.forms = forms
        spelledOut = LegalForm.split(Self.tokens(text, .spelledOut)).core
    }

    /// Equal for names that differ in marks, case, punctuation, connecting words, usual abbreviations, the order of words
    /// and legal forms only. Two keys where umlauts have two spellings.
    var keys: Set<String> {
        words.isEmpty ? [] : [words.sorted().joined(separator: " "), spelledOut.sorted().joined(separator: " ")]
    }

    /// One of two names may leave its legal form out; two different forms are two companies.
    func mayBe(_ other: PartyName) -> Bool { forms.isEmpty || other.forms.isEmpty || forms == other.forms }

    private static func tokens(_ text: String, _ umlauts: LatinFolding.Umlauts) -> [String] {
        let folded = LatinFolding.fold(text, umlauts).split(separator: " ").map(String.init)
        let joined = joiningLetters(folded)
        var tokens: [String] = []
        for (index, token) in joined.enumerated() {
            let isInside = index > 0 && index < joined.count - 1
            if isInside && connectors.contains(token) { continue }
            if index == 0 && joined.count > 1 && articles.contains(token) { continue }
            tokens.append(contentsOf: (abbreviations[token] ?? token).split(separator: " ").map(String.init))
        }
        return tokens
    }

    /// `s p a` → `spa`, `a s` → `as`: initials are printed with points, spaces or neither.
    private static func joiningLetters(_ words: [String]) -> [String] {
        var joined: [String] = []
        var run = ""
        for word in words {
            if word.utf8.count == 1, word != "&", word != "+" {
                run += word
            } else {
                if !run.isEmpty { joined.append(run) }
                run = ""
                joined.append(word)
            }
        }
        if !run.isEmpty { joined.append(run) }
        return joined
    }

    private static let connectors: Set<String> = [
        "&", "+", "and", "und", "et", "en", "e", "y", "i", "og", "och", "oraz", "u", "ja", "ve", "a",
    ]
    private static let articles: Set<String> = [
        "the", "die", "der", "das", "le", "la", "les", "de", "het", "firma", "fa",
    ]
    private static let abbreviations: [String: String] = [
        "bros": "brothers", "gebr": "gebruder", "gebrueder": "gebruder", "gebroeders": "gebruder",
        "intl": "international",
        "internat": "international", "st": "saint", "sankt": "saint", "skt": "saint", "sint": "saint", "ste": "sainte",
        "company": "co", "cie": "co", "comp": "co", "compagnie": "co", "mfg": "manufacturing", "svcs": "services",
        "svc": "service", "assoc": "associates", "natl": "national", "dept": "department", "univ": "university",
        "nachf": "nachfolger", "hldg": "holding", "hldgs": "holdings", "grp": "group", "mgmt": "management",
    ]
}

import Foundation

/// Compares names of firms as a clerk would: legal form, case, punctuation and accents do not make another firm.
enum EInvoiceNameMatch {
    /// Three in five words of the shorter name must stand in the longer one, or one contain the other as letters.
    /// - Note: Names of nothing but a legal form match only what is equal.
    static func isSame(_ left: String, _ right: String) -> Bool {
        let (a, b) = (words(left), words(right))
        guard !a.isEmpty, !b.isEmpty else { return fold(left) == fold(right) }
        let (shorter, longer) = a.joined().count <= b.joined().count ? (a, b) : (b, a)
        if shorter.joined().utf8.count >= 5, longer.joined().contains(shorter.joined()) { return true }
        let (few, many) = a.count <= b.count ? (Set(a), Set(b)) : (Set(b), Set(a))
        return few.intersection(many).count * 5 >= few.count * 3
    }

    /// Lower case letters and digits, words apart; `ä`, `ae` and `a` fall together, as do `ß` and `ss`.
    static func fold(_ text: String) -> String {
        let plain = text.replacingOccurrences(of: "ß", with: "ss").lowercased().decomposedStringWithCanonicalMapping
        var scalars = String.UnicodeScalarView()
        for scalar in plain.unicodeScalars where !(0x300...0x36F).contains(scalar.value) {
            scalars.append(scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? scalar : " ")
        }
        let folded = String(scalars).replacingOccurrences(of: "ae", with: "a")
            .replacingOccurrences(of: "oe", with: "o").replacingOccurrences(of: "ue", with: "u")
        return folded.split(separator: " ").joined(separator: " ")
    }

    /// Dots are taken out first, so that `S.A.` and `a.G.` are one word.
    private static func words(_ name: String) -> [String] {
        fold(name.replacingOccurrences(of: ".", with: "")).split(separator: " ").map(String.init)
            .filter { !legalForms.contains($0) }
    }

    private static let legalForms: Set<String> = [
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "haftungsbeschrankt", "ek", "ev", "eg", "se", "co",
        "and",
        "und", "cie", "sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "srl", "spa", "bv", "nv", "bvba", "sprl",
        "vof",
        "ltd", "limited", "llc", "llp", "inc", "incorporated", "corp", "corporation", "company", "plc", "pty", "sl",
        "slu", "lda", "oy", "oyj", "ab", "as", "aps", "asa", "kft", "zrt", "sro", "doo", "spzoo", "sp", "z", "oo",
        "zoo", "ao", "the",
    ]
}

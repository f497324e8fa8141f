/// A message without what differs from one failure to the next: numbers, ids, paths, addresses and quoted values.
package enum PlainMessage {
    /// - Returns: Lower case, one line, at most 100 characters. Giving it in again changes nothing.
    package static func of(_ message: String) -> String {
        // What is longer is a page or a dump, whose beginning says enough.
        let words = withoutQuotes(String(message.prefix(1_000)).lowercased()).split(whereSeparator: \.isWhitespace)
        var plain: [Substring] = []
        for word in words.compactMap({ plainWord($0) }) {
            // "1 2 3" and "1" are the same list of numbers.
            if word == plain.last && marks.contains(word) { continue }
            plain.append(word)
        }
        return cut(plain)
    }

    /// Whole words only, so that a mark is never cut in two.
    private static func cut(_ words: [Substring]) -> String {
        var text = ""
        for word in words {
            let longer = text.isEmpty ? String(word) : "\(text) \(word)"
            guard longer.count <= 100 else { break }
            text = longer
        }
        return text
    }

    private static let closing: [Character: Character] = [
        "\"": "\"", "'": "'", "`": "`", "“": "”", "„": "“", "«": "»", "‘": "’",
    ]

    /// A quote begins at the start of a word only: the one in "don't" is a letter.
    private static func withoutQuotes(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            rest.removeFirst()
            if result.last.map({ !$0.isLetter && !$0.isNumber }) ?? true, let end = closing[first],
                let close = rest.firstIndex(of: end)
            {
                result += " <text> "
                rest = rest[rest.index(after: close)...]
            } else {
                result.append(first)
            }
        }
        return result
    }

    private static let marks: Set<Substring> = ["<text>", "<url>", "<address>", "<path>", "<id>", "<n>"]

    /// - Returns: `nil` when the word is nothing but punctuation.
    private static func plainWord(_ word: Substring) -> Substring? {
        let bare = word.trimming { $0.isPunctuation && !"/\\<>".contains($0) || "=()[]{}".contains($0) }
        guard let bare, !marks.contains(bare) else { return bare }
        if bare.contains("://") { return "<url>" }
        if bare.contains("@") { return "<address>" }
        if bare.contains("/") || bare.contains("\\") { return "<path>" }
        if bare.contains(where: \.isNumber) { return "<n>" }
        // No word of a message; rather a token.
        return bare.count > 30 ? "<id>" : bare
    }
}

extension Substring {
    /// Without such characters at both ends; `nil` when nothing is left.
    fileprivate func trimming(_ isLeftOut: (Character) -> Bool) -> Substring? {
        guard let first = firstIndex(where: { !isLeftOut($0) }), let last = lastIndex(where: { !isLeftOut($0) }) else {
            return nil
        }
        return self[first...last]
    }
}

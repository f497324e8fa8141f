import Foundation

/// A line as words and the marks between them.
struct ReplyLine {
    struct Word: Hashable {
        /// Lower case, without accents: mail is typed on all kinds of keyboards. Letters of other scripts that look the same
        /// stay what they are, and so do marks that strike a letter out.
        var folded: String
        /// Lower case.
        var written: String
        /// Where it ends in ``ReplyLine/text``.
        var end: String.Index
        /// What stands between it and the next word, without blanks.
        var marksBehind: String
    }

    let text: String
    private(set) var words: [Word] = []
    /// What stands before the first word, without blanks.
    private(set) var marksBefore = ""

    init(_ text: String) {
        self.text = text
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if Self.isInWord(scalar) {
                var end = scalars.index(after: index)
                while end < scalars.endIndex, Self.isInWord(scalars[end]) || Self.joins(scalars, at: end) {
                    end = scalars.index(after: end)
                }
                let written = String(scalars[index..<end]).lowercased()
                words.append(Word(folded: Self.folded(written), written: written, end: end, marksBehind: ""))
                index = end
            } else {
                if !scalar.properties.isWhitespace, !Self.isInvisible(scalar) { add(scalar) }
                index = scalars.index(after: index)
            }
        }
    }

    private mutating func add(_ mark: Unicode.Scalar) {
        if words.isEmpty {
            marksBefore.unicodeScalars.append(mark)
        } else {
            words[words.count - 1].marksBehind.unicodeScalars.append(mark)
        }
    }

    var foldedText: String { words.map(\.folded).joined(separator: " ") }

    /// Every mark, in order.
    var marks: String { words.reduce(marksBefore) { $0 + $1.marksBehind } }

    /// Ends with a question mark, or begins with a Spanish one.
    var isQuestion: Bool {
        let end = text.reversed().first { !")\"'!”“»*_ ".contains($0) }
        return end == "?" || end == "？" || text.first == "¿"
    }

    // MARK: Characters

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            // Behind an emoji.
            !(0xFE00...0xFE0F).contains(scalar.value)
        default: false
        }
    }

    /// A hyphen, an apostrophe or something invisible between two letters belongs to their word.
    private static func joins(_ scalars: String.UnicodeScalarView, at index: String.Index) -> Bool {
        let scalar = scalars[index]
        guard "-'’‑‐".unicodeScalars.contains(scalar) || isInvisible(scalar) else { return false }
        var next = scalars.index(after: index)
        while next < scalars.endIndex, isInvisible(scalars[next]) { next = scalars.index(after: next) }
        return next < scalars.endIndex && isInWord(scalars[next])
    }

    /// Takes no room and is no mark: joiners, marks of direction, a soft hyphen.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFE00...0xFE0F, 0x180E, 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0: true
        default: scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control
        }
    }

    /// Embeds, overrides or isolates the direction of text, or is a tag.
    private static func turns(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: true
        default: false
        }
    }

    /// Whether text in it is turned around, or something invisible stands within a word.
    static func isDisguised(_ text: String) -> Bool {
        var isAfterLetter = false
        var isOpen = false
        for scalar in text.unicodeScalars {
            if turns(scalar) { return true }
            if isInvisible(scalar) {
                isOpen = isOpen || isAfterLetter
            } else {
                let isLetter = isInWord(scalar)
                if isLetter, isOpen { return true }
                isAfterLetter = isLetter
                isOpen = false
            }
        }
        return false
    }

    /// Without blanks and invisible characters at both ends.
    static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
        // What turns text around is left, so that it is seen as a disguise.
        func isEdge(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || isInvisible(scalar) && !turns(scalar)
        }
        guard let first = text.firstIndex(where: { !isEdge($0) }), let last = text.lastIndex(where: { !isEdge($0) })
        else { return "" }
        return String(text[first...last])
    }

    private static func folded(_ lower: String) -> String {
        guard !lower.utf8.allSatisfy({ $0 < 128 }) else { return lower }
        var folded = String.UnicodeScalarView()
        for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "\u{300}"..."\u{304}", "\u{306}"..."\u{308}", "\u{30A}"..."\u{30C}", "\u{327}", "\u{328}": continue
            case "ß": folded.append(contentsOf: "ss".unicodeScalars)
            case "ł": folded.append("l")
            case "ø": folded.append("o")
            case "’": folded.append("'")
            case "‑", "‐": folded.append("-")
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }
}

/// The sender's own lines, sorted: what they say, and what stands around it.
struct LetterText {
    let names: Set<String>
    /// Without greetings, thanks, closings, signatures and disclaimers.
    private(set) var content: [OwnText.Line] = []
    /// Whether a line that was left out could say more than it should: a postscript, a condition, an amount.
    private(set) var hasDoubt = false
    /// Everything.
    let all: String

    private enum Place { case text, signature, disclaimer }

    init(_ lines: [OwnText.Line], names: Set<String>) {
        self.names = names
        all = lines.map(\.text).joined(separator: " ")
        var place = Place.text
        var block = lines.first?.block
        for line in lines {
            // A signature ends where a quotation begins.
            if line.block != block {
                place = .text
                block = line.block
            }
            place = next(line, in: place)
        }
    }

    private mutating func next(_ line: OwnText.Line, in place: Place) -> Place {
        if place == .disclaimer { return place }
        let words = ReplyLine(line.text)
        if words.isDisclaimer { return .disclaimer }
        if place == .signature {
            hasDoubt = hasDoubt || words.isMoreThanSignature(names)
            return place
        }
        if words.isRule { return .signature }
        if words.isSentFrom { return place }
        if content.isEmpty, words.isGreeting { return place }
        if words.isClosing(names) { return .signature }
        if words.isOnlyPoliteness(names) { return place }
        content.append(line)
        return place
    }
}

extension ReplyLine {
    /// `-- `, or any line of dashes or underscores.
    fileprivate var isRule: Bool { words.isEmpty && !text.isEmpty && text.allSatisfy { "-_–—= ".contains($0) } }

    /// `Sent from my iPhone`: the whole line.
    fileprivate var isSentFrom: Bool {
        guard words.count <= 12, !hasDoubt, marks.allSatisfy({ ".,'<>:/[]()_*&?=-+".contains($0) }) else {
            return false
        }
        return ReplyWords.sentFrom.contains { starts(with: $0) }
    }

    fileprivate var isDisclaimer: Bool {
        guard words.count >= 5 else { return ReplyWords.disclaimerTitles.contains(foldedText) }
        let folded = foldedText
        return ReplyWords.disclaimers.contains { folded.contains($0) }
    }

    fileprivate var isGreeting: Bool {
        guard let greeting = ReplyWords.greetings.longest(in: words, at: 0), words.count <= greeting + 5 else {
            return false
        }
        return !hasDoubt && !holdsApproval && !holdsRefusal && marks.allSatisfy { ",.!:-–()/".contains($0) }
            && !words.contains { $0.folded.contains(where: \.isNumber) }
    }

    /// `Best regards, Anna`: nothing but that. A closing with other words behind it could be a sentence.
    fileprivate func isClosing(_ names: Set<String>) -> Bool {
        isOnlyPoliteness(names) && words.indices.contains { ReplyWords.closings.longest(in: words, at: $0) != nil }
    }

    /// Whether it could be a postscript, a condition, an amount or a question.
    fileprivate func isMoreThanSignature(_ names: Set<String>) -> Bool {
        guard let first = words.first else { return isQuestion }
        return ["ps", "p", "nb", "pps"].contains(first.folded) && isPostscript || isQuestion || hasDoubt(except: names)
            || holdsRefusal || text.utf8.count > 300 || isAmount
    }

    private var isPostscript: Bool {
        let start = text.prefix(6).lowercased().filter { $0 != " " }
        return start.hasPrefix("ps") || start.hasPrefix("p.s") || start.hasPrefix("nb") || start.hasPrefix("n.b")
            || start.hasPrefix("pps")
    }

    /// Names of capital in the lines of firms are no amounts.
    private var isAmount: Bool {
        guard text.contains(where: \.isNumber) else { return false }
        let holdsCurrency =
            text.contains { "€$£¥".contains($0) } || words.contains { ReplyWords.currencies.contains($0.folded) }
        return holdsCurrency && !words.contains { ReplyWords.capital.contains($0.folded) }
    }

    private func starts(with phrase: [String]) -> Bool {
        words.count >= phrase.count && zip(words, phrase).allSatisfy { $0.folded == $1 }
    }
}

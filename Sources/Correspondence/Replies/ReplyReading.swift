/// What a person answered by mail. Of all that can go wrong, an approval that was none is the worst: whatever is not exactly
/// an approval, a refusal with its reason or a question is unclear, and a person looks at it.
///
/// The first line that is the sender's own decides. Every other line of theirs has to be a greeting, thanks, a closing or a
/// signature; and where one of those could hold a condition, the answer is unclear too. Words are compared whole, in one
/// language, without regard to case and accents.
package enum ReplyReading: Hashable, Sendable {
    case approve
    /// At most 2,000 characters, of one or several lines.
    case reject(reason: String)
    /// At most 2,000 characters, of one or several lines.
    case question(String)
    case unclear(Cause)

    package enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing that is not quoted, or only a signature.
        case empty
        /// By its words a program wrote it: an out-of-office note.
        case automatic
        /// A word of approval with more around it: a condition, an amount, a part.
        case more
        /// A refusal that does not say why, or the word question without one.
        case noReason
        /// The line stands directly under a quoted one, so it may be the end of that.
        case besideQuote
        /// Characters that turn or hide text stand in it.
        case disguised
        case tooLong
        /// None of the words.
        case otherWords
    }

    /// - Parameters:
    ///   - text: ``MailBody/text``.
    ///   - names: How the sender is called, so that a name below the answer is known as such.
    package init(_ text: String, names: [String] = []) {
        let lines = names.prefix(10).map { ReplyLine(String($0.prefix(200))).words.map(\.folded) }
        let initials = lines.filter { $0.count > 1 }.map { String($0.compactMap(\.first)) }
        let words = Set(lines.joined()).union(initials).subtracting(ReplyWords.doubts)
        self = OwnText(text).reading(words.subtracting(ReplyWords.refusalWords))
    }
}

extension OwnText {
    /// Longer than anybody writes to decide.
    private static let mostCharacters = 2_000

    fileprivate func reading(_ names: Set<String>) -> ReplyReading {
        guard !isCut, lines.allSatisfy({ $0.text.utf8.count <= Self.mostCharacters })
        else { return .unclear(.tooLong) }
        if lines.contains(where: { ReplyLine.isDisguised($0.text) }) { return .unclear(.disguised) }
        let letter = LetterText(lines, names: names)
        if AutomaticText.isAutomatic(letter.all) { return .unclear(.automatic) }
        guard let first = letter.content.first else { return .unclear(.empty) }
        let reading = letter.reading(first)
        if first.isBelowQuote, reading.decides { return .unclear(.besideQuote) }
        return reading
    }
}

extension ReplyReading {
    fileprivate var decides: Bool {
        if case .unclear = self { return false }
        return true
    }
}

extension LetterText {
    fileprivate func reading(_ first: OwnText.Line) -> ReplyReading {
        let line = ReplyLine(first.text)
        if let rest = line.behindRefusal(names) { return refusal(rest) }
        if let rest = line.behindQuestionWord { return question(rest) }
        if line.isQuestion || content.last.map({ ReplyLine($0.text).isQuestion }) == true {
            return .question(joined(first.text))
        }
        guard line.isApproval(names) else { return .unclear(line.holdsApproval ? .more : .otherWords) }
        let restIsEmpty = content.dropFirst().allSatisfy { ReplyLine($0.text).isApproval(names) }
        return restIsEmpty && !hasDoubt && !content.contains(where: \.isBelowQuote) ? .approve : .unclear(.more)
    }

    private func refusal(_ rest: String) -> ReplyReading {
        let reason = joined(rest)
        return ReplyLine(reason).isOnlyPoliteness(names) ? .unclear(.noReason) : .reject(reason: reason)
    }

    private func question(_ rest: String) -> ReplyReading {
        let text = joined(rest)
        return ReplyLine(text).isOnlyPoliteness(names) ? .unclear(.noReason) : .question(text)
    }

    /// The rest of the first line, and the lines below it.
    private func joined(_ first: String) -> String {
        let lines = ([first] + content.dropFirst().map(\.text)).filter { !$0.isEmpty }
        return String(lines.joined(separator: "\n").prefix(2_000))
    }
}

extension ReplyReading {
    /// What it asks for; `nil` = it is unclear.
    package var action: AskedApproval.Action? {
        switch self {
        case .approve: .approve
        case .reject: .reject
        case .question: .question
        case .unclear: nil
        }
    }
}

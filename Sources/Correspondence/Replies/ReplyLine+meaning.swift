extension ReplyLine {
    private static let mostWords = 30

    /// Exactly an approval: perhaps a greeting and `OK`, the words in one language, perhaps thanks and a name.
    func isApproval(_ names: Set<String>) -> Bool {
        guard !words.isEmpty, words.count <= Self.mostWords, !text.contains(".."), !text.contains("…"),
            !text.contains(";)"), !text.contains(";-)"),
            marks.unicodeScalars.allSatisfy({ Self.plainMarks.contains($0) })
        else { return false }
        return starts.contains { start in
            ReplyWords.languages.contains { isApproval(from: start, $0, names, hasWord: false) }
        }
    }

    /// Emoji that nobody uses in irony, with their skin colours.
    private static let plainMarks = Set(
        ".,!;:-–—()*_¡👍👌✅✔🙂😊\u{1F3FB}\u{1F3FC}\u{1F3FD}\u{1F3FE}\u{1F3FF}".unicodeScalars)

    private func isApproval(from index: Int, _ words: ReplyWords, _ names: Set<String>, hasWord: Bool) -> Bool {
        if index == self.words.count { return hasWord }
        for count in words.approvals.all(in: self.words, at: index)
        where isApproval(from: index + count, words, names, hasWord: true) {
            return true
        }
        for count in before(index, words, hasWord: hasWord) + around(index, names, hasWord: hasWord)
        where isApproval(from: index + count, words, names, hasWord: hasWord) {
            return true
        }
        return false
    }

    /// `OK`, `yes`. A Romance `si` without an accent is a yes only before a comma: else it is an if.
    private func before(_ index: Int, _ language: ReplyWords, hasWord: Bool) -> [Int] {
        guard !hasWord else { return [] }
        let word = words[index]
        if word.written == "si", word.marksBehind.first != "," { return [] }
        return language.openers.all(in: words, at: index) + ReplyWords.openers.all(in: words, at: index)
    }

    private func around(_ index: Int, _ names: Set<String>, hasWord: Bool) -> [Int] {
        let thanks = ReplyWords.thanks.all(in: words, at: index)
        guard hasWord else { return thanks }
        let name = names.contains(words[index].folded) ? [1] : []
        return thanks + ReplyWords.closings.all(in: words, at: index) + ReplyWords.tails.all(in: words, at: index)
            + name
    }

    /// Where the answer may begin: at once, or behind `Hi Juna,`.
    private var starts: [Int] {
        guard let greeting = ReplyWords.greetings.longest(in: words, at: 0) else { return [0] }
        var starts = [0, greeting]
        for index in greeting..<min(greeting + 3, words.count) {
            let word = words[index]
            guard !ReplyWords.doubts.contains(word.folded), !ReplyWords.approvalWords.contains(word.folded),
                !word.folded.contains(where: \.isNumber)
            else { break }
            if let mark = word.marksBehind.first, ",!.:-–—".contains(mark) { starts.append(index + 1) }
        }
        return starts
    }

    /// Nothing but thanks, closings and names.
    func isOnlyPoliteness(_ names: Set<String>) -> Bool {
        guard !text.contains(".."), !text.contains(";)"),
            marks.unicodeScalars.allSatisfy({ Self.plainMarks.contains($0) || "/'&".unicodeScalars.contains($0) })
        else { return false }
        var index = 0
        while index < words.count {
            let counts = [ReplyWords.thanks, ReplyWords.closings].compactMap { $0.longest(in: words, at: index) }
            guard let count = counts.max() ?? (names.contains(words[index].folded) ? 1 : nil) else { return false }
            index += count
        }
        return true
    }

    /// What follows a refusal; empty where the line ends with it. `nil` = it does not begin with one.
    func behindRefusal(_ names: Set<String>) -> String? {
        for start in starts {
            for index in openings(from: start) {
                for language in ReplyWords.languages {
                    if let rest = behindRefusal(at: index, language) { return rest }
                }
            }
        }
        return nil
    }

    /// Behind no, one or two words like `sorry`.
    private func openings(from start: Int) -> [Int] {
        var all = [start]
        for _ in 0..<2 {
            guard let count = ReplyWords.regrets.longest(in: words, at: all[all.count - 1]) else { break }
            all.append(all[all.count - 1] + count)
        }
        return all
    }

    private func behindRefusal(at index: Int, _ language: ReplyWords) -> String? {
        guard let count = language.refusals.longest(in: words, at: index) else { return nil }
        let last = words[index + count - 1]
        let next = index + count
        if last.marksBehind.contains(where: { "?？/".contains($0) }) { return nil }
        if next == words.count { return "" }
        if let because = language.causes.longest(in: words, at: next) { return rest(behind: next + because - 1) }
        if let mark = last.marksBehind.first, ":-–—,.;!(*".contains(mark) { return rest(behind: next - 1) }
        let isOrder = count == 1 && language.orders.contains(last.folded)
        return isOrder && !words[next...].contains(where: { ReplyWords.approvalWords.contains($0.folded) })
            ? rest(behind: next - 1) : nil
    }

    /// What follows the word question.
    var behindQuestionWord: String? {
        for start in starts where start < words.count {
            if ReplyWords.questions.contains(words[start].folded) { return rest(behind: start) }
        }
        return nil
    }

    private func rest(behind index: Int) -> String {
        String(text[words[index].end...].drop { $0.isWhitespace || ":-–—,.;!*)".contains($0) })
    }

    /// A word of approval stands in it, whatever is around it.
    var holdsApproval: Bool { words.contains { ReplyWords.approvalWords.contains($0.folded) } }

    var holdsRefusal: Bool { words.contains { ReplyWords.refusalWords.contains($0.folded) } }

    /// A word that takes something back or sets a condition.
    var hasDoubt: Bool { hasDoubt(except: []) }

    func hasDoubt(except names: Set<String>) -> Bool {
        words.contains { word in
            if names.contains(word.folded) { return false }
            // "Company No. 4711"
            if word.folded == "no" { return word.marksBehind.isEmpty && !isNumberBehindNo }
            return ReplyWords.doubts.contains(word.folded)
        }
    }

    private var isNumberBehindNo: Bool {
        guard let index = words.firstIndex(where: { $0.folded == "no" }), index + 1 < words.count else { return false }
        return words[index + 1].folded.contains(where: \.isNumber)
    }
}

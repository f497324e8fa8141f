/// How alike two names are that are not equal, 0...1.
///
/// Words are compared one by one with Jaro–Winkler, which forgives a slip of the scanner within a word, and count by
/// their length. Jaro–Winkler over the whole name was not chosen: it rewards a common beginning so much that
/// `Deutsche Bahn` and `Deutsche Bank` score 0.96. The whole names are compared by edit distance, which sees words
/// written together (`Bau Punkt`, `Baupunkt`).
enum NameSimilarity {
    /// Words less alike than this are different words.
    private static let sameWord = 0.88
    /// A name that is wholly part of a longer one: a short form that is no alias yet.
    private static let contained = 0.85

    static func score(_ left: PartyName, _ right: PartyName) -> Double {
        var best = score(left.words, right.words)
        if left.spelledOut != left.words || right.spelledOut != right.words {
            best = max(
                best, score(left.spelledOut, right.spelledOut), score(left.words, right.spelledOut),
                score(left.spelledOut, right.words))
        }
        // Equal but for the legal form is not the same company.
        return left.mayBe(right) ? best : min(best, 0.97)
    }

    private static func score(_ left: [String], _ right: [String]) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        let leftBytes = left.map { Array($0.utf8) }
        let rightBytes = right.map { Array($0.utf8) }
        return max(byWords(leftBytes, rightBytes), byDistance(leftBytes.flatMap { $0 }, rightBytes.flatMap { $0 }))
    }

    private static func byWords(_ left: [[UInt8]], _ right: [[UInt8]]) -> Double {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        var free = Array(long.indices)
        var matched = 0.0
        var exactLetters = 0
        var exactWords = 0
        for word in short {
            guard let best = free.max(by: { jaroWinkler(word, long[$0]) < jaroWinkler(word, long[$1]) }) else { break }
            let similarity = jaroWinkler(word, long[best])
            guard similarity >= sameWord else { continue }
            matched += similarity * Double(word.count + long[best].count)
            free.removeAll { $0 == best }
            if similarity == 1 {
                exactWords += 1
                exactLetters += word.count
            }
        }
        let total = (left + right).reduce(0) { $0 + $1.count }
        let score = matched / Double(max(1, total))
        return exactWords == short.count && exactLetters >= 5 ? max(score, contained) : score
    }

    /// Optimal string alignment distance as a share of the longer name.
    private static func byDistance(_ left: [UInt8], _ right: [UInt8]) -> Double {
        let longest = max(left.count, right.count)
        guard longest > 0, abs(left.count - right.count) * 3 <= longest else { return 0 }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], beforeLast[column - 2] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return 1 - Double(last[right.count]) / Double(longest)
    }

    /// Winkler 1990: Jaro's measure, raised for a common beginning of up to four letters.
    static func jaroWinkler(_ left: [UInt8], _ right: [UInt8]) -> Double {
        if left == right { return 1 }
        let window = max(0, max(left.count, right.count) / 2 - 1)
        var taken = [Bool](repeating: false, count: right.count)
        var leftMatches: [UInt8] = []
        for (index, byte) in left.enumerated() {
            let range = max(0, index - window)..<min(right.count, index + window + 1)
            guard !range.isEmpty, let place = range.first(where: { !taken[$0] && right[$0] == byte }) else { continue }
            taken[place] = true
            leftMatches.append(byte)
        }
        guard !leftMatches.isEmpty else { return 0 }
        let rightMatches = right.indices.filter { taken[$0] }.map { right[$0] }
        let swapped = zip(leftMatches, rightMatches).filter { $0 != $1 }.count / 2
        let count = Double(leftMatches.count)
        let jaro =
            (count / Double(left.count) + count / Double(right.count) + (count - Double(swapped)) / count) / 3
        let prefix = zip(left, right).prefix(4).prefix { $0 == $1 }.count
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
}

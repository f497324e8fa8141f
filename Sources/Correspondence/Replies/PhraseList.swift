/// Phrases that are looked for word by word.
struct PhraseList: Sendable {
    /// By their first word; the longest first.
    private var phrases: [String: [[String]]] = [:]

    /// - Parameter texts: Each with `|` between phrases, which are written folded. `{…,…}` stands for each of its
    ///   alternatives, which may be empty.
    init(_ texts: String...) {
        for text in texts {
            for phrase in text.split(separator: "|").flatMap({ Self.expanded(String($0)) }) {
                let words = phrase.split(separator: " ").map(String.init)
                guard let first = words.first else { continue }
                phrases[first, default: []].append(words)
            }
        }
        for (first, list) in phrases {
            phrases[first] = Array(Set(list)).sorted { ($0.count, $1[0]) > ($1.count, $0[0]) }
        }
    }

    private static func expanded(_ text: String) -> [String] {
        guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return [text] }
        return text[text.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false).flatMap {
            expanded(text[..<open] + " " + $0 + " " + text[text.index(after: close)...])
        }
    }

    var all: [[String]] { phrases.values.flatMap { $0 } }

    /// Lengths in words of those that stand at a place; the longest first.
    func all(in words: [ReplyLine.Word], at index: Int) -> [Int] {
        guard index < words.count, let list = phrases[words[index].folded] else { return [] }
        return list.filter { phrase in
            index + phrase.count <= words.count
                && phrase.indices.allSatisfy { words[index + $0].folded == phrase[$0] }
        }.map(\.count)
    }

    func longest(in words: [ReplyLine.Word], at index: Int) -> Int? { all(in: words, at: index).first }
}

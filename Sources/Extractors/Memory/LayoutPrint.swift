import Invoicing

/// A layout told by its words and their places: letterhead, foot and labels of the first page.
package struct LayoutPrint: Hashable, Sendable, Codable {
    /// A folded word with its place in hundredths of the page; `y` is -1 for words that move with the items.
    package struct Mark: Hashable, Sendable {
        var word: String
        var x: Int
        var y: Int
    }

    package private(set) var marks: [Mark]

    private static let most = 80

    init(_ view: DocumentView) {
        var marks: [Mark] = []
        for (index, row) in view.rows.enumerated() where row.page == 1 {
            let place = row.box.y / max(1, row.pageHeight)
            let isEdge = place < 0.3 || place > 0.85
            for (position, token) in row.tokens.enumerated() where !token.hasDigit && token.key.utf8.count >= 3 {
                guard isEdge || view.hits[index].contains(where: { $0.tokens.contains(position) }) else { continue }
                marks.append(
                    Mark(
                        word: String(token.key.prefix(16)),
                        x: Int((token.box.x / max(1, row.pageWidth) * 100).rounded()),
                        y: isEdge ? Int((token.box.y / max(1, row.pageHeight) * 100).rounded()) : -1))
            }
        }
        // Labels first: they are there on every document.
        self.marks = Array((marks.filter { $0.y < 0 } + marks.filter { $0.y >= 0 }).prefix(Self.most))
    }

    /// Share of the marks that both have, of the one that has fewer; 0...1.
    func likeness(to other: LayoutPrint) -> Double {
        let least = min(marks.count, other.marks.count)
        guard least >= 3 else { return 0 }
        var places: [String: [Mark]] = [:]
        for mark in other.marks { places[mark.word, default: []].append(mark) }
        let shared = marks.lazy.filter { mark in
            places[mark.word]?.contains { abs($0.x - mark.x) <= 2 && (mark.y < 0 || abs($0.y - mark.y) <= 2) } == true
        }.count
        return min(1, Double(shared) / Double(least))
    }

    /// Written as `word@x,y`.
    package init(from decoder: any Decoder) throws {
        marks = try decoder.singleValueContainer().decode([String].self).prefix(Self.most).compactMap { text in
            let parts = text.split(separator: "@")
            let numbers = parts.last?.split(separator: ",").compactMap { Int($0) } ?? []
            guard parts.count == 2, numbers.count == 2 else { return nil }
            return Mark(word: String(parts[0]), x: numbers[0], y: numbers[1])
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(marks.map { "\($0.word)@\($0.x),\($0.y)" })
    }
}

import Invoicing

/// Finds the words beside a value that may be its label.
struct PlaceAnchors {
    let view: DocumentView
    let row: Int
    let tokens: Range<Int>

    /// The likeliest label first: words that the lexicon knows, then those in one piece with the value, left of it,
    /// above it, below it.
    var all: [PlaceAnchor] {
        let found = [inline, left, over, under].compactMap(\.self)
        let known = found.filter(\.isKnown)
        return (known + found.filter { !$0.isKnown }).map(\.anchor)
    }

    private typealias Found = (anchor: PlaceAnchor, isKnown: Bool)

    /// Words before the value in its own segment: "Invoice no. 4711", "vom 05.06.2018".
    private var inline: Found? {
        let line = view.rows[row]
        let segment = line.segments[line.segment(of: tokens.lowerBound)]
        var start = tokens.lowerBound
        while start > segment.lowerBound, tokens.lowerBound - start < 6, !line.tokens[start - 1].hasDigit { start -= 1 }
        return anchor(.right, row, start..<tokens.lowerBound)
    }

    /// The segment before, where the value begins its own.
    private var left: Found? {
        let line = view.rows[row]
        let own = line.segment(of: tokens.lowerBound)
        guard own > 0 else { return nil }
        // A currency sign set apart is no label.
        var index = own - 1
        while index > 0, words(of: line.tokens[line.segments[index]]).isEmpty,
            !line.tokens[line.segments[index]].contains(where: \.hasDigit)
        {
            index -= 1
        }
        let before = line.segments[index]
        let gap = line.tokens[tokens.lowerBound].box.x - line.tokens[before.upperBound - 1].box.right
        guard gap < line.pageWidth * 0.9 else { return nil }
        return anchor(.right, row, before)
    }

    private var over: Found? { stacked(.below, rows: Array(view.rows.indices[..<row].reversed().prefix(4))) }
    private var under: Found? { stacked(.above, rows: Array(view.rows.indices[(row + 1)...].prefix(4))) }

    /// The nearest segment above or below that is in line with the value.
    private func stacked(_ stance: PlaceAnchor.Stance, rows: [Int]) -> Found? {
        let line = view.rows[row]
        let box = line.box(tokens)
        for index in rows {
            let other = view.rows[index]
            guard other.page == line.page else { return nil }
            let gap = stance == .below ? box.y - other.box.bottom : other.box.y - box.bottom
            guard gap < 2.6 * max(6, box.height) else { return nil }
            if let segment = other.segments.first(where: { LabelStance.isAligned(box, other.box($0)) }) {
                return anchor(stance, index, segment)
            }
        }
        return nil
    }

    /// - Returns: `nil` for words that begin with a number: values, not labels.
    private func anchor(_ stance: PlaceAnchor.Stance, _ index: Int, _ range: Range<Int>) -> Found? {
        guard let first = range.first, !view.rows[index].tokens[first].hasDigit else { return nil }
        let words = words(of: view.rows[index].tokens[range])
        guard !words.isEmpty, words.utf8.count <= 80 else { return nil }
        let isKnown = view.hits[index].contains {
            $0.tokens.overlaps(range) && $0.meanings.contains { $0.strength != .avoid }
        }
        return (PlaceAnchor(stance: stance, words: words), isKnown)
    }

    private func words(of tokens: ArraySlice<Token>) -> String {
        tokens.filter { !$0.hasDigit && CurrencyMarks.code($0.text.trimmingEnds()) == nil }.prefix(8).map(\.key)
            .joined()
    }
}

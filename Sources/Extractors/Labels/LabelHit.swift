package import Invoicing

/// A label found in a row.
package struct LabelHit: Hashable, Sendable {
    package var row: Int
    package var tokens: Range<Int>
    /// Index into the row's segments.
    package var segment: Int
    package var meanings: [LabelMeaning]
    package var box: Box
    /// Whether it begins its segment: labels in the middle of a sentence count less.
    package var startsSegment: Bool
    package var endsSegment: Bool
    package var hasColon: Bool
    /// Folded length: longer labels say more.
    package var length: Int
    /// Whether it was recognized with one mistake.
    package var isNear: Bool

    package func strength(for field: FieldName) -> LabelMeaning.Strength? {
        meanings.lazy.filter { $0.field == field }.map(\.strength).max()
    }
}

extension Lexicon {
    /// Labels of a row, left to right, the longest at each place, none overlapping another.
    package func hits(in row: Row, at index: Int) -> [LabelHit] {
        var hits: [LabelHit] = []
        for (segmentIndex, segment) in row.segments.enumerated() {
            var position = segment.lowerBound
            while position < segment.upperBound {
                if let hit = longestHit(in: row, at: index, segmentIndex, segment, from: position) {
                    hits.append(hit)
                    position = hit.tokens.upperBound
                } else {
                    position += 1
                }
            }
        }
        return hits
    }

    private func longestHit(in row: Row, at index: Int, _ segmentIndex: Int, _ segment: Range<Int>, from start: Int)
        -> LabelHit?
    {
        guard row.tokens[start].hasLetter || row.tokens[start].text.holds("#") else { return nil }
        var key = ""
        var best: (end: Int, meanings: [LabelMeaning], length: Int, near: Bool)?
        var end = start
        while end < segment.upperBound, end - start < 24 {
            key += row.tokens[end].key
            if key.utf8.count > longest + 1 { break }
            end += 1
            if let found = meanings(of: key) {
                best = (end, found, key.utf8.count, false)
            } else if row.tokens[start].source == .ocr, best == nil || best?.near == true,
                let found = meanings(near: key)
            {
                best = (end, found, key.utf8.count, true)
            }
            if row.tokens[end - 1].endsWithColon { break }
        }
        if best == nil, let suffix = compound(row.tokens[start].key) {
            best = (start + 1, suffix, row.tokens[start].key.utf8.count, true)
        }
        guard var best else { return nil }
        // "Invoice #", "Rechnung Nr.": a trailing number sign belongs to the label.
        while best.end < segment.upperBound, row.tokens[best.end].text == "#" || row.tokens[best.end].text == ":" {
            best.end += 1
        }
        let tokens = start..<best.end
        return LabelHit(
            row: index, tokens: tokens, segment: segmentIndex, meanings: best.meanings, box: row.box(tokens),
            startsSegment: start == segment.lowerBound, endsSegment: best.end == segment.upperBound,
            hasColon: row.tokens[best.end - 1].endsWithColon, length: best.length, isNear: best.near)
    }
}

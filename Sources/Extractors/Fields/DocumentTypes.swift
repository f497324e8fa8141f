import Invoicing

/// Tells a document's type from its printed title.
package struct DocumentTypes: Sendable {
    package let schemas: [ExtractionSchema]
    /// Titles of all types.
    let titleLexicon: Lexicon

    /// - Precondition: not empty; the first schema is taken when no title is found.
    package init(_ schemas: [ExtractionSchema]) {
        self.schemas = schemas
        var byName: [String: [String]] = [:]
        for schema in schemas { byName[schema.name] = schema.titles }
        var lexicon = Lexicon([], titles: byName)
        lexicon.matchesCompounds = true
        titleLexicon = lexicon
    }

    /// The likeliest type: large, bold, lone titles near the top of the first page count most.
    package func type(of layout: Layout, isPicture: Bool) -> ExtractionSchema {
        let scores = scores(of: layout, page: 1)
        let fallback = schemas.first { $0.name == "invoice" } ?? schemas[0]
        // Any sign of a credit note outweighs the word "invoice", which credit notes print too.
        if let credit = scores["credit-note"], credit > 0.5, credit >= (scores["invoice"] ?? 0) * 0.5 {
            return schemas.first { $0.name == "credit-note" } ?? fallback
        }
        if isNarrow(layout), isPicture || (scores["invoice"] ?? 0) < 0.9,
            let receipt = schemas.first(where: { $0.name == "receipt" })
        {
            return receipt
        }
        let best = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let best, best.value > 0.55, best.value > (scores["invoice"] ?? 0) * 1.15 else { return fallback }
        return schemas.first { $0.name == best.key } ?? fallback
    }

    /// The kind of paper whose title stands at the top of a page behind the first one: its schema's name, `nil` without a
    /// title.
    func title(of layout: Layout, page: Int) -> String? {
        let scores = scores(of: layout, page: page)
        if let credit = scores["credit-note"], credit > 0.5, credit >= (scores["invoice"] ?? 0) * 0.5 {
            return "credit-note"
        }
        let best = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let best, best.value > 0.35 else { return nil }
        return best.value > (scores["invoice"] ?? 0) * 1.15 ? best.key : "invoice"
    }

    /// How much speaks for each kind of paper, by its schema's name.
    private func scores(of layout: Layout, page: Int) -> [String: Double] {
        var scores: [String: Double] = [:]
        for index in layout.rows(ofPage: page) {
            let row = layout.rows[index]
            let place = row.box.y / max(1, row.pageHeight)
            guard place < 0.55 || row.pageHeight > row.pageWidth * 1.9 else { break }
            for hit in titleLexicon.hits(in: row, at: index) where hit.startsSegment || hit.tokens.lowerBound <= 1 {
                let weight = weight(hit, row, layout.textSize) * (1 - place * 0.7)
                for meaning in hit.meanings { scores[meaning.field.rawValue, default: 0] += weight }
            }
        }
        return scores
    }

    private func weight(_ hit: LabelHit, _ row: Row, _ textSize: Double) -> Double {
        let segment = row.segments[hit.segment]
        // "2. Mahnung": a number before the title is part of it.
        let alone =
            hit.tokens.upperBound == segment.upperBound
            && row.tokens[segment.lowerBound..<max(segment.lowerBound, hit.tokens.lowerBound)].allSatisfy {
                !$0.hasLetter
            }
        let size = row.tokens[hit.tokens].lazy.map(\.size).max() ?? textSize
        var weight = alone ? 0.7 : (hit.startsSegment && segment.count <= hit.tokens.count + 4 ? 0.45 : 0.12)
        weight += min(0.6, max(0, size / max(1, textSize) - 1) * 0.6)
        if row.tokens[hit.tokens].contains(where: \.isBold) { weight += 0.15 }
        if hit.hasColon { weight *= 0.3 }
        return weight
    }

    /// A till roll: one page of fewer letters across than any sheet has, or, where that cannot be told, much higher than
    /// wide.
    private func isNarrow(_ layout: Layout) -> Bool {
        guard let first = layout.rows.first, layout.pageCount == 1 else { return false }
        if let columns = layout.columns { return columns < 58 }
        return first.pageHeight > first.pageWidth * 1.6
    }
}

extension Layout {
    /// How many letters of the usual width fit between the margins; `nil` with too few words to tell. Till rolls have up
    /// to 50, sheets 70 and more, whatever a photograph's scale is.
    var columns: Int? {
        let words = rows.flatMap { $0.tokens.filter { $0.key.utf8.count > 2 && ($0.confidence ?? 1) > 0.5 } }
        guard words.count >= 10 else { return nil }
        let lefts = words.map(\.box.x).sorted()
        let rights = words.map(\.box.right).sorted()
        let letters = words.map { $0.box.width / Double(max(1, $0.text.count)) }.sorted()
        let across = rights[max(0, words.count * 98 / 100 - 1)] - lefts[words.count * 2 / 100]
        let letter = letters[words.count / 2]
        return letter > 0 ? Int(across / letter) : nil
    }
}

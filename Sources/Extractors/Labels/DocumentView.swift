package import Invoicing

/// A document prepared for extraction: rows with the labels, numbers and dates found in them.
package struct DocumentView: Sendable {
    package let layout: Layout
    /// By row.
    package let hits: [[LabelHit]]
    package let numbers: [[PrintedNumber]]
    package let dates: [[PrintedDate]]
    package let dateReader: DateReader
    /// Labels stand under their values here, as captions.
    package let valuesStandAbove: Bool
    /// Folded tokens of every row in one set, for cheap "does it say" questions.
    let keys: Set<String>

    /// Dollars and an American address, and no sign of a country that writes the day first.
    let looksAmerican: Bool

    package init(_ pages: [PageText], lexicon: Lexicon) { self.init(Layout(pages), lexicon: lexicon) }

    init(_ layout: Layout, lexicon: Lexicon) {
        let reader = NumberReader(layout)
        var hits: [[LabelHit]] = []
        var numbers: [[PrintedNumber]] = []
        var dates: [[PrintedDate]] = []
        var keys: Set<String> = []
        hits.reserveCapacity(layout.rows.count)
        for (index, row) in layout.rows.enumerated() {
            let rowDates = DateReader.dates(in: row, at: index)
            hits.append(lexicon.hits(in: row, at: index))
            dates.append(rowDates)
            numbers.append(
                reader.numbers(in: row, at: index).filter { number in
                    !rowDates.contains { $0.tokens.overlaps(number.tokens) }
                })
            for token in row.tokens where !token.key.isEmpty { keys.insert(token.key) }
        }
        valuesStandAbove = LabelStance(rows: layout.rows, hits: hits, numbers: numbers, dates: dates).valuesStandAbove
        self.layout = layout
        self.hits = hits
        self.numbers = numbers
        self.dates = dates
        self.keys = keys
        looksAmerican = Self.looksAmerican(layout, keys)
        dateReader = DateReader(dates.flatMap { $0 }, americanHints: looksAmerican)
    }

    package var rows: [Row] { layout.rows }
    package func says(_ key: String) -> Bool { keys.contains(key) }

    private static func looksAmerican(_ layout: Layout, _ keys: Set<String>) -> Bool {
        if !keys.isDisjoint(with: ["gst", "gstin", "abn", "sdn", "bhd", "vat", "pty", "rm"]) { return false }
        return layout.rows.contains { row in
            row.segments.contains { PostalLine.american(row.tokens[$0]) != nil }
        }
    }
}

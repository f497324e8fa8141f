import Invoicing

/// Whether a document prints its labels under their values: large value, small caption below.
///
/// Told from the labels that stand alone: each has a date or an amount nearer above it or nearer below it. One habit
/// holds for the whole document, so that the value between two captions goes to the right one.
struct LabelStance {
    private let rows: [Row]
    private let hits: [[LabelHit]]
    private let numbers: [[PrintedNumber]]
    private let dates: [[PrintedDate]]

    init(rows: [Row], hits: [[LabelHit]], numbers: [[PrintedNumber]], dates: [[PrintedDate]]) {
        self.rows = rows
        self.hits = hits
        self.numbers = numbers
        self.dates = dates
    }

    var valuesStandAbove: Bool {
        var above = 0
        var below = 0
        for hit in hits.joined() where Self.isCaption(hit) {
            let up = gap(from: hit, to: hit.row - 1)
            let down = gap(from: hit, to: hit.row + 1)
            guard up != nil || down != nil else { continue }
            if (up ?? .infinity) < (down ?? .infinity) { above += 1 } else { below += 1 }
        }
        return above >= 2 && above > below * 2
    }

    /// A label alone in its segment, without a colon that would point to the right.
    static func isCaption(_ hit: LabelHit) -> Bool {
        hit.startsSegment && hit.endsSegment && !hit.hasColon && hit.meanings.contains { $0.strength == .strong }
    }

    /// Points between the label and a date or amount in line with it; `nil` when the row holds none.
    private func gap(from hit: LabelHit, to index: Int) -> Double? {
        guard rows.indices.contains(index), rows[index].page == rows[hit.row].page else { return nil }
        let boxes = dates[index].map(\.box) + numbers[index].filter(\.looksLikeMoney).map(\.box)
        let aligned = boxes.filter { Self.isAligned($0, hit.box) }
        let gaps = aligned.map { max(0, $0.y > hit.box.y ? $0.y - hit.box.bottom : hit.box.y - $0.bottom) }
        return gaps.min().flatMap { $0 < 1.6 * max(6, hit.box.height) ? $0 : nil }
    }

    static func isAligned(_ value: Box, _ label: Box) -> Bool {
        abs(value.x - label.x) < 8 || abs(value.right - label.right) < 8 || value.sharedWidth(with: label) > 0.3
    }
}

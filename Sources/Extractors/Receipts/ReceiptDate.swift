import Invoicing

/// The day of a sale: tills print it with the time, and often twice.
struct ReceiptDate {
    let view: DocumentView

    /// - Returns: `nil` when the date known is as good.
    func field(instead known: Field?) -> Field? {
        var found: [(day: Day, date: PrintedDate, score: Double)] = []
        for date in view.dates.joined() {
            guard let day = view.dateReader.day(date), day.year < 2060 else { continue }
            let isTimed = view.rows[date.row].tokens.contains { Self.isTime($0.text) }
            let score = isTimed ? 0.5 : 0.2
            if let index = found.firstIndex(where: { $0.day == day }) {
                found[index].score += score * 0.6
            } else {
                found.append((day, date, score))
            }
        }
        // Of equals the first: it stands nearer to the head.
        guard let best = found.max(by: { ($0.score, $1.date.row) < ($1.score, $0.date.row) }) else { return nil }
        let rival = found.first { $0.day.iso == known?.value }
        if let rival, best.score < rival.score + 0.25 { return nil }
        let row = view.rows[best.date.row]
        return Field(
            best.day.iso, confidence: best.score >= 0.5 ? 0.75 : 0.5,
            evidence: Evidence(
                source: row.tokens[best.date.tokens.lowerBound].source, page: row.page, box: best.date.box,
                printed: row.text(best.date.tokens), reason: "the day of the sale, by the time beside it"))
    }

    /// "21:28", "9:42:19".
    static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return false }
        return (1...2).contains(parts[0].utf8.count)
            && parts.dropFirst().allSatisfy { $0.prefix(2).utf8.count == 2 && $0.utf8.count <= 4 }
            && parts.allSatisfy { $0.prefix(1).allSatisfy(\.isNumber) }
    }
}

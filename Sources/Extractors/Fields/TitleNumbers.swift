import Invoicing

/// Numbers printed right behind the document's title: "Invoice R-2024/00001", "Rechnung Nr. 471102".
struct TitleNumbers {
    let view: DocumentView
    let titles: Lexicon

    func candidates(for rule: FieldRule) -> [Candidate] {
        let values = ValueReader(view: view)
        var result: [Candidate] = []
        for (index, row) in view.rows.enumerated()
        where row.box.y < row.pageHeight * 0.6 || rule.name == .invoiceNumber && isNarrow(row) {
            for hit in titles.hits(in: row, at: index) where hit.startsSegment {
                let segment = row.segments[hit.segment]
                guard hit.tokens.upperBound < segment.upperBound, segment.count - hit.tokens.count <= 7 else {
                    continue
                }
                let range = skipCode(row, hit.tokens.upperBound..<segment.upperBound)
                guard let reading = values.read(.identifier, row: index, in: range),
                    reading.value.utf8.count >= 2, !looksLikeYear(reading.value)
                else { continue }
                let large = row.tokens[hit.tokens.lowerBound].size > view.layout.textSize * 1.15
                let bold = row.tokens[hit.tokens.lowerBound].isBold
                var score = 0.6 + (large ? 0.15 : 0) + (bold ? 0.06 : 0) - 0.1 * Double(row.page - 1)
                if reading.value.utf8.count < 3 { score -= 0.2 }
                result.append(
                    Candidate(
                        field: rule.name, value: reading.value, score: score, row: index, tokens: reading.tokens,
                        printed: row.text(reading.tokens), label: row.text(hit.tokens), reason: "behind the title"))
            }
        }
        return result
    }

    /// The date in the title's line: "Rechnung Nr. 471102 vom 05.06.2018".
    func dates(for rule: FieldRule) -> [Candidate] {
        var result: [Candidate] = []
        for (index, row) in view.rows.enumerated() where row.page == 1 && row.box.y < row.pageHeight * 0.6 {
            guard !view.dates[index].isEmpty else { continue }
            for hit in titles.hits(in: row, at: index) where hit.startsSegment {
                let segment = row.segments[hit.segment]
                guard
                    let date = view.dates[index].first(where: {
                        $0.tokens.lowerBound >= hit.tokens.upperBound && $0.tokens.upperBound <= segment.upperBound
                    }),
                    let day = view.dateReader.day(date), segment.count - hit.tokens.count <= 9
                else { continue }
                result.append(
                    Candidate(
                        field: rule.name, value: day.iso, score: 0.72, row: index, tokens: date.tokens,
                        printed: row.text(date.tokens), label: row.text(hit.tokens), reason: "in the title's line"))
            }
        }
        return result
    }

    /// A till roll prints its number at the end.
    private func isNarrow(_ row: Row) -> Bool { row.pageHeight > row.pageWidth * 1.6 }

    /// "Rechnung (380) Nr. 12": a code in brackets is no number of the document.
    private func skipCode(_ row: Row, _ range: Range<Int>) -> Range<Int> {
        guard let first = range.first, range.count > 1, row.tokens[first].text.hasPrefix("("),
            row.tokens[first].text.hasSuffix(")")
        else { return range }
        return (first + 1)..<range.upperBound
    }

    private func looksLikeYear(_ value: String) -> Bool {
        value.utf8.count == 4 && (value.hasPrefix("20") || value.hasPrefix("19"))
            && value.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
}

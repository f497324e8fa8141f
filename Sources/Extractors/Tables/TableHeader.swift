import Invoicing

/// The headings of a table of items, left to right, with the stretch of the page each column takes.
struct TableHeader {
    struct Column {
        var field: FieldName
        var heading: Box
        var label: String
        /// What stands in the column from an item's second line on, when a second heading stands under the first:
        /// article number over description.
        var below: FieldName?
        /// Left and right border on the page; set once the rows are known.
        var left = 0.0
        var right = 0.0
    }

    /// Rows that hold headings, as indices into the layout.
    var rows: ClosedRange<Int>
    var page: Int
    var columns: [Column]

    /// The column whose amounts make the items.
    var amountColumn: Int? {
        columns.lastIndex { $0.field == .netAmount } ?? columns.lastIndex { $0.field == .grossAmount }
            ?? columns.lastIndex { $0.field == .unitPrice }
    }

    /// Headings in the same order: the table goes on on another page.
    func isRepeated(by other: TableHeader) -> Bool {
        let mine = Set(columns.map(\.field))
        let theirs = Set(other.columns.map(\.field))
        return mine.intersection(theirs).count * 3 >= mine.union(theirs).count * 2
    }
}

/// Finds rows of headings by the lexicon of columns.
struct HeaderFinder {
    let view: DocumentView
    let lexicon: Lexicon

    /// Every header of the document, top to bottom.
    func headers() -> [TableHeader] {
        var result: [TableHeader] = []
        var index = 0
        while index < view.rows.count {
            if let header = header(at: index) {
                result.append(header)
                index = header.rows.upperBound + 1
            } else {
                index += 1
            }
        }
        return result
    }

    private func header(at index: Int) -> TableHeader? {
        let first = hits(index)
        guard !first.isEmpty, view.numbers[index].filter(\.looksLikeMoney).isEmpty else { return nil }
        var groups = first
        var last = index
        // Headings in two or three lines: "Unit" over "price".
        while last + 1 < view.rows.count, last - index < 2, view.rows[last + 1].page == view.rows[index].page,
            view.rows[last + 1].box.y - view.rows[last].box.bottom < 0.7 * view.layout.textSize,
            view.numbers[last + 1].isEmpty, !hits(last + 1).isEmpty, isOnlyHeadings(last + 1)
        {
            last += 1
            groups.append(contentsOf: hits(last))
        }
        let columns = columns(groups)
        let fields = Set(columns.map(\.field))
        guard isTable(fields), columns.count >= 2 else { return nil }
        let unknown = unknownColumns(index...last, beside: columns)
        return TableHeader(
            rows: index...last, page: view.rows[index].page,
            columns: (columns + unknown).sorted { $0.heading.x < $1.heading.x })
    }

    /// Headings whose words the lexicon does not hold: columns all the same, named by what stands in them.
    private func unknownColumns(_ rows: ClosedRange<Int>, beside known: [TableHeader.Column]) -> [TableHeader.Column] {
        var found: [TableHeader.Column] = []
        for index in rows {
            let row = view.rows[index]
            for segment in row.segments where row.tokens[segment].contains(where: \.hasLetter) {
                let box = row.box(segment)
                if known.contains(where: { $0.heading.x < box.right && $0.heading.right > box.x }) { continue }
                if let over = found.firstIndex(where: { $0.heading.x < box.right && $0.heading.right > box.x }) {
                    found[over].heading = found[over].heading.union(box)
                    continue
                }
                found.append(
                    TableHeader.Column(
                        field: FieldName(rawValue: "other_\(found.count)"), heading: box, label: row.text(segment)))
            }
        }
        return found
    }

    private func hits(_ index: Int) -> [LabelHit] {
        lexicon.hits(in: view.rows[index], at: index).filter { hit in
            hit.meanings.contains { $0.strength != .avoid }
        }
    }

    /// Most of the row's letters belong to headings.
    private func isOnlyHeadings(_ index: Int) -> Bool {
        let row = view.rows[index]
        let covered = hits(index).reduce(0) { $0 + $1.tokens.count }
        return covered * 2 >= row.tokens.count
    }

    /// A money or quantity column beside something that says what.
    private func isTable(_ fields: Set<FieldName>) -> Bool {
        let money: Set<FieldName> = [.netAmount, .grossAmount, .unitPrice]
        let what: Set<FieldName> = [.description, .productCode, .quantity, .position, .gtin, .lineDate]
        if fields.isDisjoint(with: what) { return false }
        if !fields.isDisjoint(with: money) { return fields.count >= 2 }
        return fields.contains(.quantity) && (fields.contains(.description) || fields.contains(.productCode))
    }

    /// Headings that stand over each other, as one cell.
    private struct Cell {
        var hits: [LabelHit]
        var box: Box
    }

    /// One column per cell, the likeliest meaning first.
    private func columns(_ hits: [LabelHit]) -> [TableHeader.Column] {
        var cells: [Cell] = []
        for hit in hits.sorted(by: { ($0.box.x, $0.row) < ($1.box.x, $1.row) }) {
            if let above = cells.firstIndex(where: { cell in
                !cell.hits.contains { $0.row == hit.row } && cell.box.sharedWidth(with: hit.box) > 0.5
            }) {
                cells[above].hits.append(hit)
                cells[above].box = cells[above].box.union(hit.box)
            } else {
                cells.append(Cell(hits: [hit], box: hit.box))
            }
        }
        cells.sort { $0.box.x < $1.box.x }
        var used: Set<FieldName> = []
        var result: [TableHeader.Column] = []
        // Right to left, so that of two amounts the last is the line's total.
        for cell in cells.reversed() {
            let lines = cell.hits.sorted { $0.row < $1.row }
            let whole = wholeCell(lines)
            let options = Self.fields(whole ?? lines[0].meanings)
            guard let field = options.first(where: { !used.contains($0) }) ?? fallback(options, used) else { continue }
            used.insert(field)
            var below: FieldName?
            if whole == nil, lines.count > 1 {
                below = Self.fields(lines[1].meanings).first { !used.contains($0) }
                if let below { used.insert(below) }
            }
            let label = lines.map { view.rows[$0.row].text($0.tokens) }.joined(separator: " ")
            result.append(TableHeader.Column(field: field, heading: cell.box, label: label, below: below))
        }
        return result.reversed()
    }

    /// "Unit" over "price": the lines of a cell read as one label, with what stands under them in the header's rows.
    private func wholeCell(_ lines: [LabelHit]) -> [LabelMeaning]? {
        guard let first = lines.first else { return nil }
        var key = view.rows[first.row].tokens[first.tokens].map(\.key).joined()
        var found: [LabelMeaning]?
        for index in view.rows.indices[(first.row + 1)...].prefix(2) {
            let row = view.rows[index]
            guard row.page == view.rows[first.row].page,
                row.box.y - view.rows[index - 1].box.bottom < view.layout.textSize,
                let segment = row.segments.first(where: { row.box($0).sharedWidth(with: first.box) > 0.5 }),
                segment.count <= 3
            else { break }
            key += row.tokens[segment].map(\.key).joined()
            found = lexicon.meanings(of: key) ?? found
        }
        return found
    }

    private static func fields(_ meanings: [LabelMeaning]) -> [FieldName] {
        meanings.sorted { $0.strength > $1.strength }.filter { $0.strength != .avoid }.map(\.field)
    }

    /// A second amount column left of the line total is a price.
    private func fallback(_ options: [FieldName], _ used: Set<FieldName>) -> FieldName? {
        if options.contains(.netAmount), !used.contains(.unitPrice) { return .unitPrice }
        if options.contains(.netAmount) || options.contains(.grossAmount) || options.contains(.unitPrice) {
            return FieldName(rawValue: "other_amount")
        }
        return options.first.map { FieldName(rawValue: "other_" + $0.rawValue) }
    }
}

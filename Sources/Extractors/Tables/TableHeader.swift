import Invoicing

/// The headings of a table of items, left to right, with the stretch of the page each column takes.
struct TableHeader {
    struct Column {
        var field: FieldName
        var heading: Box
        var label: String
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
        var groups = first.map { ($0, [$0]) }
        var last = index
        // Headings in two or three lines: "Unit" over "price".
        while last + 1 < view.rows.count, last - index < 2, view.rows[last + 1].page == view.rows[index].page,
            view.rows[last + 1].box.y - view.rows[last].box.bottom < 0.7 * view.layout.textSize,
            view.numbers[last + 1].isEmpty, !hits(last + 1).isEmpty, isOnlyHeadings(last + 1)
        {
            last += 1
            for hit in hits(last) { groups.append((hit, [hit])) }
        }
        let columns = columns(groups.map(\.0))
        let fields = Set(columns.map(\.field))
        guard isTable(fields), columns.count >= 2 else { return nil }
        return TableHeader(rows: index...last, page: view.rows[index].page, columns: columns)
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

    /// One column per heading, the likeliest meaning first; a heading under another (a second line) adds to it.
    private func columns(_ hits: [LabelHit]) -> [TableHeader.Column] {
        var columns: [(hit: LabelHit, box: Box, options: [FieldName])] = []
        for hit in hits.sorted(by: { ($0.box.x, $0.row) < ($1.box.x, $1.row) }) {
            let options = hit.meanings.sorted { $0.strength > $1.strength }.filter { $0.strength != .avoid }.map(\.field)
            if let above = columns.firstIndex(where: { $0.hit.row != hit.row && $0.box.sharedWidth(with: hit.box) > 0.5 }) {
                columns[above].box = columns[above].box.union(hit.box)
                if hit.row < columns[above].hit.row { columns[above].options = options + columns[above].options }
                continue
            }
            columns.append((hit, hit.box, options))
        }
        columns.sort { $0.box.x < $1.box.x }
        var used: Set<FieldName> = []
        var result: [TableHeader.Column] = []
        // Right to left, so that of two amounts the last is the line's total.
        for entry in columns.reversed() {
            let pick = entry.options.first { !used.contains($0) }
            let label = view.rows[entry.hit.row].text(entry.hit.tokens)
            guard let field = pick ?? fallback(entry.options, used) else { continue }
            used.insert(field)
            result.append(TableHeader.Column(field: field, heading: entry.box, label: label))
        }
        return result.reversed()
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

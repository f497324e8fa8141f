import Invoicing

/// The body of one table on the page: rows sorted into columns, then into items.
struct Table {
    struct Item {
        var fields: FieldGroup
        var rows: [Int]
    }

    let view: DocumentView
    let rows: Range<Int>
    var columns: [TableHeader.Column]
    /// Index of the column that anchors items.
    let anchorColumn: Int
    private(set) var anchors: [Int]

    /// - Returns: `nil` when no row under the header has an amount in the column of amounts.
    init?(view: DocumentView, header: TableHeader, rows: Range<Int>) {
        guard
            let anchor = header.amountColumn ?? Self.unnamedAmounts(view, header, rows)
                ?? header.columns.lastIndex(where: { $0.field == .quantity })
        else { return nil }
        self.view = view
        self.rows = rows
        anchorColumn = anchor
        columns = header.columns
        let heading = header.columns[anchor].heading
        let nextLeft = anchor + 1 < header.columns.count ? header.columns[anchor + 1].heading.x : .infinity
        let needsMoney = header.columns[anchor].field != .quantity
        let printed = rows.filter { index in
            view.numbers[index].contains { number in
                !number.isPercent && (!needsMoney || number.looksLikeMoney || number.decimals >= 2)
                    && Self.stands(number.box, under: heading, before: nextLeft)
            } && !Self.isCarriedOver(view.rows[index]) && !Self.isSum(index, in: view)
        }
        // Amounts without decimals count when they end where the others end.
        let edges = printed.compactMap { index in
            view.numbers[index].last { Self.stands($0.box, under: heading, before: nextLeft) }?.box.right
        }.sorted()
        let edge = edges.isEmpty ? heading.right : edges[edges.count / 2]
        let whole = rows.filter { index in
            !printed.contains(index) && view.numbers[index].count >= 2
                && view.numbers[index].contains { !$0.isPercent && abs($0.box.right - edge) < 2.5 }
        }
        anchors = (printed + whole).sorted()
        guard !anchors.isEmpty else { return nil }
        setBorders()
        var audit = ColumnAudit(view: view, anchors: anchors, columns: columns)
        columns = audit.settle()
    }

    /// The last column of unknown heading under which most amounts stand.
    private static func unnamedAmounts(_ view: DocumentView, _ header: TableHeader, _ rows: Range<Int>) -> Int? {
        let counts = header.columns.indices.map { index in
            guard header.columns[index].field.rawValue.hasPrefix("other_") else { return 0 }
            let heading = header.columns[index].heading
            return rows.lazy.filter { row in
                view.numbers[row].contains { $0.looksLikeMoney && $0.box.sharedWidth(with: heading) > 0.25 }
            }.count
        }
        guard let most = counts.max(), most > 0 else { return nil }
        return counts.lastIndex(of: most)
    }

    static func stands(_ box: Box, under heading: Box, before nextLeft: Double) -> Bool {
        if box.midX > nextLeft + 4, box.sharedWidth(with: heading) < 0.2 { return false }
        return box.sharedWidth(with: heading) > 0.25 || abs(box.right - heading.right) < 14
            || abs(box.x - heading.x) < 8 || (box.x > heading.x && box.x - heading.right < 40 && nextLeft == .infinity)
            || (box.right < heading.x && heading.x - box.right < 12)
    }

    /// "Sum of section 02  1,562.64": the name of a total, one amount, no quantity.
    private static func isSum(_ index: Int, in view: DocumentView) -> Bool {
        guard view.numbers[index].lazy.filter({ $0.looksLikeMoney }).count == 1 else { return false }
        return view.hits[index].contains { hit in
            hit.startsSegment && hit.tokens.lowerBound <= 1 && view.numbers[index].count <= 2
                && hit.meanings.contains {
                    $0.strength == .strong && [.lineNetTotal, .netTotal, .grossTotal].contains($0.field)
                }
        }
    }

    /// "Carried forward", "Übertrag", "à reporter": sums at a page's end and beginning.
    private static func isCarriedOver(_ row: Row) -> Bool {
        let words: Set<String> = [
            "ubertrag", "uebertrag", "zwischensumme", "carried", "brought", "subtotal", "reporter", "report",
            "transport", "riporto", "suma", "soustotal", "subtotaal", "doorgeschoven",
        ]
        return row.tokens.prefix(4).contains { words.contains($0.key) }
    }

    /// Puts each border where the rows leave most space between two headings.
    private mutating func setBorders() {
        let width = max(1, Int(view.rows[anchors[0]].pageWidth) + 2)
        var cover = [Int](repeating: 0, count: width)
        // Lines below an amount belong to their item; they, too, keep to the columns.
        let last = anchors[anchors.count - 1]
        for index in anchors[0]...min(last + 1, rows.upperBound - 1) {
            for token in view.rows[index].tokens {
                let from = max(0, min(width - 1, Int(token.box.x)))
                let to = max(from, min(width - 1, Int(token.box.right)))
                for x in from...to { cover[x] += 1 }
            }
        }
        for index in columns.indices {
            columns[index].left = index == 0 ? -1 : columns[index - 1].right
            guard index + 1 < columns.count else {
                columns[index].right = .infinity
                continue
            }
            columns[index].right = border(columns[index].heading, columns[index + 1].heading, cover)
        }
    }

    private func border(_ left: Box, _ right: Box, _ cover: [Int]) -> Double {
        let from = max(0, min(cover.count - 1, Int(left.midX)))
        let to = max(from, min(cover.count - 1, Int(right.midX)))
        let least = cover[from...to].min() ?? 0
        // The widest stretch of least cover; nearer to the right heading when equal.
        var best = (start: from, length: 0)
        var start = from
        for x in from...(to + 1) {
            if x <= to, cover[x] == least { continue }
            if x - start >= best.length, x > start { best = (start, x - start) }
            start = x + 1
        }
        return Double(best.start) + Double(best.length) / 2
    }

    /// Groups rows around their anchors.
    func items() -> [Item] {
        var groups: [[Int]] = []
        let describing = columns.firstIndex { $0.field == .description }
        var pending: [Int] = []
        var anchorSet = Set(anchors)
        dropStrayAnchors(&anchorSet)
        let isTextAbove = textStandsAbove
        for index in rows {
            if anchorSet.contains(index) {
                if let last = groups.last?.last, view.rows[last].page == view.rows[index].page,
                    view.rows[index].box.y - view.rows[last].box.bottom > max(150, 15 * view.layout.textSize)
                {
                    break
                }
                if isAdjustment(index) { continue }
                let hasText = !isTextAbove && describesItem(index, describing)
                if !hasText, !pending.isEmpty {
                    groups.append(pending + [index])
                } else {
                    groups.append([index])
                }
                pending = []
            } else if !isTextAbove, belongsBelow(index, groups.last) {
                groups[groups.count - 1].append(index)
            } else {
                pending.append(index)
                if pending.count > 3 { pending.removeFirst() }
            }
        }
        return groups.compactMap(item)
    }

    /// Whether each item's words stand in the line over its numbers: words open the table, and amounts have none beside
    /// them but a unit.
    private var textStandsAbove: Bool {
        guard let first = anchors.first, first > rows.lowerBound, anchors.count > 1 else { return false }
        let letters = { (index: Int) in
            view.rows[index].tokens.reduce(0) { $0 + ($1.hasLetter ? $1.key.utf8.count : 0) }
        }
        let opening = (rows.lowerBound..<first).filter { letters($0) >= 4 }
        guard !opening.isEmpty, opening.count <= 3 else { return false }
        let beside = anchors.reduce(0) { $0 + letters($1) }
        return beside < anchors.count * 6
            && zip(anchors, anchors.dropFirst()).allSatisfy { above, below in
                (above + 1..<below).contains { letters($0) >= 4 }
            }
    }

    /// Anchors without any word or second number beside the amount are sums that carry no label.
    private func dropStrayAnchors(_ anchors: inout Set<Int>) {
        anchors = anchors.filter { index in
            let row = view.rows[index]
            return row.tokens.contains { $0.hasLetter && $0.key.utf8.count > 1 && CurrencyMarks.code($0.text) == nil }
                || view.numbers[index].count >= 3
        }
    }

    /// "Discount 2 %  -12.00" without quantity or position: taken off the whole document.
    private func isAdjustment(_ index: Int) -> Bool {
        guard view.numbers[index].filter({ !$0.isPercent }).count <= 2 else { return false }
        return view.hits[index].contains { hit in
            hit.startsSegment && hit.segment == 0
                && hit.meanings.contains {
                    $0.field == .allowanceTotal || $0.field == .previousBalance || $0.field == .roundingAmount
                }
        }
    }

    private func describesItem(_ index: Int, _ describing: Int?) -> Bool {
        let row = view.rows[index]
        return row.tokens.contains { token in
            guard token.hasLetter, token.key.utf8.count > 2 else { return false }
            guard let describing else { return true }
            return token.box.midX >= columns[describing].left && token.box.midX < columns[describing].right
        }
    }

    /// A line without an amount belongs to the item above when it follows closely and stands under its text.
    private func belongsBelow(_ index: Int, _ group: [Int]?) -> Bool {
        guard let last = group?.last else { return false }
        let row = view.rows[index]
        let above = view.rows[last]
        guard row.page == above.page else { return false }
        let gap = row.box.y - above.box.bottom
        return gap < 1.1 * max(view.layout.textSize, 6) && (group?.count ?? 0) < 12
    }

    func item(_ group: [Int]) -> Item? {
        guard let anchor = group.first(where: { anchors.contains($0) }) else { return nil }
        var (fields, values) = numbers(anchor)
        var text: [String] = []
        var textBox: Box?
        var unit: String?
        for index in group {
            let row = view.rows[index]
            let parts = texts(index, isAnchor: index == anchor, values: index == anchor ? values : [])
            if let described = parts[.description], !described.isEmpty {
                text.append(row.text(described))
                let box = described.reduce(row.tokens[described[0]].box) { $0.union(row.tokens[$1].box) }
                if textBox == nil || index == anchor { textBox = box }
            }
            guard index == anchor else { continue }
            unit = parts[.unit].map { row.text($0) }
            for name in [FieldName.productCode, .buyerProductCode, .gtin, .position, .orderPosition] {
                if let tokens = parts[name], !tokens.isEmpty {
                    fields[name] = name == .gtin ? gtin(anchor, tokens) : field(row.text(tokens), anchor, tokens)
                }
            }
        }
        if let date = date(anchor) { fields[.lineDate] = date }
        if !text.isEmpty, let textBox {
            fields[.description] = Field(
                text.joined(separator: "\n"), confidence: 0.85,
                evidence: Evidence(source: source(anchor), page: view.rows[anchor].page, box: textBox, printed: text[0])
            )
        }
        if let unit, !unit.isEmpty { fields[.unit] = Field(unit, confidence: 0.8) }
        guard fields[.description] != nil || fields[.productCode] != nil else { return nil }
        settle(&fields)
        return Item(fields: fields, rows: group)
    }

    /// An article number, in recognized print with one look-alike put right where its check digit then holds.
    private func gtin(_ index: Int, _ tokens: [Int]) -> Field {
        let row = view.rows[index]
        var field = field(row.text(tokens), index, tokens)
        guard tokens.allSatisfy({ row.tokens[$0].source == .ocr }),
            let repair = Misread.repair(field.value, as: GTIN.self)
        else { return field }
        field.value = repair.value
        field.confidence *= Misread.Repair.worth
        field.evidence?.reason = repair.reason
        return field
    }

    /// The date in the column of dates.
    private func date(_ index: Int) -> Field? {
        let row = view.rows[index]
        for date in view.dates[index] {
            guard let position = column(at: date.box.midX), columns[position].field == .lineDate,
                let day = view.dateReader.day(date)
            else { continue }
            return Field(
                day.iso, confidence: 0.85,
                evidence: Evidence(
                    source: source(index), page: row.page, box: date.box, printed: row.text(date.tokens),
                    label: columns[position].label))
        }
        return nil
    }

    func source(_ row: Int) -> TextSource {
        view.rows[row].tokens.contains { $0.source == .ocr } ? .ocr : .text
    }

    func field(_ value: String, _ row: Int, _ tokens: [Int]) -> Field {
        let place = view.rows[row]
        let box = tokens.reduce(place.tokens[tokens[0]].box) { $0.union(place.tokens[$1].box) }
        return Field(
            value, confidence: 0.85,
            evidence: Evidence(source: source(row), page: place.page, box: box, printed: place.text(tokens)))
    }

    func column(at x: Double) -> Int? {
        columns.firstIndex { x >= $0.left && x < $0.right }
    }

    static let numeric: Set<FieldName> = [
        .quantity, .unitPrice, .unitPriceGross, .netAmount, .grossAmount, .taxRate, .taxAmount, .discountRate,
        .discountAmount, .priceBaseQuantity,
    ]
}

extension Row {
    /// Text of tokens that need not stand beside each other.
    func text(_ indices: [Int]) -> String {
        indices.lazy.map { tokens[$0].text }.joined(separator: " ")
    }
}

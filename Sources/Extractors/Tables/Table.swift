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
    private let anchors: [Int]

    /// - Returns: `nil` when no row under the header has an amount in the column of amounts.
    init?(view: DocumentView, header: TableHeader, rows: Range<Int>) {
        guard let anchor = header.amountColumn ?? header.columns.lastIndex(where: { $0.field == .quantity }) else {
            return nil
        }
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
    }

    private static func stands(_ box: Box, under heading: Box, before nextLeft: Double) -> Bool {
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
        for index in anchors {
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
        for index in rows {
            if anchorSet.contains(index) {
                if let last = groups.last?.last, view.rows[last].page == view.rows[index].page,
                    view.rows[index].box.y - view.rows[last].box.bottom > max(150, 15 * view.layout.textSize) {
                    break
                }
                if isAdjustment(index) { continue }
                let hasText = describesItem(index, describing)
                if !hasText, !pending.isEmpty {
                    groups.append(pending + [index])
                } else {
                    groups.append([index])
                }
                pending = []
            } else if belongsBelow(index, groups.last) {
                groups[groups.count - 1].append(index)
            } else {
                pending.append(index)
                if pending.count > 3 { pending.removeFirst() }
            }
        }
        return groups.compactMap(item)
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
                && hit.meanings.contains { $0.field == .allowanceTotal || $0.field == .previousBalance || $0.field == .roundingAmount }
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

    private func item(_ group: [Int]) -> Item? {
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
            for name in [FieldName.productCode, .buyerProductCode, .gtin, .position, .orderPosition, .lineDate] {
                if let tokens = parts[name], !tokens.isEmpty {
                    fields[name] = field(row.text(tokens), anchor, tokens)
                }
            }
        }
        if !text.isEmpty, let textBox {
            fields[.description] = Field(
                text.joined(separator: "\n"), confidence: 0.85,
                evidence: Evidence(source: source(anchor), page: view.rows[anchor].page, box: textBox, printed: text[0]))
        }
        if let unit, !unit.isEmpty { fields[.unit] = Field(unit, confidence: 0.8) }
        guard fields[.description] != nil || fields[.productCode] != nil else { return nil }
        settle(&fields)
        return Item(fields: fields, rows: group)
    }

    private func source(_ row: Int) -> TextSource {
        view.rows[row].tokens.contains { $0.source == .ocr } ? .ocr : .text
    }

    private func field(_ value: String, _ row: Int, _ tokens: [Int]) -> Field {
        let place = view.rows[row]
        let box = tokens.reduce(place.tokens[tokens[0]].box) { $0.union(place.tokens[$1].box) }
        return Field(
            value, confidence: 0.85,
            evidence: Evidence(source: source(row), page: place.page, box: box, printed: place.text(tokens)))
    }

    private func column(at x: Double) -> Int? {
        columns.firstIndex { x >= $0.left && x < $0.right }
    }

    private static let numeric: Set<FieldName> = [
        .quantity, .unitPrice, .unitPriceGross, .netAmount, .grossAmount, .taxRate, .taxAmount, .discountRate,
        .discountAmount, .priceBaseQuantity,
    ]

    /// The numbers of an item's own row, by column.
    /// - Returns: The fields, and the tokens that they took.
    private func numbers(_ index: Int) -> (FieldGroup, Set<Int>) {
        var fields: FieldGroup = [:]
        var values: Set<Int> = []
        let row = view.rows[index]
        for number in view.numbers[index] {
            guard let position = column(at: number.box.midX) else { continue }
            var name = columns[position].field
            if number.isPercent, Self.numeric.contains(name), name != .discountRate { name = .taxRate }
            guard Self.numeric.contains(name) else { continue }
            if name == .taxRate, !number.isPercent, number.decimals == 2, number.currency != nil { continue }
            if fields[name] != nil, name != .netAmount { continue }
            values.formUnion(number.tokens)
            let isMoney = name == .netAmount || name == .grossAmount || name == .taxAmount || name == .unitPrice
            fields[name] = Field(
                number.value.text(digits: isMoney ? 2 : 0), confidence: 0.85,
                evidence: Evidence(
                    source: source(index), page: row.page, box: number.box, printed: row.text(number.tokens),
                    label: columns[position].label))
        }
        agree(&fields, index)
        return (fields, values)
    }

    /// Headings can mislead; arithmetic does not. Where quantity × price ≠ amount but another printed pair agrees with
    /// the last amount of the row, the pair wins.
    private func agree(_ fields: inout FieldGroup, _ index: Int) {
        let row = view.rows[index]
        let number = { (field: Field?) in field.flatMap { Number(canonical: $0.value) } }
        guard let quantity = number(fields[.quantity]), quantity.units > 0 else { return }
        if let price = number(fields[.unitPrice]), let amount = number(fields[.netAmount]), (quantity * price).isNear(amount) { return }
        let money = view.numbers[index].filter { !$0.isPercent && ($0.looksLikeMoney || $0.decimals >= 2) }
        guard let last = money.last, money.count >= 2, fields[.grossAmount] == nil else { return }
        let discounts = view.numbers[index].filter(\.isPercent).map(\.value)
        func agrees(_ price: Number) -> Bool {
            let full = quantity * price
            return full.isNear(last.value) || discounts.contains { (full - $0.percent(of: full)).isNear(last.value) }
        }
        for price in money.dropLast() where agrees(price.value) && price.value != last.value {
            for (name, number) in [(FieldName.unitPrice, price), (.netAmount, last)] {
                fields[name] = Field(
                    number.value.text(digits: 2), confidence: 0.9,
                    evidence: Evidence(
                        source: source(index), page: row.page, box: number.box, printed: row.text(number.tokens),
                        reason: "quantity × price = amount"))
            }
            return
        }
        // No column of amounts was named: the last amount right of the price is the line's.
        if fields[.netAmount] == nil, let price = fields[.unitPrice]?.evidence?.box, last.box.x > price.right {
            fields[.netAmount] = Field(
                last.value.text(digits: 2), confidence: 0.7,
                evidence: Evidence(source: source(index), page: row.page, box: last.box, printed: row.text(last.tokens)))
        }
    }

    /// Words of a row by column, as token indices; words that are no value of a numeric column describe the item.
    private func texts(_ index: Int, isAnchor: Bool, values: Set<Int>) -> [FieldName: [Int]] {
        let row = view.rows[index]
        var parts: [FieldName: [Int]] = [:]
        for piece in pieces(of: row, values) {
            guard let position = column(at: row.tokens[piece[0]].box.x + 2) else { continue }
            var name = columns[position].field
            if !isAnchor, let below = columns[position].below { name = below }
            let isText = !Self.numeric.contains(name) && !name.rawValue.hasPrefix("other_")
            if isText {
                parts[name, default: []].append(contentsOf: piece)
            } else if isAnchor, name == .quantity || name == .priceBaseQuantity, piece.count <= 2 {
                parts[.unit, default: []].append(contentsOf: piece)
            } else if isAnchor, name == .unitPrice, piece.count == 1, parts[.unit] == nil {
                parts[.unit] = piece
            }
        }
        if !columns.contains(where: { $0.field == .description || $0.below == .description }) {
            // The table does not name its text column: everything that is no number describes.
            let free = row.tokens.indices.filter { token in
                row.tokens[token].hasLetter && !values.contains(token) && !(parts[.unit]?.contains(token) ?? false)
                    && !(parts[.productCode]?.contains(token) ?? false)
            }
            if !free.isEmpty { parts[.description] = free }
        }
        return parts
    }

    /// Stretches of words that belong together: a segment, cut at values and where a word stands exactly under the next
    /// heading.
    private func pieces(of row: Row, _ values: Set<Int>) -> [[Int]] {
        var pieces: [[Int]] = []
        var current: [Int] = []
        for segment in row.segments {
            for token in segment {
                if values.contains(token) {
                    if !current.isEmpty { pieces.append(current) }
                    current = []
                    continue
                }
                let box = row.tokens[token].box
                let isUnderHeading = columns.contains { abs($0.heading.x - box.x) < 3.5 }
                if !current.isEmpty, isUnderHeading, let last = current.last,
                    box.x - row.tokens[last].box.right > 0.45 * max(5, box.height) {
                    pieces.append(current)
                    current = []
                }
                current.append(token)
            }
            if !current.isEmpty { pieces.append(current) }
            current = []
        }
        return pieces
    }

    /// Quantity × price = amount: agreement makes all three sure; a missing one follows.
    private func settle(_ fields: inout FieldGroup) {
        let quantity = fields[.quantity].flatMap { Number(canonical: $0.value) }
        let price = fields[.unitPrice].flatMap { Number(canonical: $0.value) }
        let amount = fields[.netAmount].flatMap { Number(canonical: $0.value) }
        if let quantity, let price, let amount, (quantity * price).isNear(amount) {
            for name in [FieldName.quantity, .unitPrice, .netAmount] { fields[name]?.confidence = 0.97 }
        }
        if amount == nil, fields[.grossAmount] == nil, let quantity, let price, columns.allSatisfy({ $0.field != .netAmount }) {
            fields[.netAmount] = Field(
                (quantity * price).text(), confidence: 0.6,
                evidence: Evidence(source: .computed, reason: "quantity × unit price"))
        }
    }
}

extension Row {
    /// Text of tokens that need not stand beside each other.
    func text(_ indices: [Int]) -> String {
        indices.lazy.map { tokens[$0].text }.joined(separator: " ")
    }
}

import Invoicing

/// Quantities, prices and amounts of an item's row, and how they agree.
extension Table {
    /// The numbers of an item's own row, by column.
    /// - Returns: The fields, and the tokens that they took.
    func numbers(_ index: Int) -> (FieldGroup, Set<Int>) {
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
        if let price = number(fields[.unitPrice]), let amount = number(fields[.netAmount]),
            (quantity * price).isNear(amount)
        {
            return
        }
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
                evidence: Evidence(source: source(index), page: row.page, box: last.box, printed: row.text(last.tokens))
            )
        }
    }

    /// Words of a row by column, as token indices; words that are no value of a numeric column describe the item.
    func texts(_ index: Int, isAnchor: Bool, values: Set<Int>) -> [FieldName: [Int]] {
        let row = view.rows[index]
        var parts: [FieldName: [Int]] = [:]
        for piece in pieces(of: row, values, isAnchor: isAnchor) {
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
    private func pieces(of row: Row, _ values: Set<Int>, isAnchor: Bool) -> [[Int]] {
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
                let aside = columns.lazy.map { abs($0.heading.x - box.x) }.min() ?? .infinity
                // Words of a line of text stand anywhere, also where the numbers of the next line begin; in a row of
                // numbers a word exactly under its heading begins its cell.
                let least = isAnchor ? (aside < 1 ? 0.15 : 0.45) : 0.9
                if !current.isEmpty, aside < 3.5, let last = current.last,
                    box.x - row.tokens[last].box.right > least * max(5, box.height)
                {
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
    func settle(_ fields: inout FieldGroup) {
        let quantity = fields[.quantity].flatMap { Number(canonical: $0.value) }
        let price = fields[.unitPrice].flatMap { Number(canonical: $0.value) }
        let amount = fields[.netAmount].flatMap { Number(canonical: $0.value) }
        if let quantity, let price, let amount, (quantity * price).isNear(amount) {
            for name in [FieldName.quantity, .unitPrice, .netAmount] { fields[name]?.confidence = 0.97 }
        }
        if amount == nil, let quantity, let price,
            columns.allSatisfy({ $0.field != .netAmount })
        {
            fields[.netAmount] = Field(
                (quantity * price).text(), confidence: 0.6,
                evidence: Evidence(source: .computed, reason: "quantity × unit price"))
        }
    }
}

import Invoicing

/// Items of tables without understood headings: rows in which quantity × price = amount.
struct ArithmeticItems {
    let view: DocumentView

    func read() -> LineItemReader.Reading {
        var result = LineItemReader.Reading()
        var amounts: [Number] = []
        for index in view.rows.indices {
            guard let item = item(index) else { continue }
            result.items.append(item.fields)
            amounts.append(item.amount)
            result.rows.insert(index)
            result.itemRows.append([index])
        }
        // One row may add up by chance.
        let distinct = Set(amounts)
        if result.items.count == 1, distinct.count == 1, result.items[0][.quantity]?.value == "1" {
            return LineItemReader.Reading()
        }
        if !amounts.isEmpty { result.total = amounts.reduce(.zero, +) }
        return result
    }

    /// Whether quantity × price = amount in a row.
    func holds(_ index: Int) -> Bool { item(index) != nil }

    private func item(_ index: Int) -> (fields: FieldGroup, amount: Number)? {
        let row = view.rows[index]
        let numbers = view.numbers[index].filter { !$0.isPercent && $0.value.units > 0 }
        guard numbers.count >= 3, numbers.count <= 8, let amount = numbers.last(where: \.looksLikeMoney),
            !view.hits[index].contains(where: {
                $0.startsSegment && $0.segment == 0 && RoleCandidates.roles.contains($0.meanings[0].field)
                    && $0.meanings[0].strength == .strong
            })
        else { return nil }
        for quantity in numbers where quantity != amount && quantity.currency == nil {
            for price in numbers where price != amount && price != quantity && price.decimals >= 2 {
                guard (quantity.value * price.value).isNear(amount.value) else { continue }
                let taken = [quantity, price, amount]
                let words = row.tokens.indices.filter { token in
                    row.tokens[token].hasLetter && !numbers.contains { $0.tokens.contains(token) }
                }
                guard words.count >= 1, row.text(words).utf8.count >= 3 else { return nil }
                var fields: FieldGroup = [:]
                for (name, number) in zip([FieldName.quantity, .unitPrice, .netAmount], taken) {
                    fields[name] = Field(
                        number.value.text(digits: name == .quantity ? 0 : 2), confidence: 0.9,
                        evidence: Evidence(
                            source: row.tokens[0].source, page: row.page, box: number.box,
                            printed: row.text(number.tokens), reason: "quantity × price = amount"))
                }
                fields[.description] = Field(
                    row.text(words), confidence: 0.75,
                    evidence: Evidence(
                        source: row.tokens[0].source, page: row.page, box: row.box, printed: row.text(words)))
                return (fields, amount.value)
            }
        }
        return nil
    }
}

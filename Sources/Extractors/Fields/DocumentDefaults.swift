import Invoicing

/// What a document says without a label: its type, its currency, its only date.
struct DocumentDefaults {
    let view: DocumentView
    let schema: ExtractionSchema
    let itemRows: Set<Int>
    let models: ScoringModels
    let lines: TextLines

    func complete(_ draft: inout Draft) {
        if let type = schema.documentType {
            draft.fields[.documentType] = Field(
                type, confidence: 0.9, evidence: Evidence(source: .text, reason: "printed title"))
        }
        if models.names.contains(.currency) {
            draft.fields[.currency] =
                CurrencyScene(view, lines: lines, fields: draft.fields, isReceipt: schema.name == "receipt").choose(
                    models)
        } else {
            currency(&draft)
        }
        date(&draft)
        // An order's own number is the order number that others refer to (BT-13).
        if let number = draft.fields[.orderNumber], draft.fields[.purchaseOrder] == nil {
            draft.fields[.purchaseOrder] = number
        }
    }

    /// The currency printed beside most amounts; a lone code counts less.
    private func currency(_ draft: inout Draft) {
        var votes: [String: Double] = [:]
        var place: [String: PrintedNumber] = [:]
        for numbers in view.numbers {
            for number in numbers {
                guard let code = number.currency else { continue }
                votes[code, default: 0] += 1
                if place[code] == nil { place[code] = number }
            }
        }
        var placeOfCode: [String: (row: Int, token: Int)] = [:]
        for (index, row) in view.rows.enumerated() {
            for (position, token) in row.tokens.enumerated() {
                guard !token.hasDigit, token.text.utf8.count <= 8 else { continue }
                let bare = token.text.trimmingEnds()
                guard let code = CurrencyMarks.code(bare) ?? CurrencyMarks.code(bare.suffix(1)) else { continue }
                votes[code, default: 0] += bare.utf8.count == 3 ? 0.6 : 0.4
                if placeOfCode[code] == nil { placeOfCode[code] = (index, position) }
            }
        }
        // What stands beside the total is what is asked for; rates of exchange and taxes in another currency are not.
        if let total = draft.fields[.grossTotal]?.evidence?.box ?? draft.fields[.amountDue]?.evidence?.box,
            let number = view.numbers.joined().first(where: { $0.currency != nil && $0.box == total }),
            let code = number.currency
        {
            votes[code, default: 0] += 1 + votes.values.reduce(0, +)
        }
        guard let best = votes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return }
        var code = best.key
        // "$" beside words of another dollar country.
        if code == "USD", !view.says("usd"), !view.says("us") {
            if view.says("abn") || view.says("aud") { code = "AUD" } else if view.says("cad") { code = "CAD" }
        }
        // In one order: sums of fractions differ in their last digits by the order of their parts.
        let total = votes.values.sorted().reduce(0, +)
        var share = best.value / total
        // A bare "$" is the sign of twenty currencies; only the address tells which.
        let isBareDollar = code == "USD" && !view.says("usd") && !view.says("us")
        if isBareDollar, !view.looksAmerican { share = min(share, 0.75) }
        var evidence = Evidence(source: .text, reason: "printed beside amounts")
        if let number = place[best.key] {
            let row = view.rows[number.row]
            evidence = Evidence(
                source: row.tokens[0].source, page: row.page, box: number.box, printed: row.text(number.tokens),
                reason: "printed beside amounts")
        } else if let at = placeOfCode[best.key] {
            let row = view.rows[at.row]
            evidence = Evidence(
                source: row.tokens[0].source, page: row.page, box: row.tokens[at.token].box,
                printed: row.tokens[at.token].text, reason: "printed code")
        }
        draft.fields[.currency] = Field(code, confidence: max(0.4, min(0.97, share)), evidence: evidence)
    }

    /// Where no label names the document's date: the first date that no other field claims.
    private func date(_ draft: inout Draft) {
        guard draft.fields[.invoiceDate] == nil, schema.fields.contains(where: { $0.name == .invoiceDate }) else {
            return
        }
        let taken = draft.fields.compactMap { name, field in
            [FieldName.dueDate, .deliveryDate, .orderDate, .servicePeriodStart, .servicePeriodEnd].contains(name)
                ? field.evidence?.box : nil
        }
        let untaken = view.dates.joined().filter { date in !taken.contains(date.box) }
        let outside = untaken.filter { !itemRows.contains($0.row) }
        let free = outside.isEmpty ? untaken : outside
        // A clock time beside it is the moment of sale; otherwise the first.
        let timed = free.first { date in
            let row = view.rows[date.row]
            return row.tokens.contains { token in
                let text = token.text
                return text.utf8.count >= 4 && text.utf8.count <= 10 && text.holds(":")
                    && text.first?.isNumber == true
            }
        }
        guard let chosen = timed ?? free.first, let day = view.dateReader.day(chosen) else { return }
        let row = view.rows[chosen.row]
        draft.fields[.invoiceDate] = Field(
            day.iso, confidence: chosen.row < 12 ? 0.6 : 0.45,
            evidence: Evidence(
                source: row.tokens[chosen.tokens].contains { $0.source == .ocr } ? .ocr : .text, page: row.page,
                box: chosen.box, printed: row.text(chosen.tokens), reason: "the only or first date"))
    }
}

import Invoicing

/// Items made of their amounts: what stands beside, above and below each of them in the page's columns.
struct RowItems {
    let view: DocumentView
    /// One per item, top to bottom.
    let amounts: [PrintedNumber]
    /// The row that ends the last item.
    let end: Int
    let isGross: Bool
    /// Why these amounts are an item's.
    let reason: String

    struct Item {
        var fields: FieldGroup
        var rows: [Int]
    }

    func items() -> [Item] {
        let anchors = amounts.map(\.row)
        let text = RecordText(view: view, anchors: anchors) { view.namesSum($0) || hasAmount($0) }
        let place = text.place()
        return amounts.indices.map { position in
            let next = position + 1 < anchors.count ? anchors[position + 1] : end
            return item(amounts[position], until: next, text, place)
        }
    }

    /// The first row behind the last item that names a sum.
    static func end(behind last: Int, in view: DocumentView) -> Int {
        view.rows.indices[(last + 1)...].first { view.namesSum($0) } ?? view.rows.count
    }

    /// Letters of the items' descriptions, on average; more than 12 of one do not count.
    static func letters(_ items: [FieldGroup]) -> Double {
        guard !items.isEmpty else { return 0 }
        let letters = items.map { min(12, $0[.description]?.value.lazy.filter(\.isLetter).count ?? 0) }
        return Double(letters.reduce(0, +)) / Double(items.count)
    }

    /// An amount in the column of the items' amounts.
    private func hasAmount(_ index: Int) -> Bool {
        view.numbers[index].contains { number in
            number.looksLikeMoney && amounts.contains { abs($0.box.right - number.box.right) < 3 }
        }
    }

    private func item(_ amount: PrintedNumber, until next: Int, _ text: RecordText, _ place: RecordText.Place?) -> Item
    {
        let row = view.rows[amount.row]
        var fields: FieldGroup = [:]
        fields[isGross ? .grossAmount : .netAmount] = field(amount, reason)
        var rows = [amount.row]
        factors(amount, in: amount.row, &fields)
        var bottom = row.box.bottom
        for index in view.rows.indices[(amount.row + 1)...].prefix(6) where index < next {
            let below = view.rows[index]
            guard below.page == row.page, below.box.y - bottom < 1.2 * max(6, view.layout.textSize),
                !view.namesSum(index),
                !hasAmount(index)
            else { break }
            // The words of the next item stand over its amount.
            if place?.line == -1, index + 1 == next { break }
            // Money that does not make the amount is not the item's: a total may stand there.
            let makesIt = fields[.unitPrice] == nil && factors(amount, in: index, &fields)
            if !makesIt, view.numbers[index].contains(where: \.looksLikeMoney) { break }
            bottom = below.box.bottom
            rows.append(index)
        }
        var lines: [(row: Int, tokens: [Int])] = []
        if let place {
            lines = text.tokens(amount.row, at: place, below: rows).map { line in
                (line.row, described(line.row, line.tokens, amount, &fields))
            }.filter { !$0.tokens.isEmpty }
        }
        if lines.isEmpty {
            lines = rows.map { index in
                (index, described(index, Array(view.rows[index].tokens.indices), amount, &fields))
            }.filter { !$0.tokens.isEmpty }
        }
        if lines.isEmpty, let above = lineAbove(amount.row) {
            lines = [(above, Array(view.rows[above].tokens.indices))]
        }
        if let first = lines.first {
            let printed = view.rows[first.row]
            let box = first.tokens.dropFirst().reduce(printed.tokens[first.tokens[0]].box) {
                $0.union(printed.tokens[$1].box)
            }
            fields[.description] = Field(
                lines.map { view.rows[$0.row].text($0.tokens) }.joined(separator: "\n"), confidence: 0.75,
                evidence: Evidence(
                    source: printed.tokens[0].source, page: printed.page, box: box, printed: printed.text(first.tokens))
            )
            if !rows.contains(first.row) { rows.insert(first.row, at: 0) }
        }
        return Item(fields: fields, rows: rows)
    }

    /// A line of words right above an amount that has none: it ran over the amount's place.
    private func lineAbove(_ index: Int) -> Int? {
        let above = index - 1
        guard above >= 0, view.rows[above].page == view.rows[index].page,
            view.rows[index].box.y - view.rows[above].box.bottom < 1.2 * max(6, view.layout.textSize),
            !view.namesSum(above), !hasAmount(above), !amounts.contains(where: { $0.row == above }),
            view.rows[above].tokens.lazy.filter(\.hasLetter).count >= 2
        else { return nil }
        return above
    }

    /// "5 pcs @ 40.52": two numbers of a row whose product is the amount.
    @discardableResult
    private func factors(_ amount: PrintedNumber, in index: Int, _ fields: inout FieldGroup) -> Bool {
        let numbers = view.numbers[index].filter { !$0.isPercent && $0 != amount && $0.value.units != 0 }
        guard numbers.count >= 2, numbers.count <= 6 else { return false }
        for quantity in numbers {
            for price in numbers where price != quantity && price.decimals >= 2 {
                guard (quantity.value * price.value).magnitude.isNear(amount.value.magnitude) else { continue }
                fields[.quantity] = field(quantity, "quantity × price = amount", digits: 0)
                fields[.unitPrice] = field(price, "quantity × price = amount")
                return true
            }
        }
        return false
    }

    /// The words of a line without its money, its position, a leading quantity with its unit and currencies' codes.
    private func described(_ index: Int, _ line: [Int], _ amount: PrintedNumber, _ fields: inout FieldGroup) -> [Int] {
        let row = view.rows[index]
        let numbers = view.numbers[index]
        let end = amount.row == index ? amount.tokens.lowerBound : row.tokens.count
        var tokens = line.filter { $0 < end }
        if let first = tokens.first, Self.bullets.contains(row.tokens[first].text) { tokens.removeFirst() }
        if let first = numbers.first, first.tokens.lowerBound == tokens.first, !first.isPercent,
            tokens.count > first.tokens.count
        {
            let behind = row.tokens[first.tokens.upperBound].key
            if first.tokens.upperBound + 1 < end, Self.units.contains(behind) {
                if fields[.quantity] == nil { fields[.quantity] = field(first, "before its unit", digits: 0) }
                tokens.removeFirst(first.tokens.count + 1)
            } else if first.decimals == 0, row.tokens[0].text.utf8.count <= 3 {
                tokens.removeFirst(first.tokens.count)
            }
        }
        tokens.removeAll { at in
            numbers.contains { $0.tokens.contains(at) && ($0.looksLikeMoney || $0.isPercent) }
                || (at + 1 == end && CurrencyMarks.code(row.tokens[at].text) != nil)
        }
        return tokens.contains { row.tokens[$0].hasLetter } ? tokens : []
    }

    private static let bullets: Set<String> = ["-", "–", "—", "•", "·", "*", "▪", "◦", "›", "»"]

    private func field(_ number: PrintedNumber, _ reason: String, digits: Int = 2) -> Field {
        let row = view.rows[number.row]
        return Field(
            number.value.text(digits: digits), confidence: 0.85,
            evidence: Evidence(
                source: row.tokens[number.tokens.lowerBound].source, page: row.page, box: number.box,
                printed: row.text(number.tokens), reason: reason))
    }

    /// Units of quantities as printed before a description, folded.
    private static let units: Set<String> = [
        "x", "pcs", "pc", "pce", "ea", "each", "unit", "units", "h", "hr", "hrs", "hour", "hours", "day", "days",
        "month",
        "months", "night", "nights", "kg", "m", "l", "stk", "st", "stck", "stuck", "std", "tag", "tage", "monat",
        "monate",
        "u", "unite", "unites", "heure", "heures", "jour", "jours", "mois", "un", "ud", "uds", "mes", "meses", "hora",
        "horas", "pz", "ora", "ore", "mese", "mesi", "szt", "godz", "ks", "hod", "kpl", "kk", "tim", "timer", "manad",
        "buc", "luna", "db", "ora", "uur", "uren", "maand", "maanden", "stuks", "set", "box", "pack", "pkt",
    ]
}

extension DocumentView {
    /// The row begins with the name of a sum, a tax or a payment.
    func namesSum(_ index: Int) -> Bool {
        if numbers[index].contains(where: \.isPercent), numbers[index].count <= 3,
            hits[index].contains(where: { $0.startsSegment && $0.strength(for: .taxTotal) != nil })
        {
            return true
        }
        return hits[index].contains { hit in
            hit.startsSegment && hit.tokens.lowerBound <= 2
                && hit.meanings.contains { $0.strength == .strong && RoleCandidates.roles.contains($0.field) }
        }
    }
}

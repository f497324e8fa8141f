package import Invoicing

/// Reads line items by geometry: rows are anchored on the column of amounts, wrapped text is attached to its row.
package struct LineItemReader: Sendable {
    package struct Reading: Sendable {
        package var items: [FieldGroup] = []
        /// Rows of the layout that belong to the table; totals are looked for elsewhere.
        package var rows: Set<Int> = []
        /// By item: its rows.
        var itemRows: [[Int]] = []
        /// Sum of the items' amounts; `nil` without items or when an item has none.
        package var total: Number?
    }

    let view: DocumentView
    let lexicon: Lexicon
    let models: ScoringModels

    package init(_ view: DocumentView, columns: Lexicon, models: ScoringModels = ScoringModels()) {
        self.view = view
        lexicon = columns
        self.models = models
    }

    package func read() -> Reading {
        let headers = HeaderFinder(view: view, lexicon: lexicon).headers()
        let best = tabulated(headers)
        if !best.items.isEmpty, let total = best.total, isPrintedTotal(total, best.rows) {
            return described(best)
        }
        if let model = models.model(Self.model) {
            return WeighedItems(view: view, hints: hints(headers, best), model: model).read()
        }
        return ruled(best, SummedItems(view: view, totals: RoleCandidates(view, itemRows: []).all()).read())
    }

    /// A table whose amounts are beyond doubt; its words, if it has none, from where they stand.
    private func described(_ table: Reading) -> Reading {
        guard RowItems.letters(table.items) < 5 else { return table }
        var places: [AmountPlace: PrintedNumber] = [:]
        for number in view.numbers.joined() { places[AmountPlace(number, view)] = number }
        let amounts = table.items.compactMap { item in
            AmountPlace((item[.netAmount] ?? item[.grossAmount])?.evidence).flatMap { places[$0] }
        }
        guard amounts.count == table.items.count, let last = amounts.last else { return table }
        let made = RowItems(
            view: view, amounts: amounts, end: RowItems.end(behind: last.row, in: view), isGross: false,
            reason: "in a table that adds up"
        ).items()
        guard RowItems.letters(made.map(\.fields)) > RowItems.letters(table.items) * 2 else { return table }
        var result = table
        for (index, item) in made.enumerated() {
            result.items[index][.description] = item.fields[.description] ?? result.items[index][.description]
            result.rows.formUnion(item.rows)
        }
        return result
    }

    /// Name of the model that weighs amounts of items.
    static let model = "line_item"

    /// All amounts that may be an item's, with their measurements and the words around them.
    func examples() -> [ScoringExample] {
        scene().entries.map { entry in
            let index = entry.number.row
            let lines = [index, index - 1, index + 1, index + 2].map { line in
                guard view.rows.indices.contains(line), view.rows[line].page == view.rows[index].page else { return "" }
                return view.rows[line].text(0..<view.rows[line].tokens.count)
            }
            return ScoringExample(
                model: Self.model, value: ([entry.number.value.text()] + lines).joined(separator: "\t"),
                features: entry.features.values)
        }
    }

    private func scene() -> ItemScene {
        let headers = HeaderFinder(view: view, lexicon: lexicon).headers()
        return ItemScene(view, hints: hints(headers, tabulated(headers)))
    }

    private func hints(_ headers: [TableHeader], _ table: Reading) -> ItemScene.Hints {
        let totals = RoleCandidates(view, itemRows: []).all()
        return ItemScene.Hints(
            headers: headers, table: table, summed: SummedItems(view: view, totals: totals).read(),
            arithmetic: ArithmeticItems(view: view).read(), totals: totals)
    }

    /// The best table under understood headings.
    private func tabulated(_ headers: [TableHeader]) -> Reading {
        var best = Reading()
        for (position, header) in headers.enumerated() {
            let following = headers[(position + 1)...].filter { header.isRepeated(by: $0) }
            let reading = read(header, repeated: Array(following))
            if quality(reading) > quality(best) { best = reading }
        }
        return best
    }

    /// The choice without a model.
    private func ruled(_ table: Reading, _ summed: Reading) -> Reading {
        var best = table
        let isBetter = summed.items.count > best.items.count || agreeing(best) * 2 < best.items.count
        if !summed.items.isEmpty, isBetter, summed.items.count >= best.items.count { return summed }
        if best.items.isEmpty { best = ArithmeticItems(view: view).read() }
        return best
    }

    /// Items in which quantity × price = amount: what their columns mean is then beyond doubt.
    private func agreeing(_ reading: Reading) -> Int {
        reading.items.lazy.filter { item in
            let number = { (name: FieldName) in item[name].flatMap { Number(canonical: $0.value) } }
            guard let quantity = number(.quantity), let price = number(.unitPrice), let amount = number(.netAmount)
            else {
                return false
            }
            return (quantity * price).isNear(amount, cents: 2)
        }.count
    }

    /// Whether a label outside the table names the sum of its items: they are then all there.
    private func isPrintedTotal(_ total: Number, _ rows: Set<Int>) -> Bool {
        let totals = RoleCandidates(view, itemRows: rows).all()
        return [FieldName.netTotal, .lineNetTotal, .grossTotal].contains { role in
            (totals[role] ?? []).contains { $0.score > 0.3 && $0.value.isNear(total, cents: 2) }
        }
    }

    private func quality(_ reading: Reading) -> Double {
        reading.items.reduce(0) { sum, item in
            sum + (item[.description] != nil ? 1 : 0.3) + (item[.netAmount] != nil ? 0.5 : 0)
                + (item[.quantity] != nil ? 0.3 : 0) + (item[.unitPrice] != nil ? 0.2 : 0)
        }
    }

    private func read(_ header: TableHeader, repeated: [TableHeader]) -> Reading {
        var parts = [(header, stretch(of: header, until: repeated.first?.rows.lowerBound))]
        for (index, next) in repeated.enumerated() {
            let limit = index + 1 < repeated.count ? repeated[index + 1].rows.lowerBound : nil
            parts.append((next, stretch(of: next, until: limit)))
        }
        var result = Reading()
        for (header, rows) in parts {
            guard let table = Table(view: view, header: header, rows: rows) else { continue }
            let items = table.items()
            result.items.append(contentsOf: items.map(\.fields))
            result.rows.formUnion(items.flatMap(\.rows))
            result.itemRows.append(contentsOf: items.map(\.rows))
            result.rows.formUnion(header.rows)
        }
        let amounts = result.items.compactMap { $0[.netAmount].flatMap { Number(canonical: $0.value) } }
        if !amounts.isEmpty, amounts.count == result.items.count { result.total = amounts.reduce(.zero, +) }
        return result
    }

    /// The rows under a header, down to the totals, the next header or the end of the table.
    private func stretch(of header: TableHeader, until limit: Int?) -> Range<Int> {
        let start = header.rows.upperBound + 1
        var end = start
        let hardEnd = limit ?? view.rows.count
        while end < hardEnd {
            if isTotal(end, header) || isHeadingOfTotals(end), !itemsFollow(end, before: hardEnd) { break }
            end += 1
        }
        return start..<max(start, end)
    }

    /// A sum of one section, or of one page, stands between items: rows in which quantity × price = amount follow before
    /// any other total.
    private func itemsFollow(_ index: Int, before limit: Int) -> Bool {
        let isPartial = view.hits[index].contains { hit in
            hit.startsSegment && hit.meanings.contains { $0.strength == .strong && Self.endings.contains($0.field) }
                && (hit.strength(for: .lineNetTotal) == .strong
                    || view.rows[index].segments[hit.segment].count > hit.tokens.count)
        }
        guard isPartial else { return false }
        for next in view.rows.indices[(index + 1)...].prefix(14) {
            guard next < limit else { return false }
            if ArithmeticItems(view: view).holds(next) { return true }
            let isGrand = view.hits[next].contains { hit in
                hit.startsSegment
                    && hit.meanings.contains {
                        [.netTotal, .grossTotal, .taxTotal, .amountDue].contains($0.field) && $0.strength == .strong
                    }
            }
            if isGrand, view.numbers[next].contains(where: \.looksLikeMoney) { return false }
        }
        return false
    }

    private static let endings: Set<FieldName> = [.netTotal, .grossTotal, .taxTotal, .lineNetTotal, .amountDue]

    /// "Net amount | VAT | Total" without numbers: sums follow under them.
    private func isHeadingOfTotals(_ index: Int) -> Bool {
        guard !view.numbers[index].contains(where: \.looksLikeMoney) else { return false }
        let named = view.hits[index].filter { hit in
            hit.meanings.contains { RoleCandidates.roles.contains($0.field) && $0.strength == .strong }
        }
        return named.count >= 2 && named.reduce(0) { $0 + $1.tokens.count } * 3 >= view.rows[index].tokens.count
    }

    /// A row that begins with the name of a total and has an amount: the table ends here.
    private func isTotal(_ index: Int, _ header: TableHeader) -> Bool {
        let row = view.rows[index]
        guard view.numbers[index].contains(where: { $0.looksLikeMoney }) else { return false }
        return view.hits[index].contains { hit in
            guard hit.startsSegment,
                hit.meanings.contains(where: { Self.endings.contains($0.field) && $0.strength != .avoid })
            else { return false }
            // What stands left of it would be an item's description.
            let left = row.tokens[..<hit.tokens.lowerBound]
            if hit.meanings.allSatisfy({ $0.strength != .strong }) {
                let words = row.tokens.indices.filter {
                    row.tokens[$0].hasLetter && CurrencyMarks.code(row.tokens[$0].text) == nil
                }
                return words.allSatisfy(hit.tokens.contains) && view.numbers[index].count == 1
            }
            if !left.contains(where: { $0.hasLetter }), hit.segment <= 2 { return true }
            // Beside the head of a table of taxes: "Rate | Net | Tax    Total net  462.40".
            let named = view.hits[index].filter { $0.tokens.upperBound <= hit.tokens.lowerBound }
            let isNamed = { (token: Int) in named.contains { $0.tokens.contains(token) } }
            return view.numbers[index].allSatisfy { $0.tokens.lowerBound >= hit.tokens.upperBound }
                && named.contains { $0.meanings.contains { RoleCandidates.roles.contains($0.field) } }
                && (0..<hit.tokens.lowerBound).lazy.filter { !isNamed($0) }.count <= 3
        }
    }
}

extension Number {
    /// Reads ``text(digits:)`` back.
    package init?(canonical text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2 else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            let digits = parts[1].prefix(4)
            guard let value = Int64(digits) else { return nil }
            fraction = value
            for _ in digits.utf8.count..<4 { fraction *= 10 }
        }
        let (units, overflow) = whole.multipliedReportingOverflow(by: Number.one)
        guard !overflow else { return nil }
        let sum = units &+ fraction
        self.init(units: isNegative ? 0 &- sum : sum)
    }
}

import Invoicing

/// Items of lists without understood headings: amounts under each other that add up to a printed total.
///
/// A column of amounts is taken for the items when its sum is the net total, the sum of lines or the gross total that a
/// label names below it. Nothing else proves so much with so little knowledge of words.
struct SummedItems {
    let view: DocumentView

    /// A run of rows whose amounts add up.
    private struct Run {
        var amounts: [PrintedNumber]
        var role: FieldName
        var totalRow: Int
    }

    func read() -> LineItemReader.Reading {
        guard let run = best() else { return LineItemReader.Reading() }
        var result = LineItemReader.Reading()
        let rows = run.amounts.map(\.row)
        let sum = run.amounts.reduce(Number.zero) { $0 + $1.value }
        let isGross = (run.role == .grossTotal || run.role == .amountDue) && saysTax && !isNet(sum)
        for (position, amount) in run.amounts.enumerated() {
            let next = position + 1 < rows.count ? rows[position + 1] : run.totalRow
            let item = item(amount, until: next, isGross: isGross)
            result.items.append(item.fields)
            result.rows.formUnion(item.rows)
        }
        result.total = sum
        return result
    }

    /// With a printed tax it makes another printed amount: whatever its label seems to say, tax is not in it.
    private func isNet(_ sum: Number) -> Bool {
        let printed = Set(view.numbers.joined().lazy.filter(\.looksLikeMoney).map(\.value))
        return printed.contains { tax in
            tax.units != 0 && tax.magnitude.units * 5 <= sum.magnitude.units * 2 && printed.contains(sum + tax)
        }
    }

    /// Whether the document has a tax total: gross sums then say nothing of net amounts.
    private var saysTax: Bool {
        view.hits.joined().contains { hit in
            hit.strength(for: .taxTotal) == .strong
                && view.numbers[hit.row].contains { $0.looksLikeMoney && $0.value.units != 0 }
        }
    }

    private static let roles: [FieldName] = [.netTotal, .lineNetTotal, .grossTotal, .amountDue]

    private func best() -> Run? {
        let columns = columns()
        guard !columns.isEmpty else { return nil }
        let totals = RoleCandidates(view, itemRows: []).all()
        var best: (run: Run, score: Double)?
        for column in columns {
            guard let run = proven(in: column) else { continue }
            let score = Double(run.amounts.count) - 0.5
            if score > best?.score ?? 0 { best = (run, score) }
        }
        for role in Self.roles {
            for total in (totals[role] ?? []).prefix(5) where total.score > 0.3 && total.value.units != 0 {
                for column in columns {
                    guard let amounts = run(in: column, upTo: total) else { continue }
                    var score = Double(amounts.count) + (role == .netTotal || role == .lineNetTotal ? 0.5 : 0)
                    score += total.score * 0.2
                    if score > best?.score ?? 0 {
                        best = (Run(amounts: amounts, role: role, totalRow: total.row), score)
                    }
                }
            }
        }
        return best?.run
    }

    /// Amounts that end, or begin, at the same place, over all pages, top to bottom.
    private func columns() -> [[PrintedNumber]] { aligned(by: \.right) + aligned(by: \.x).filter { $0.count > 2 } }

    private func aligned(by edge: (Box) -> Double) -> [[PrintedNumber]] {
        var columns: [(edge: Double, numbers: [PrintedNumber])] = []
        for number in view.numbers.joined() where number.looksLikeMoney && number.decimals >= 2 {
            let place = edge(number.box)
            if let index = columns.firstIndex(where: { abs($0.edge - place) < 3 }) {
                if columns[index].numbers.last?.row != number.row { columns[index].numbers.append(number) }
            } else {
                columns.append((place, [number]))
            }
        }
        return columns.map(\.numbers)
    }

    /// Amounts whose sum is the next amount of their own column, whatever that one is called; the longest such run.
    private func proven(in column: [PrintedNumber]) -> Run? {
        var best: Run?
        for end in column.indices.dropFirst(2) {
            let total = column[end]
            guard total.value.units != 0, !isSum(column[end - 1].row) else { continue }
            var sum = Number.zero
            for start in column.indices[..<end].reversed() {
                guard !isSum(column[start].row) else { break }
                sum = sum + column[start].value
                guard sum.isNear(total.value, cents: 2), end - start >= 2 else { continue }
                let amounts = Array(column[start..<end])
                guard amounts.filter({ describes($0.row) }).count * 3 >= amounts.count * 2 else { continue }
                if amounts.count > best?.amounts.count ?? 0 {
                    best = Run(amounts: amounts, role: .lineNetTotal, totalRow: total.row)
                }
            }
        }
        return best
    }

    /// The rows right above a total that add up to it; rows of other sums are passed over.
    private func run(in column: [PrintedNumber], upTo total: RoleCandidate) -> [PrintedNumber]? {
        let above = column.filter { $0.row < total.row && !isSum($0.row) }
        guard !above.isEmpty else { return nil }
        for end in above.indices.reversed().prefix(6) {
            var sum = Number.zero
            for start in above.indices[...end].reversed() {
                sum = sum + above[start].value
                guard sum.isNear(total.value, cents: 2) else { continue }
                let amounts = Array(above[start...end])
                // One amount that equals a total is the total said twice, unless words of an item stand beside it.
                guard amounts.count > 1 || describes(amounts[0].row) else { break }
                guard amounts.filter({ describes($0.row) }).count * 3 >= amounts.count * 2 else { break }
                return amounts
            }
        }
        return nil
    }

    /// The row begins with the name of a sum, a tax or a payment.
    private func isSum(_ index: Int) -> Bool {
        if view.numbers[index].contains(where: \.isPercent), view.numbers[index].count <= 3,
            view.hits[index].contains(where: { $0.startsSegment && $0.strength(for: .taxTotal) != nil })
        {
            return true
        }
        return view.hits[index].contains { hit in
            hit.startsSegment && hit.tokens.lowerBound <= 2
                && hit.meanings.contains { $0.strength == .strong && RoleCandidates.roles.contains($0.field) }
        }
    }

    /// Words that are no label stand in the row.
    private func describes(_ index: Int) -> Bool {
        let row = view.rows[index]
        let letters = row.tokens.indices.reduce(0) { sum, at in
            let isLabel = view.hits[index].contains { hit in
                hit.tokens.contains(at) && hit.meanings.contains { RoleCandidates.roles.contains($0.field) }
            }
            return sum + (row.tokens[at].hasLetter && !isLabel ? row.tokens[at].key.utf8.count : 0)
        }
        return letters >= 4
    }

    private func item(_ amount: PrintedNumber, until next: Int, isGross: Bool) -> (fields: FieldGroup, rows: [Int]) {
        let row = view.rows[amount.row]
        var fields: FieldGroup = [:]
        fields[isGross ? .grossAmount : .netAmount] = field(amount, "its column adds up to a total")
        var rows = [amount.row]
        factors(amount, in: amount.row, &fields)
        var text = [words(amount.row, leaving: [amount], &fields)]
        var bottom = row.box.bottom
        for index in view.rows.indices[(amount.row + 1)...].prefix(4) where index < next {
            let below = view.rows[index]
            guard below.page == row.page, below.box.y - bottom < 1.2 * max(6, view.layout.textSize), !isSum(index),
                !view.numbers[index].contains(where: { $0.looksLikeMoney && abs($0.box.right - amount.box.right) < 3 })
            else { break }
            bottom = below.box.bottom
            rows.append(index)
            if fields[.unitPrice] == nil, factors(amount, in: index, &fields) { continue }
            let more = words(index, leaving: [], &fields)
            if !more.isEmpty { text.append(more) }
        }
        text.removeAll(where: \.isEmpty)
        if !text.isEmpty {
            fields[.description] = Field(
                text.joined(separator: "\n"), confidence: 0.75,
                evidence: Evidence(source: row.tokens[0].source, page: row.page, box: row.box, printed: text[0]))
        }
        return (fields, rows)
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

    /// The words of a row without its numbers of money, its position and a leading quantity with its unit.
    private func words(_ index: Int, leaving amounts: [PrintedNumber], _ fields: inout FieldGroup) -> String {
        let row = view.rows[index]
        let numbers = view.numbers[index]
        let end = amounts.map(\.tokens.lowerBound).min() ?? row.tokens.count
        var tokens = Array(0..<end)
        if let first = numbers.first, first.tokens.lowerBound == 0, !first.isPercent, tokens.count > first.tokens.count
        {
            let behind = row.tokens[first.tokens.upperBound].key
            if first.tokens.upperBound + 1 < end, Self.units.contains(behind) {
                if fields[.quantity] == nil { fields[.quantity] = field(first, "before its unit", digits: 0) }
                tokens.removeFirst(first.tokens.count + 1)
            } else if first.decimals == 0, row.tokens[0].text.utf8.count <= 3 {
                tokens.removeFirst(first.tokens.count)
            }
        }
        // Money and percentages are no words of the description; a currency's code beside them neither.
        tokens.removeAll { at in
            numbers.contains { $0.tokens.contains(at) && ($0.looksLikeMoney || $0.isPercent) }
                || (at + 1 == end && CurrencyMarks.code(row.tokens[at].text) != nil)
        }
        guard tokens.contains(where: { row.tokens[$0].hasLetter }) else { return "" }
        return row.text(tokens)
    }

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

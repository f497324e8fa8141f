import Invoicing

/// Items of lists without understood headings: amounts under each other that add up to a printed total.
///
/// A column of amounts is taken for the items when its sum is the net total, the sum of lines or the gross total that a
/// label names below it. Nothing else proves so much with so little knowledge of words.
struct SummedItems {
    let view: DocumentView
    /// Of the whole document.
    let totals: [FieldName: [RoleCandidate]]

    /// A run of rows whose amounts add up.
    private struct Run {
        var amounts: [PrintedNumber]
        var role: FieldName
        var totalRow: Int
    }

    func read() -> LineItemReader.Reading {
        guard let run = best() else { return LineItemReader.Reading() }
        var result = LineItemReader.Reading()
        let sum = run.amounts.reduce(Number.zero) { $0 + $1.value }
        let isGross = (run.role == .grossTotal || run.role == .amountDue) && saysTax && !isNet(sum)
        let items = RowItems(
            view: view, amounts: run.amounts, end: run.totalRow, isGross: isGross,
            reason: "its column adds up to a total"
        ).items()
        for item in items {
            result.items.append(item.fields)
            result.rows.formUnion(item.rows)
            result.itemRows.append(item.rows)
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
    private func columns() -> [[PrintedNumber]] {
        let amounts = view.numbers.joined().filter { $0.looksLikeMoney && $0.decimals >= 2 }
        let byRight = aligned(amounts, within: 3) { $0.box.right }.map(Self.onePerRow)
        return byRight + aligned(amounts, within: 3) { $0.box.x }.map(Self.onePerRow).filter { $0.count > 2 }
    }

    private static func onePerRow(_ column: [PrintedNumber]) -> [PrintedNumber] {
        column.indices.filter { $0 == 0 || column[$0].row != column[$0 - 1].row }.map { column[$0] }
    }

    /// Amounts whose sum is the next amount of their own column, whatever that one is called; the longest such run.
    private func proven(in column: [PrintedNumber]) -> Run? {
        var best: Run?
        for end in column.indices.dropFirst(2) {
            let total = column[end]
            guard total.value.units != 0, !view.namesSum(column[end - 1].row) else { continue }
            var sum = Number.zero
            for start in column.indices[..<end].reversed() {
                guard !view.namesSum(column[start].row) else { break }
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
        let above = column.filter { $0.row < total.row && !view.namesSum($0.row) }
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
}

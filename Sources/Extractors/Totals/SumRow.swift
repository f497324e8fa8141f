import Invoicing

/// A row in which net, taxes and gross total of a document stand side by side: "Total | 1,061.86 | 191.13 | 1,252.99", or
/// one row of values under many headings.
///
/// The label at its beginning says nothing of which is which; that net and taxes make the gross amount does.
struct SumRow: Hashable, Sendable {
    var row: Int
    var net: PrintedNumber
    /// One, or two where two authorities tax, or a surcharge on the tax.
    var taxes: [PrintedNumber]
    var gross: PrintedNumber
    /// What says that the row is one of totals.
    var label: String

    var tax: Number { taxes.reduce(.zero) { $0 + $1.value } }

    /// Rows that name a total at their beginning, and rows that stand alone under headings of several totals.
    static func find(in view: DocumentView, itemRows: Set<Int>) -> [SumRow] {
        var result: [SumRow] = []
        for index in view.rows.indices where !itemRows.contains(index) {
            guard let label = label(of: index, view) ?? heading(over: index, view) else { continue }
            let money = view.numbers[index].filter { !$0.isPercent && $0.looksLikeMoney && $0.value.units != 0 }
            guard (3...9).contains(money.count), let found = match(index, money, label) else { continue }
            result.append(found)
        }
        return result
    }

    /// The name of a sum at the row's beginning.
    private static func label(of index: Int, _ view: DocumentView) -> String? {
        let hit = view.hits[index].first { hit in
            hit.tokens.lowerBound <= 2 && hit.startsSegment
                && hit.meanings.contains { $0.strength == .strong && sums.contains($0.field) }
        }
        return hit.map { view.rows[index].text($0.tokens) }
    }

    /// The last of the headings, where the rows above name net or tax, and a total, and no such row of values follows.
    private static func heading(over index: Int, _ view: DocumentView) -> String? {
        for above in [index - 1, index - 2] where above >= 0 && view.rows[above].page == view.rows[index].page {
            let gap = view.rows[index].box.y - view.rows[above].box.bottom
            guard gap < 3 * max(6, view.layout.textSize), !view.numbers[above].contains(where: \.looksLikeMoney) else {
                return nil
            }
            let hits = view.hits[above].filter { hit in
                hit.meanings.contains { $0.strength == .strong && heads.contains($0.field) }
            }
            let fields = Set(hits.flatMap { $0.meanings.map(\.field) })
            guard fields.contains(.grossTotal) || fields.contains(.amountDue),
                fields.contains(.netTotal) || fields.contains(.lineNetTotal), fields.contains(.taxTotal),
                let last = hits.last
            else { continue }
            let next = index + 1
            let isAlone =
                next >= view.rows.count
                || view.numbers[next].lazy.filter { $0.looksLikeMoney && !$0.isPercent }.count < 3
            return isAlone ? view.rows[above].text(last.tokens) : nil
        }
        return nil
    }

    /// From the right: the gross total is the last that others make.
    private static func match(_ row: Int, _ money: [PrintedNumber], _ label: String) -> SumRow? {
        for (end, gross) in money.enumerated().reversed() where end >= 2 {
            let before = money[..<end]
            for (at, net) in before.enumerated().reversed() {
                let small = before[(at + 1)...].filter { isTax($0.value, of: net.value) }
                if let tax = small.first(where: { (net.value + $0.value).isNear(gross.value) }) {
                    return SumRow(row: row, net: net, taxes: [tax], gross: gross, label: label)
                }
                for (next, first) in small.enumerated() {
                    for second in small.dropFirst(next + 1)
                    where (net.value + first.value + second.value).isNear(gross.value) {
                        return SumRow(row: row, net: net, taxes: [first, second], gross: gross, label: label)
                    }
                }
            }
        }
        return nil
    }

    private static func isTax(_ tax: Number, of net: Number) -> Bool {
        (tax.units < 0) == (net.units < 0) && tax.magnitude.units * 5 <= net.magnitude.units * 2
    }

    private static let sums: Set<FieldName> = [.netTotal, .lineNetTotal, .grossTotal, .amountDue]
    private static let heads: Set<FieldName> = [.netTotal, .lineNetTotal, .taxTotal, .grossTotal, .amountDue]
}

extension TotalsReader {
    /// What rows of sums say, in place of what the label at their beginning alone seems to say of each of their amounts.
    static func addSumRows(_ candidates: inout [FieldName: [RoleCandidate]], _ rows: [SumRow]) {
        for sums in rows {
            for role in [FieldName.netTotal, .lineNetTotal, .taxTotal, .grossTotal, .amountDue] {
                candidates[role]?.removeAll { candidate in
                    guard candidate.row == sums.row else { return false }
                    let isGross = candidate.tokens == sums.gross.tokens
                    return isGross != (role == .grossTotal || role == .amountDue)
                }
            }
            func add(_ role: FieldName, _ value: Number, _ place: PrintedNumber, isSum: Bool = false) {
                candidates[role, default: []].append(
                    RoleCandidate(
                        role: role, value: value, score: isSum ? 0.6 : 0.75, row: sums.row, tokens: place.tokens,
                        label: sums.label, reason: "net + tax = gross in the row of sums", isSum: isSum))
            }
            add(.netTotal, sums.net.value, sums.net)
            add(.grossTotal, sums.gross.value, sums.gross)
            if let last = sums.taxes.last { add(.taxTotal, sums.tax, last, isSum: sums.taxes.count > 1) }
        }
    }
}

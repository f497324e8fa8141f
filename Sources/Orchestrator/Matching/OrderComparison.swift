import Foundation
import Invoicing

/// One invoice against its orders: assigns the lines, checks each, then the header.
struct OrderComparison {
    let invoice: InvoiceFacts
    let orders: [PurchaseOrder]
    let receipts: Receipts
    let tolerances: Tolerances
    let taken: ConsumptionLedger

    func result() -> Matcher.Match {
        invoice.lines.isEmpty ? headerOnly() : byLine()
    }

    private func byLine() -> Matcher.Match {
        let orderLines = orders.flatMap { order in order.lines.map { OrderLine(order: order, line: $0) } }
        let chosen = assign(to: orderLines)
        var findings = MatchFindings()
        var comparisons: [LineComparison] = []
        for line in invoice.lines where chosen[line.index] == nil {
            if !line.isCharge && !line.isText { findings.add(unmatched(line), as: .unmatchedLines) }
        }
        for comparison in compare(orderLines, chosen) {
            findings.merge(comparison.findings())
            comparisons.append(comparison)
        }
        let consumptions = comparisons.flatMap(\.consumptions)
        let header = HeaderComparison(
            invoice: invoice, orders: orders, tolerances: tolerances, taken: taken,
            pairs: invoice.lines.compactMap { line in chosen[line.index].map { (line, orderLines[$0].line) } },
            expected: comparisons.reduce(0) { $0 + $1.expected })
        findings.merge(header.findings(consumptions))
        return match(findings, consumptions, comparisons.flatMap { $0.parts.map(\.ordered) })
    }

    /// Each assigned invoice line with its shares of order lines, in the order of the invoice.
    private func compare(_ orderLines: [OrderLine], _ chosen: [Int: Int]) -> [LineComparison] {
        let received = orderLines.map { receipts.received($0) }
        let before = orderLines.map { already($0) }
        let assigned = invoice.lines.compactMap { line in chosen[line.index].map { (line: line, column: $0) } }
        let asked = assigned.map { line, column in
            LineDraw.Asked(
                column: column, quantity: LineComparison.quantity(of: line, in: orderLines[column].line),
                isFixed: line.orderPosition != nil || orderLines[column].line.ratio(from: line.unit) == nil)
        }
        let draw = LineDraw(lines: orderLines, received: received.map(\.quantity), already: before)
        var takenHere = [Decimal](repeating: 0, count: orderLines.count)
        return zip(assigned, draw.portions(of: asked)).map { line, portions in
            let parts = portions.map { portion -> LineComparison.Part in
                let column = portion.column
                defer { takenHere[column] += portion.quantity }
                return LineComparison.Part(
                    ordered: orderLines[column], quantity: portion.quantity,
                    already: before[column] + takenHere[column], received: received[column])
            }
            return LineComparison(line: line.line, parts: parts, tolerances: tolerances)
        }
    }

    /// An invoice that lists nothing is held against what is still open on its orders.
    private func headerOnly() -> Matcher.Match {
        let header = HeaderComparison(
            invoice: invoice, orders: orders, tolerances: tolerances, taken: taken, pairs: [], expected: 0)
        let (findings, consumptions) = header.openValue(receipts: receipts)
        return match(
            findings, consumptions, orders.flatMap { order in order.lines.map { OrderLine(order: order, line: $0) } })
    }

    private func match(_ findings: MatchFindings, _ consumptions: [Consumption], _ lines: [OrderLine]) -> Matcher.Match
    {
        var match = Matcher.Match(
            MatchVerdict(
                status: findings.status(isCredit: invoice.isCredit), orderNumbers: orders.map(\.number),
                checks: findings.checks))
        if !findings.missing.isEmpty { match.verdict.missing = findings.missing }
        match.consumptions = consumptions
        match.department = Self.common(lines.map(\.line.department))
        match.costCentre = Self.common(lines.map(\.line.costCentre))
        match.orderedBy = Set(orders.compactMap(\.createdBy)).sorted()
        return match
    }

    private func already(_ line: OrderLine) -> Decimal {
        taken.quantity(order: line.order.number, position: line.line.position)
    }

    /// The best one-to-one choice; then lines that are left join an order line that is certainly theirs (a
    /// delivery billed in two lines).
    private func assign(to orderLines: [OrderLine]) -> [Int: Int] {
        let score = LineScore(orderLines)
        let points = invoice.lines.map { score.points($0) }
        var chosen: [Int: Int] = [:]
        for (row, column) in LineAssignment.best(points).enumerated() {
            if let column {
                chosen[invoice.lines[row].index] = column
            } else if let best = points[row].max(), best >= LineScore.joining,
                let column = points[row].firstIndex(of: best)
            {
                chosen[invoice.lines[row].index] = column
            }
        }
        return chosen
    }

    private func unmatched(_ line: InvoiceFacts.Line) -> MatchVerdict.Check {
        MatchVerdict.Check(
            rule: "line", line: line.index, invoiced: line.net?.canonical() ?? "", expected: "0",
            difference: line.net?.canonical() ?? "", tolerance: "0", passed: false,
            arithmetic:
                "line \(line.index + 1) is on none of the orders \(orders.map(\.number).joined(separator: ", "))")
    }

    private static func common(_ values: [String?]) -> String? {
        let all = Set(values)
        return all.count == 1 ? all.first ?? nil : nil
    }
}

/// Checks with the statuses that those which failed give to the verdict.
struct MatchFindings {
    private(set) var checks: [MatchVerdict.Check] = []
    private(set) var missing: [MatchVerdict.Missing] = []
    private var statuses: Set<MatchVerdict.Status> = []

    mutating func add(_ goods: MatchVerdict.Missing) { missing.append(goods) }

    mutating func add(_ check: MatchVerdict.Check, as status: MatchVerdict.Status) {
        checks.append(check)
        if !check.passed { statuses.insert(status) }
    }

    mutating func merge(_ other: MatchFindings) {
        checks += other.checks
        missing += other.missing
        statuses.formUnion(other.statuses)
    }

    /// The gravest one; waiting for goods only when nothing else is wrong.
    func status(isCredit: Bool) -> MatchVerdict.Status {
        let order: [MatchVerdict.Status] = [
            .unmatchedLines, .priceVariance, .quantityVariance, .headerVariance, .awaitingReceipt,
        ]
        return order.first { statuses.contains($0) } ?? (isCredit ? .credited : .matched)
    }
}

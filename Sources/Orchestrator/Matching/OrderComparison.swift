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
        var consumptions: [Consumption] = []
        var takenHere: [Int: Decimal] = [:]
        var matched: [OrderLine] = []
        for line in invoice.lines {
            guard let column = chosen[line.index] else {
                if !line.isCharge && !line.isText { findings.add(unmatched(line), as: .unmatchedLines) }
                continue
            }
            let check = LineComparison(
                line: line, ordered: orderLines[column],
                already: already(orderLines[column]) + takenHere[column, default: 0],
                received: receipts.received(orderLines[column]), tolerances: tolerances)
            findings.merge(check.findings())
            takenHere[column, default: 0] += check.quantity
            consumptions.append(check.consumption)
            matched.append(orderLines[column])
        }
        let header = HeaderComparison(
            invoice: invoice, orders: orders, tolerances: tolerances, taken: taken,
            pairs: invoice.lines.compactMap { line in chosen[line.index].map { (line, orderLines[$0].line) } })
        findings.merge(header.findings(consumptions))
        return match(findings, consumptions, matched)
    }

    /// An invoice that lists nothing is held against what is still open on its orders.
    private func headerOnly() -> Matcher.Match {
        let header = HeaderComparison(
            invoice: invoice, orders: orders, tolerances: tolerances, taken: taken, pairs: [])
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
            } else if let best = points[row].max(), best >= LineScore.certain,
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
    private var statuses: Set<MatchVerdict.Status> = []

    mutating func add(_ check: MatchVerdict.Check, as status: MatchVerdict.Status) {
        checks.append(check)
        if !check.passed { statuses.insert(status) }
    }

    mutating func merge(_ other: MatchFindings) {
        checks += other.checks
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

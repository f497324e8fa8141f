import Foundation
import Invoicing

/// An invoice line against the order lines that answer for it: one, or several of the same article.
struct LineComparison {
    /// One order line's share.
    struct Part {
        let ordered: OrderLine
        /// In the order line's unit.
        let quantity: Decimal
        /// Invoiced before, by earlier invoices and by earlier lines of this one.
        let already: Decimal
        let received: (quantity: Decimal, otherUnit: String?)
    }

    let line: InvoiceFacts.Line
    /// Never empty; the first one is the line that was assigned, or the one that had room.
    let parts: [Part]
    let tolerances: Tolerances

    private var net: Decimal { line.net ?? 0 }

    /// At the order's prices, each share rounded as money.
    var expected: Decimal { parts.reduce(0) { $0 + Self.worth($1) } }

    /// The sum of the line is shared as the order's prices share it; the last one takes what rounding leaves.
    var consumptions: [Consumption] {
        let whole = expected
        var rest = net
        return parts.enumerated().map { index, part in
            let digits = part.ordered.order.currency.minorDigits
            let share =
                index == parts.count - 1
                ? rest : (whole == 0 ? 0 : (net * Self.worth(part) / whole).rounded(digits))
            rest -= share
            return Consumption(
                orderNumber: part.ordered.order.number, position: part.ordered.line.position,
                quantity: part.quantity, value: share)
        }
    }

    /// In the order line's unit. A line without quantity takes as much as its sum buys at the order's price; where no
    /// factor leads to the order's unit the printed number stands, and ``findings()`` says so.
    static func quantity(of line: InvoiceFacts.Line, in ordered: PurchaseOrder.Line) -> Decimal {
        if let printed = line.quantity { return ordered.ratio(from: line.unit)?.quantity(printed) ?? printed }
        return ordered.unitPrice == 0 ? 0 : (line.net ?? 0) / ordered.unitPrice
    }

    func findings() -> MatchFindings {
        var findings = MatchFindings()
        guard let first = parts.first else { return findings }
        guard line.net != nil else {
            findings.add(
                check(first, "line", false, "neither a sum nor a price was read on this line"), as: .unmatchedLines)
            return findings
        }
        for part in parts {
            guard let problem = unitProblem(part) else { continue }
            findings.add(check(part, "unit", false, problem), as: .quantityVariance)
            return findings
        }
        findings.add(unitPrice(first), as: .priceVariance)
        for part in parts { compareQuantity(part, &findings) }
        return findings
    }

    private func compareQuantity(_ part: Part, _ findings: inout MatchFindings) {
        if part.quantity < 0 {
            findings.add(givenBack(part), as: .quantityVariance)
            return
        }
        let ordered = atMost(part, part.ordered.line.quantity, rule: "quantity", name: "ordered")
        findings.add(ordered, as: .quantityVariance)
        guard part.ordered.order.match == .threeWay else { return }
        let received = atMost(part, part.received.quantity, rule: "received", name: "received")
        let isOnlyEarly = ordered.passed && part.received.quantity <= part.already
        findings.add(received, as: isOnlyEarly ? .awaitingReceipt : .quantityVariance)
        if ordered.passed && !received.passed { findings.add(missing(part)) }
    }

    private func missing(_ part: Part) -> MatchVerdict.Missing {
        let needed = quantityTolerance(part).leastReceived(
            for: part.already + part.quantity, price: part.ordered.line.unitPrice)
        return MatchVerdict.Missing(
            orderNumber: part.ordered.order.number, orderPosition: part.ordered.line.position,
            missing: needed - part.received.quantity, needed: needed, unit: part.ordered.line.unit)
    }

    /// SAP's rule PP: invoice value against invoiced quantity at the order's price.
    private func unitPrice(_ first: Part) -> MatchVerdict.Check {
        let expected = expected
        let difference = net - expected
        let tolerance = tolerances.resolve(
            .unitPrice, supplier: first.ordered.order.supplierID, categories: Self.categories(first))
        let allowed = tolerance.money(base: expected)
        let sum = parts.map { "\($0.quantity.canonical()) x \($0.ordered.line.unitPrice.canonical())" }
        return check(
            first, "unit-price", tolerance.allows(difference, within: allowed),
            "invoiced \(net.canonical()) against \(sum.joined(separator: " + "))"
                + " = \(expected.canonical())\(conversion(first))\(Self.under(difference));"
                + " allowed \(allowed.canonical()) (\(tolerance.text))",
            invoiced: net, expected: expected, tolerance: allowed)
    }

    /// Cumulative: Σ invoiced ≤ Σ ordered, Σ invoiced ≤ Σ received.
    private func atMost(_ part: Part, _ limit: Decimal, rule: String, name: String) -> MatchVerdict.Check {
        let tolerance = quantityTolerance(part)
        let allowed = tolerance.quantity(base: limit, price: part.ordered.line.unitPrice)
        // A quantity below what was ordered is a partial delivery whatever the direction: never a variance.
        let passed = QuantityBound.excess(part.already + part.quantity, over: limit + allowed) == 0
        return check(
            part, rule, passed,
            "invoiced \(part.quantity.canonical()) \(passed ? "within" : "more than") \(name) \(limit.canonical())"
                + " - already invoiced \(part.already.canonical()); allowed excess \(allowed.canonical())"
                + " (\(tolerance.text))",
            invoiced: part.quantity, expected: limit - part.already, tolerance: allowed)
    }

    /// Nothing can be given back that was not invoiced.
    private func givenBack(_ part: Part) -> MatchVerdict.Check {
        check(
            part, "quantity", QuantityBound.excess(-part.quantity, over: part.already) == 0,
            "gives back \((-part.quantity).canonical()) of \(part.already.canonical()) invoiced before",
            invoiced: part.quantity, expected: -part.already, tolerance: 0)
    }

    private func unitProblem(_ part: Part) -> String? {
        let ordered = part.ordered.line
        if let printed = line.unit, ordered.ratio(from: printed) == nil {
            return "invoiced in \(printed), ordered in \(ordered.unit ?? ""); no factor between them is known"
        }
        if part.ordered.order.match == .threeWay, let other = part.received.otherUnit {
            return "received in \(other), ordered in \(ordered.unit ?? ""); no factor between them is known"
        }
        return nil
    }

    /// `", 5 BX x 12/1"` when the units differ.
    private func conversion(_ part: Part) -> String {
        guard let printed = line.quantity, let unit = line.unit, let ratio = part.ordered.line.ratio(from: unit),
            ratio.over != ratio.under
        else { return "" }
        return " (\(printed.canonical()) \(unit) x \(ratio.text) \(part.ordered.line.unit ?? ""))"
    }

    private func quantityTolerance(_ part: Part) -> Tolerance {
        tolerances.resolve(.quantity, supplier: part.ordered.order.supplierID, categories: Self.categories(part))
    }

    private static func categories(_ part: Part) -> [String] {
        [part.ordered.line.unit, part.ordered.line.costCentre].compactMap { $0 }
    }

    private static func worth(_ part: Part) -> Decimal {
        (part.quantity * part.ordered.line.unitPrice).rounded(part.ordered.order.currency.minorDigits)
    }

    private func check(
        _ part: Part, _ rule: String, _ passed: Bool, _ arithmetic: String, invoiced: Decimal = 0,
        expected: Decimal = 0, tolerance: Decimal = 0
    ) -> MatchVerdict.Check {
        MatchVerdict.Check(
            rule: rule, line: line.index, orderNumber: part.ordered.order.number,
            orderPosition: part.ordered.line.position, invoiced: invoiced.canonical(),
            expected: expected.canonical(), difference: (invoiced - expected).canonical(),
            tolerance: tolerance.canonical(), passed: passed, arithmetic: arithmetic)
    }

    static func under(_ difference: Decimal) -> String {
        difference < 0 ? ", \((-difference).canonical()) less than expected" : ""
    }
}

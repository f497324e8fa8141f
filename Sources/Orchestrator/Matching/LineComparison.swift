import Foundation
import Invoicing

/// An invoice line against the order line it belongs to.
struct LineComparison {
    let line: InvoiceFacts.Line
    let ordered: OrderLine
    /// Invoiced before, by earlier invoices and by earlier lines of this one.
    let already: Decimal
    let received: (quantity: Decimal, otherUnit: String?)
    let tolerances: Tolerances

    private var price: Decimal { ordered.line.unitPrice }
    private var supplier: String { ordered.order.supplierID }
    private var categories: [String] { [ordered.line.unit, ordered.line.costCentre].compactMap { $0 } }
    private var net: Decimal { line.net ?? 0 }

    /// In the order's unit. A line without quantity takes as much as its sum buys at the order's price.
    var quantity: Decimal {
        if let printed = line.quantity { return printed }
        return price == 0 ? 0 : net / price
    }

    var consumption: Consumption {
        Consumption(
            orderNumber: ordered.order.number, position: ordered.line.position, quantity: quantity, value: net)
    }

    func findings() -> MatchFindings {
        var findings = MatchFindings()
        guard line.net != nil else {
            findings.add(check("line", false, "neither a sum nor a price was read on this line"), as: .unmatchedLines)
            return findings
        }
        if let problem = unitProblem {
            findings.add(check("unit", false, problem), as: .quantityVariance)
            return findings
        }
        findings.add(unitPrice(), as: .priceVariance)
        if quantity < 0 {
            findings.add(givenBack(), as: .quantityVariance)
            return findings
        }
        let orderedCheck = atMost(ordered.line.quantity, rule: "quantity", name: "ordered")
        findings.add(orderedCheck, as: .quantityVariance)
        if ordered.order.match == .threeWay {
            let isOnlyEarly = orderedCheck.passed && received.quantity <= already
            findings.add(
                atMost(received.quantity, rule: "received", name: "received"),
                as: isOnlyEarly ? .awaitingReceipt : .quantityVariance)
        }
        return findings
    }

    /// SAP's rule PP: invoice value against invoiced quantity at the order's price.
    private func unitPrice() -> MatchVerdict.Check {
        let expected = (quantity * price).rounded(ordered.order.currency.minorDigits)
        let difference = net - expected
        let tolerance = tolerances.resolve(.unitPrice, supplier: supplier, categories: categories)
        let allowed = tolerance.money(base: expected)
        return check(
            "unit-price", tolerance.allows(difference, within: allowed),
            "invoiced \(net.canonical()) against \(quantity.canonical()) x \(price.canonical())"
                + " = \(expected.canonical())\(Self.under(difference)); allowed \(allowed.canonical()) (\(tolerance.text))",
            invoiced: net, expected: expected, tolerance: allowed)
    }

    /// Cumulative: Σ invoiced ≤ Σ ordered, Σ invoiced ≤ Σ received.
    private func atMost(_ limit: Decimal, rule: String, name: String) -> MatchVerdict.Check {
        let tolerance = tolerances.resolve(.quantity, supplier: supplier, categories: categories)
        let allowed = tolerance.quantity(base: limit, price: price)
        let total = already + quantity
        let difference = total - limit
        // A quantity below what was ordered is a partial delivery whatever the direction: never a variance.
        let passed = difference <= allowed
        return check(
            rule, passed,
            "invoiced \(quantity.canonical()) \(passed ? "within" : "more than") \(name) \(limit.canonical())"
                + " - already invoiced \(already.canonical()); allowed excess \(allowed.canonical()) (\(tolerance.text))",
            invoiced: quantity, expected: limit - already, tolerance: allowed)
    }

    /// Nothing can be given back that was not invoiced.
    private func givenBack() -> MatchVerdict.Check {
        check(
            "quantity", -quantity <= already,
            "gives back \((-quantity).canonical()) of \(already.canonical()) invoiced before",
            invoiced: quantity, expected: -already, tolerance: 0)
    }

    private var unitProblem: String? {
        let unit = ordered.line.unit.map { UnitOfMeasure($0) }
        if let unit, let printed = line.unit, UnitOfMeasure(printed) != unit {
            return "invoiced in \(printed), ordered in \(ordered.line.unit ?? ""); units are not converted"
        }
        if ordered.order.match == .threeWay, let other = received.otherUnit {
            return "received in \(other), ordered in \(ordered.line.unit ?? ""); units are not converted"
        }
        return nil
    }

    private func check(
        _ rule: String, _ passed: Bool, _ arithmetic: String, invoiced: Decimal = 0, expected: Decimal = 0,
        tolerance: Decimal = 0
    ) -> MatchVerdict.Check {
        MatchVerdict.Check(
            rule: rule, line: line.index, orderNumber: ordered.order.number, orderPosition: ordered.line.position,
            invoiced: invoiced.canonical(), expected: expected.canonical(),
            difference: (invoiced - expected).canonical(), tolerance: tolerance.canonical(), passed: passed,
            arithmetic: arithmetic)
    }

    static func under(_ difference: Decimal) -> String {
        difference < 0 ? ", \((-difference).canonical()) less than expected" : ""
    }
}

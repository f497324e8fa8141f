import Foundation
import Invoicing

/// The invoice's sums against its orders.
struct HeaderComparison {
    let invoice: InvoiceFacts
    let orders: [PurchaseOrder]
    let tolerances: Tolerances
    let taken: ConsumptionLedger
    /// Invoice lines with the order lines they belong to.
    let pairs: [(line: InvoiceFacts.Line, ordered: PurchaseOrder.Line)]
    /// Those lines at the order's prices.
    let expected: Decimal

    private var supplier: String? { invoice.supplierID }
    private var digits: Int { invoice.currency?.minorDigits ?? 2 }

    func findings(_ consumptions: [Consumption]) -> MatchFindings {
        var findings = MatchFindings()
        guard let net = invoice.netTotal else {
            findings.add(missing("net total"), as: .headerVariance)
            return findings
        }
        let charges = invoice.charges + freightLines
        if charges != 0 {
            findings.add(
                compare("charges", .charges, charges, 0, "charges that no order lists", base: expected),
                as: .headerVariance)
        }
        findings.add(
            compare("header", .header, net - charges, expected, "net total less charges, order price of the lines"),
            as: .headerVariance)
        for order in orders {
            if let check = orderValue(order, consumptions) { findings.add(check, as: .headerVariance) }
        }
        if let check = rounding(net) { findings.add(check, as: .headerVariance) }
        if let check = tax(charges: charges) { findings.add(check, as: .headerVariance) }
        return findings
    }

    /// No lines to compare: the net total against what is open on the orders, and received where that counts.
    func openValue(receipts: Receipts) -> (MatchFindings, [Consumption]) {
        var findings = MatchFindings()
        guard let net = invoice.netTotal else {
            findings.add(missing("net total"), as: .headerVariance)
            return (findings, [])
        }
        let before = orders.reduce(Decimal(0)) { $0 + taken.value(order: $1.number) }
        if net < 0 {
            findings.add(
                compare("header", .header, -net, before, "gives back, invoiced before", allowance: 0),
                as: .headerVariance)
            return (findings, share(net))
        }
        let ordered = orders.reduce(Decimal(0)) { $0 + $1.netTotal }
        let orderCheck = compare("header", .header, net, ordered - before, "net total, open order value")
        findings.add(orderCheck, as: .headerVariance)
        guard orders.contains(where: { $0.match == .threeWay }) else { return (findings, share(net)) }
        for order in orders {
            for unit in receipts.unknownUnits(of: order) {
                let problem = "received in \(unit) on \(order.number); no factor to the order's unit is known"
                findings.add(.refused("unit", printed: unit, expected: "", problem), as: .headerVariance)
            }
        }
        let received = orders.reduce(Decimal(0)) { $0 + receipts.value(of: $1) }
        let check = compare("received", .header, net, received - before, "net total, received and not yet invoiced")
        findings.add(check, as: orderCheck.passed ? .awaitingReceipt : .headerVariance)
        if orderCheck.passed && !check.passed {
            let tolerance = tolerances.resolve(.header, supplier: supplier, lines: invoice.lines.count)
            let needed = before + tolerance.leastValue(for: net).rounded(digits)
            findings.add(
                MatchVerdict.Missing(
                    orderNumber: nil, orderPosition: nil, missing: needed - received, needed: needed,
                    unit: invoice.currency?.code))
        }
        return (findings, share(net))
    }

    /// Several orders and no lines: the sum fills one order after the other.
    private func share(_ net: Decimal) -> [Consumption] {
        var rest = net
        var consumptions: [Consumption] = []
        for (index, order) in orders.enumerated() {
            let open = net < 0 ? -taken.value(order: order.number) : order.netTotal - taken.value(order: order.number)
            let part = index == orders.count - 1 ? rest : (net < 0 ? max(rest, open) : min(rest, max(0, open)))
            rest -= part
            if part != 0 {
                consumptions.append(Consumption(orderNumber: order.number, position: nil, quantity: 0, value: part))
            }
        }
        return consumptions
    }

    /// Cumulative over all invoices, so that line and header matched ones can't fill an order twice.
    /// - Returns: `nil` when nothing is taken: giving back never overfills an order.
    private func orderValue(_ order: PurchaseOrder, _ consumptions: [Consumption]) -> MatchVerdict.Check? {
        let here = consumptions.filter { $0.orderNumber == order.number }.reduce(Decimal(0)) { $0 + $1.value }
        guard here > 0 else { return nil }
        let before = taken.value(order: order.number)
        return compare(
            "order-value", .header, here, order.netTotal - before,
            "invoiced on \(order.number), order value \(order.netTotal.canonical()) - already invoiced \(before.canonical())",
            base: order.netTotal, isUnderTold: false)
    }

    private func rounding(_ net: Decimal) -> MatchVerdict.Check? {
        guard invoice.lines.allSatisfy({ $0.net != nil }) else { return nil }
        // Amounts at a rate of exchange have more digits than money; only their sum is rounded.
        let sum = invoice.lines.reduce(Decimal(0)) { sum, line in
            sum + (invoice.isConverted ? line.net ?? 0 : (line.net ?? 0).rounded(digits))
        }
        let lines = sum.rounded(digits)
        let expected = lines - invoice.allowances + invoice.charges
        return compare("rounding", .rounding, net, expected, "net total, lines less allowances plus charges")
    }

    /// At the order's rates; only where every line has one, as nothing else can be worked out.
    private func tax(charges: Decimal) -> MatchVerdict.Check? {
        guard let printed = invoice.taxTotal, !pairs.isEmpty else { return nil }
        var base: [Decimal: Decimal] = [:]
        for pair in pairs {
            guard let rate = pair.ordered.taxRate, let net = pair.line.net else { return nil }
            base[rate, default: 0] += net
        }
        let extra = charges - invoice.allowances
        if extra != 0 {
            guard base.count == 1, let rate = base.keys.first else { return nil }
            base[rate, default: 0] += extra
        }
        let expected = base.keys.sorted().reduce(Decimal(0)) { $0 + (base[$1, default: 0] * $1 / 100).rounded(digits) }
        let rates = base.keys.sorted().map { $0.canonical() + " %" }.joined(separator: ", ")
        return compare("tax", .tax, printed, expected, "tax total, tax at the order's \(rates)")
    }

    private var freightLines: Decimal {
        let matched = Set(pairs.map(\.line.index))
        return invoice.lines.filter { !matched.contains($0.index) && $0.isCharge }.reduce(0) { $0 + ($1.net ?? 0) }
    }

    private func compare(
        _ rule: String, _ kind: Tolerance.Rule, _ invoiced: Decimal, _ expected: Decimal, _ what: String,
        base: Decimal? = nil, allowance: Decimal? = nil, isUnderTold: Bool = true
    ) -> MatchVerdict.Check {
        let tolerance = tolerances.resolve(kind, supplier: supplier, lines: invoice.lines.count)
        let allowed = allowance ?? tolerance.money(base: base ?? expected)
        let difference = invoiced - expected
        let passed = isUnderTold ? tolerance.allows(difference, within: allowed) : difference <= allowed
        let under = isUnderTold ? LineComparison.under(difference) : ""
        return MatchVerdict.Check(
            rule: rule, invoiced: invoiced.canonical(), expected: expected.canonical(),
            difference: difference.canonical(), tolerance: allowed.canonical(), passed: passed,
            arithmetic:
                "\(what): \(invoiced.canonical()) - \(expected.canonical()) = \(difference.canonical())\(under);"
                + " allowed \(allowed.canonical()) (\(tolerance.text))")
    }

    private func missing(_ what: String) -> MatchVerdict.Check {
        .refused("header", printed: "", expected: "", "the \(what) was not read, so the sums cannot be compared")
    }
}

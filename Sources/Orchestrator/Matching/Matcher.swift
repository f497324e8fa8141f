package import Foundation
package import Invoicing
package import Pipeline

/// Compares an invoice with its orders and goods receipts: per line, then the header. Pure: what earlier invoices
/// took out of the orders comes in, what this one takes goes out.
package struct Matcher: Sendable {
    package struct Match: Hashable, Sendable, Codable {
        package var verdict: MatchVerdict
        package var consumptions: [Consumption]
        /// Of the order lines that were matched; `nil` when they differ, or none states it.
        package var department: String?
        package var costCentre: String?
        /// Who ordered; none of them may approve.
        package var orderedBy: [String]

        init(_ verdict: MatchVerdict) {
            self.verdict = verdict
            consumptions = []
            orderedBy = []
        }
    }

    let lookup: OrderLookup
    let receipts: Receipts
    let tolerances: Tolerances
    let rates: ExchangeRates

    package init(
        orders: [PurchaseOrder], receipts: [GoodsReceipt], tolerances: Tolerances,
        rates: ExchangeRates = ExchangeRates()
    ) {
        lookup = OrderLookup(orders)
        self.receipts = Receipts(receipts)
        self.tolerances = tolerances
        self.rates = rates
    }

    /// Numbers of the orders that ``match(_:taken:)`` may look at: what others took of them has to be known.
    package func orderNumbers(concerning checked: Checked) -> [String] {
        let invoice = InvoiceFacts(checked)
        guard let text = invoice.orderText, !text.isEmpty else {
            return invoice.supplierID.map { lookup.orders(of: $0).map(\.number) } ?? []
        }
        return lookup.orders(named: text).found.map(\.number)
    }

    package func match(_ checked: Checked, taken: ConsumptionLedger) -> Match {
        let invoice = InvoiceFacts(checked)
        guard !lookup.isEmpty else { return Match(MatchVerdict(status: .notChecked)) }
        guard let text = invoice.orderText, !text.isEmpty else { return proposal(for: invoice, taken: taken) }
        let (orders, unknown) = lookup.orders(named: text)
        guard unknown.isEmpty, !orders.isEmpty else {
            let message = "no single order is known by the number printed: \(unknown.joined(separator: ", "))"
            return Match(
                MatchVerdict(
                    status: .orderUnknown, orderNumbers: orders.map(\.number),
                    checks: [.refused("order", printed: text, expected: "", message)]))
        }
        return match(invoice, with: orders, taken: taken)
    }

    private func match(_ invoice: InvoiceFacts, with orders: [PurchaseOrder], taken: ConsumptionLedger) -> Match {
        if let refusal = refusal(of: invoice, by: orders) { return Match(refusal) }
        guard let currency = orders.first?.currency, invoice.currency != currency else {
            return compare(invoice, with: orders, taken: taken)
        }
        guard let printed = invoice.currency, let date = invoice.date,
            let found = rates.rate(from: printed, to: currency, on: date)
        else { return Match(currencyDiffers(invoice, orders, currency)) }
        var match = compare(invoice.converted(at: found.rate, to: currency), with: orders, taken: taken)
        match.verdict.checks.insert(
            .init(
                rule: "currency", invoiced: printed.code, expected: currency.code, difference: "", tolerance: "",
                passed: true,
                arithmetic: "1 \(printed.code) = \(found.rate.canonical()) \(currency.code), rate of \(found.day.iso)"),
            at: 0)
        return match
    }

    private func compare(_ invoice: InvoiceFacts, with orders: [PurchaseOrder], taken: ConsumptionLedger) -> Match {
        OrderComparison(invoice: invoice, orders: orders, receipts: receipts, tolerances: tolerances, taken: taken)
            .result()
    }

    private func currencyDiffers(_ invoice: InvoiceFacts, _ orders: [PurchaseOrder], _ currency: Currency)
        -> MatchVerdict
    {
        let printed = invoice.currency?.code ?? "no currency"
        let when = invoice.date?.iso ?? "a date that was not read"
        return MatchVerdict(
            status: .currencyDiffers, orderNumbers: orders.map(\.number),
            checks: [
                .refused(
                    "order", printed: printed, expected: currency.code,
                    "invoice in \(printed), order in \(currency.code); no rate of \(when) or the days before is given")
            ])
    }

    /// What makes any further comparison senseless.
    private func refusal(of invoice: InvoiceFacts, by orders: [PurchaseOrder]) -> MatchVerdict? {
        let numbers = orders.map(\.number)
        if let first = orders.first, let other = orders.first(where: { $0.currency != first.currency }) {
            let message =
                "order \(first.number) is in \(first.currency.code), order \(other.number) in \(other.currency.code)"
            return MatchVerdict(
                status: .currencyDiffers, orderNumbers: numbers,
                checks: [
                    .refused("order", printed: invoice.currency?.code ?? "", expected: first.currency.code, message)
                ])
        }
        if let other = orders.first(where: { $0.supplierID != invoice.supplierID }) {
            let printed = invoice.supplierID ?? "an unknown supplier"
            return MatchVerdict(
                status: .supplierDiffers, orderNumbers: numbers,
                checks: [
                    .refused(
                        "order", printed: printed, expected: other.supplierID,
                        "invoice from \(printed), order \(other.number) was given to \(other.supplierID)")
                ])
        }
        return nil
    }

    /// No order is named: the one order of this supplier whose open or whole value is exactly the invoice's.
    private func proposal(for invoice: InvoiceFacts, taken: ConsumptionLedger) -> Match {
        guard !invoice.isCredit, let supplier = invoice.supplierID, let net = invoice.netTotal, net > 0 else {
            return Match(MatchVerdict(status: .noOrder))
        }
        let fitting = lookup.orders(of: supplier).filter { order in
            order.currency == invoice.currency && order.netTotal - taken.value(order: order.number) == net
        }
        guard fitting.count <= 1 else {
            let numbers = fitting.map(\.number).joined(separator: ", ")
            let message = "no order is named, and several of the supplier have exactly this open value: \(numbers)"
            return Match(
                MatchVerdict(
                    status: .noOrder, checks: [.refused("order", printed: "", expected: numbers, message)]))
        }
        guard let only = fitting.first else { return Match(MatchVerdict(status: .noOrder)) }
        var match = match(invoice, with: fitting, taken: taken)
        match.verdict.proposed = true
        match.verdict.checks.insert(
            .refused(
                "order", printed: "", expected: only.number,
                "no order is named; \(only.number) is the supplier's only one with exactly this open value"),
            at: 0)
        return match
    }
}

/// Received quantities by order line.
package struct Receipts: Sendable {
    private let rows: [String: [GoodsReceipt]]

    package init(_ receipts: [GoodsReceipt]) { rows = Dictionary(grouping: receipts, by: \.orderNumber) }

    /// Deliveries less returns in the order line's unit, and the first unit that no factor leads from.
    func received(_ line: OrderLine) -> (quantity: Decimal, otherUnit: String?) {
        var sum: Decimal = 0
        var other: String?
        for row in rows[line.order.number] ?? [] where row.orderPosition == line.line.position {
            if let ratio = line.line.ratio(from: row.unit) {
                sum += ratio.quantity(row.quantity)
            } else if other == nil {
                other = row.unit
            }
        }
        return (sum, other)
    }
}

extension PurchaseOrder {
    package var netTotal: Decimal { lines.reduce(0) { $0 + $1.netAmount } }
}

extension MatchVerdict.Check {
    /// A comparison without numbers that stops the match.
    static func refused(_ rule: String, printed: String, expected: String, _ arithmetic: String) -> Self {
        Self(
            rule: rule, invoiced: printed, expected: expected, difference: "", tolerance: "", passed: false,
            arithmetic: arithmetic)
    }
}

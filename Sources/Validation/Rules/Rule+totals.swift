import Foundation
import Invoicing

extension Rule {
    static let totals: [Rule] = [
        lineSum, allowanceSum, chargeSum, netTotal, taxSum, grossTotal, amountDue,
    ]

    /// EN 16931 BR-CO-10: BT-106 = Σ BT-131. Page documents print BT-106 seldom, so the lines are then held against the
    /// net total, and where prices include tax against the gross total.
    private static let lineSum = Rule(
        "BR-CO-10", "The lines add up to the total.", source: standard
    ) { invoice in
        let nets = invoice.lines.compactMap(\.net)
        guard !nets.isEmpty, nets.count == invoice.lines.count else { return [] }
        let sum = nets.reduce(0, +)
        guard let target = LineSumTarget(invoice) else { return [] }
        let gap = target.gap(of: sum)
        guard gap > 0 else { return [] }
        let message =
            "The lines add up to \(invoice.money(sum)), the document states \(invoice.money(target.stated)) "
            + "as \(target.words)."
        if gap <= invoice.roundingTolerance {
            return [
                invoice.finding(
                    "rounding", .info, message + " The difference is rounding (BR-CO-10).", [target.name])
            ]
        }
        if let gross = invoice.amount(.grossTotal), target.name != .grossTotal,
            target.gap(of: sum, stated: gross) <= invoice.roundingTolerance
        {
            return [
                invoice.finding(
                    "lines-with-tax", .info,
                    "The lines add up to the total with tax, \(invoice.money(gross)): their amounts include tax.",
                    [.grossTotal])
            ]
        }
        return [
            invoice.finding(
                "BR-CO-10", target.severity, message, [target.name, .netAmount], rows: invoice.lines.map(\.group))
        ]
    }

    /// EN 16931 BR-CO-11: BT-107 = Σ BT-92.
    private static let allowanceSum = Rule(
        "BR-CO-11", "The allowances add up to their total.", source: standard
    ) { partSum($0, "BR-CO-11", .allowanceTotal, charges: false, words: "allowances") }

    /// EN 16931 BR-CO-12: BT-108 = Σ BT-99.
    private static let chargeSum = Rule(
        "BR-CO-12", "The charges add up to their total.", source: standard
    ) { partSum($0, "BR-CO-12", .chargeTotal, charges: true, words: "charges") }

    private static func partSum(
        _ invoice: InvoiceView, _ id: String, _ name: FieldName, charges: Bool, words: String
    ) -> [Finding] {
        let parts = invoice.allowances.filter { $0.isCharge == charges }
        let amounts = parts.compactMap(\.amount)
        guard let stated = invoice.amount(name), !parts.isEmpty, amounts.count == parts.count else { return [] }
        // Allowances are printed with and without a minus sign.
        let finding = invoice.difference(
            id, amounts.reduce(0) { $0 + abs($1) }, abs(stated), [name, .amount], rows: parts.map(\.group)
        ) { "The \(words) add up to \($0), the document states \($1) as their total." }
        return finding.map { [$0] } ?? []
    }

    /// EN 16931 BR-CO-13: BT-109 = BT-106 − BT-107 + BT-108.
    private static let netTotal = Rule(
        "BR-CO-13", "The net total is the line total less allowances plus charges.", source: standard
    ) { invoice in
        guard let lines = invoice.amount(.lineNetTotal), let net = invoice.amount(.netTotal) else { return [] }
        let expected = lines - invoice.allowed + invoice.charged
        let finding = invoice.difference(
            "BR-CO-13", net, expected, [.netTotal, .lineNetTotal, .allowanceTotal, .chargeTotal]
        ) { "The net total is \($0), but lines less allowances plus charges make \($1)." }
        return finding.map { [$0] } ?? []
    }

    /// EN 16931 BR-CO-14: BT-110 = Σ BT-117.
    private static let taxSum = Rule(
        "BR-CO-14", "The taxes by rate add up to the tax total.", source: standard
    ) { invoice in
        let amounts = invoice.taxes.compactMap(\.amount)
        guard let total = invoice.amount(.taxTotal), !amounts.isEmpty, amounts.count == invoice.taxes.count
        else { return [] }
        let finding = invoice.difference(
            "BR-CO-14", amounts.reduce(0, +), total, [.taxTotal, .taxAmount], rows: invoice.taxes.map(\.group)
        ) { "The taxes by rate add up to \($0), the document states \($1) as the tax total." }
        return finding.map { [$0] } ?? []
    }

    /// EN 16931 BR-CO-15: BT-112 = BT-109 + BT-110. A net total alone proves nothing; taxes by rate stand in for their
    /// total when only they are printed.
    private static let grossTotal = Rule(
        "BR-CO-15", "The total with tax is the net total plus the tax.", source: standard
    ) { invoice in
        guard let net = invoice.amount(.netTotal), let gross = invoice.amount(.grossTotal),
            let tax = invoice.amount(.taxTotal) ?? invoice.taxByRate
        else { return [] }
        let finding = invoice.difference("BR-CO-15", gross, net + tax, [.grossTotal, .netTotal, .taxTotal]) {
            "The total with tax is \($0), but net total and tax make \($1)."
        }
        return finding.map { [$0] } ?? []
    }

    /// EN 16931 BR-CO-16: BT-115 = BT-112 − BT-113 + BT-114. Utilities carry an earlier balance into the sum due.
    private static let amountDue = Rule(
        "BR-CO-16", "The amount due is the total less what was paid plus rounding.", source: standard
    ) { invoice in
        guard let due = invoice.amount(.amountDue), let gross = invoice.amount(.grossTotal) else { return [] }
        let paid = invoice.amount(.prepaidAmount).map { gross < 0 ? $0 : abs($0) } ?? 0
        let expected = gross - paid + (invoice.amount(.roundingAmount) ?? 0)
        let previous = invoice.amount(.previousBalance) ?? 0
        guard due != expected + previous, due != expected - previous else { return [] }
        let finding = invoice.difference(
            "BR-CO-16", due, expected, [.amountDue, .grossTotal, .prepaidAmount, .roundingAmount]
        ) { "The amount due is \($0), but the total less payments plus rounding makes \($1)." }
        return finding.map { [$0] } ?? []
    }
}

/// What the lines have to add up to, the most precise of what the document states.
private struct LineSumTarget {
    let name: FieldName
    let stated: Decimal
    let words: String
    let severity: Severity
    /// What may lie between the lines and the stated sum.
    private let additions: [Decimal]

    init?(_ invoice: InvoiceView) {
        if let total = invoice.amount(.lineNetTotal) {
            (name, stated, words, severity) = (.lineNetTotal, total, "their sum", .blocker)
            additions = [0]
        } else if let total = invoice.amount(.netTotal) {
            (name, stated, words, severity) = (.netTotal, total, "the net total", .blocker)
            // Charges and allowances may be lines themselves.
            additions = [0, invoice.charged - invoice.allowed]
        } else if let total = invoice.amount(.grossTotal) {
            (name, stated, words, severity) = (.grossTotal, total, "the total", .review)
            let tax = invoice.amount(.taxTotal) ?? invoice.taxByRate ?? 0
            let others = invoice.charged - invoice.allowed
            let rounding = invoice.amount(.roundingAmount) ?? 0
            additions = [0, tax, others, tax + others, rounding, tax + rounding]
        } else {
            return nil
        }
    }

    /// Distance to the nearest sum that would be right.
    func gap(of sum: Decimal, stated other: Decimal? = nil) -> Decimal {
        additions.map { abs(sum + $0 - (other ?? stated)) }.min() ?? 0
    }
}

extension InvoiceView {
    /// BT-107, or the allowances added up; 0 when there are none. Never negative on an invoice.
    var allowed: Decimal { abs(amount(.allowanceTotal) ?? sum(charges: false)) }
    /// BT-108, or the charges added up; 0 when there are none.
    var charged: Decimal { amount(.chargeTotal) ?? sum(charges: true) }

    private func sum(charges: Bool) -> Decimal {
        allowances.reduce(0) { $0 + ($1.isCharge == charges ? $1.amount ?? 0 : 0) }
    }

    /// `nil` unless every rate states its tax.
    var taxByRate: Decimal? {
        let amounts = taxes.compactMap(\.amount)
        return amounts.isEmpty || amounts.count != taxes.count ? nil : amounts.reduce(0, +)
    }
}

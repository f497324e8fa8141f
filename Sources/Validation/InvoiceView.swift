package import Foundation
package import Invoicing

/// A draft's values with their types, worked out once for all rules.
package struct InvoiceView: Sendable {
    package let draft: Draft
    package let today: Day
    package let settings: ValidationSettings
    /// `nil` when absent or not in ISO 4217.
    package let currency: Currency?
    /// Rows that state an amount; headings and notes between them are left out.
    package let lines: [LineView]
    package let taxes: [TaxView]
    package let allowances: [AllowanceView]

    package init(_ draft: Draft, today: Day, settings: ValidationSettings = ValidationSettings()) {
        self.draft = draft
        self.today = today
        self.settings = settings
        currency = draft[.currency].flatMap(Currency.init)
        lines = draft.lineItems.enumerated().compactMap { LineView($0.element, number: $0.offset + 1) }
        taxes = draft.taxBreakdown.map(TaxView.init)
        allowances = draft.allowancesAndCharges.map(AllowanceView.init)
    }

    package func amount(_ name: FieldName) -> Decimal? { draft.decimal(name) }
    package func day(_ name: FieldName) -> Day? { draft.day(name) }
    /// `nil` when absent or blank.
    package func text(_ name: FieldName) -> String? {
        draft[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    package var isCreditNote: Bool { draft[.documentType] == "credit_note" }

    /// One minor unit of the currency; 0.01 when it is unknown.
    package var smallestUnit: Decimal { Decimal.powerOfTen(-(currency?.minorDigits ?? 2)) }

    /// How far sums may be off by rounding each line: one minor unit per line.
    package var roundingTolerance: Decimal { smallestUnit * Decimal(max(1, lines.count)) }

    /// For messages: `119.00 EUR`.
    package func money(_ amount: Decimal) -> String {
        let digits = currency?.minorDigits ?? 2
        return amount.canonical(minimumDigits: digits) + (currency.map { " " + $0.code } ?? "")
    }

    package func finding(
        _ rule: String, _ severity: Severity, _ message: String, _ names: [FieldName] = [], rows: [FieldGroup] = []
    ) -> Finding {
        let header = names.compactMap { draft.fields[$0]?.evidence }
        let evidence = rows.flatMap { row in names.compactMap { row[$0]?.evidence } }
        return Finding(rule: rule, severity: severity, message: message, evidence: header + evidence)
    }

    /// The finding for two sums that should be one.
    /// - Returns: `nil` when they are equal; of severity `info` and rule `rounding` within the tolerance.
    func difference(
        _ rule: String, _ found: Decimal, _ expected: Decimal, _ names: [FieldName], rows: [FieldGroup] = [],
        severity: Severity = .blocker, tolerance: Decimal? = nil, _ message: (String, String) -> String
    ) -> Finding? {
        let gap = abs(found - expected)
        guard gap > 0 else { return nil }
        let text = message(money(found), money(expected))
        guard gap > tolerance ?? roundingTolerance else {
            return finding("rounding", .info, text + " The difference is rounding (\(rule)).", names, rows: rows)
        }
        return finding(rule, severity, text, names, rows: rows)
    }
}

/// A line of the invoice.
package struct LineView: Sendable {
    package let group: FieldGroup
    /// Counted from 1, as printed order; for messages.
    package let number: Int
    package let net: Decimal?
    package let quantity: Decimal?
    package let price: Decimal?

    /// - Returns: `nil` for rows that state neither an amount nor quantity and price: headings, notes.
    init?(_ group: FieldGroup, number: Int) {
        self.group = group
        self.number = number
        net = group.decimal(.netAmount)
        quantity = group.decimal(.quantity)
        price = group.decimal(.unitPrice)
        guard net != nil || group.decimal(.grossAmount) != nil || (quantity != nil && price != nil) else { return nil }
    }

    package func amount(_ name: FieldName) -> Decimal? { group.decimal(name) }
}

/// The sums of one tax rate.
package struct TaxView: Sendable {
    package let group: FieldGroup
    package let base: Decimal?
    package let rate: Decimal?
    package let amount: Decimal?
    /// UNCL 5305: S, Z, E, AE, K, G, O, L, M; `nil` = not stated.
    package let category: String?

    init(_ group: FieldGroup) {
        self.group = group
        base = group.decimal(.taxBase)
        rate = group.decimal(.taxRate)
        amount = group.decimal(.taxAmount)
        category = group[.taxCategory]?.value
    }
}

/// An allowance or a charge on the whole document.
package struct AllowanceView: Sendable {
    package let group: FieldGroup
    package let amount: Decimal?
    package let isCharge: Bool

    init(_ group: FieldGroup) {
        self.group = group
        amount = group.decimal(.amount)
        isCharge = group[.allowanceOrCharge]?.value == "charge"
    }
}

extension FieldGroup {
    /// `nil` when absent or not a number.
    func decimal(_ name: FieldName) -> Decimal? { self[name].flatMap { Decimal(canonical: $0.value) } }
}

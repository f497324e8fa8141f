package import Foundation

/// A row of a document's table, a tax rate's sums, an allowance: fields that belong together.
package typealias FieldGroup = [FieldName: Field]

/// What was read off one document, before it is checked: the output of extraction.
package struct Draft: Hashable, Sendable, Codable {
    /// `"invoice/1"`: the document type's schema and its version.
    package var schema: String
    package var fields: FieldGroup
    package var lineItems: [FieldGroup]
    /// Base, rate, category and amount per tax rate (BG-23).
    package var taxBreakdown: [FieldGroup]
    /// Document-level allowances and charges (BG-20, BG-21).
    package var allowancesAndCharges: [FieldGroup]
    /// What extraction itself noticed: XML that contradicts the page, totals that do not add up.
    package var findings: [Finding]
    /// What the document teaches, as JSON, when it was read together with a correction; else `nil`.
    package var observation: String?

    package init(
        schema: String, fields: FieldGroup = [:], lineItems: [FieldGroup] = [], taxBreakdown: [FieldGroup] = [],
        allowancesAndCharges: [FieldGroup] = [], findings: [Finding] = []
    ) {
        self.schema = schema
        self.fields = fields
        self.lineItems = lineItems
        self.taxBreakdown = taxBreakdown
        self.allowancesAndCharges = allowancesAndCharges
        self.findings = findings
    }

    /// Whether money is asked for or given back: invoices, credit notes and receipts, not orders and deliveries.
    package var isPayable: Bool {
        ["invoice/", "credit-note/", "receipt/"].contains { schema.hasPrefix($0) }
    }

    /// Neither payable nor read on its own account, as orders and deliveries are: reminders, statements, offers, and types of
    /// the user's own.
    package var isForAPerson: Bool {
        !isPayable && !["purchase-order/", "goods-receipt/"].contains { schema.hasPrefix($0) }
    }

    /// The canonical text of a header field; `nil` when the document does not state it.
    package subscript(name: FieldName) -> String? { fields[name]?.value }

    /// `nil` when absent or not a number.
    package func decimal(_ name: FieldName) -> Decimal? { fields[name].flatMap { Decimal(canonical: $0.value) } }

    /// `nil` when absent or not a date.
    package func day(_ name: FieldName) -> Day? { fields[name].flatMap { Day(iso: $0.value) } }
}

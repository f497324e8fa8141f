package import Invoicing

/// One check of an invoice. Rules look at values only: no clock, no files, no other documents.
/// A rule says nothing when a value it needs is absent; that a value is absent is a rule of its own.
package struct Rule: Sendable {
    /// The standard's name where there is one (`"BR-CO-15"`); stands in findings.
    package let id: String
    /// What holds when the rule is kept, in one sentence.
    package let title: String
    /// Where the rule comes from.
    package let source: String
    /// - Returns: Nothing when the rule is kept or does not apply.
    package let check: @Sendable (InvoiceView) -> [Finding]

    package init(
        _ id: String, _ title: String, source: String, check: @escaping @Sendable (InvoiceView) -> [Finding]
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.check = check
    }
}

extension Rule {
    static let standard = "EN 16931-1:2017, 6.4"
    static let practice = "Payables"
}

/// Every rule, in the order a reviewer reads the findings.
package let invoiceRules: [Rule] =
    Rule.required + Rule.dates + Rule.totals + Rule.decimals + Rule.taxes + Rule.lines + Rule.documentTypes
    + Rule.identifiers + Rule.payment

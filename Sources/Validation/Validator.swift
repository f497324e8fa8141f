package import Invoicing

/// What checking a draft came to.
package struct ValidationReport: Hashable, Sendable, Codable {
    /// The rules' findings, gravest first; the draft's own are not repeated.
    package var findings: [Finding]
    /// `nil` when nobody in the master data fits. With a finding `supplier-similar` a person has to confirm it.
    package var supplier: PartyMatch?
    package var customer: PartyMatch?

    package init(findings: [Finding], supplier: PartyMatch? = nil, customer: PartyMatch? = nil) {
        self.findings = findings
        self.supplier = supplier
        self.customer = customer
    }
}

/// Checks drafts against the rules and the organisation's own records. Duplicates are asked of ``DuplicateIndex``, as
/// they depend on what came before.
package struct Validator: Sendable {
    private let rules: [Rule]
    private let directory: PartyDirectory
    private let settings: ValidationSettings

    package init(
        rules: [Rule] = invoiceRules, directory: PartyDirectory, settings: ValidationSettings = ValidationSettings()
    ) {
        self.rules = rules
        self.directory = directory
        self.settings = settings
    }

    /// - Parameter today: The day that dates are held against; the caller's clock.
    package func check(_ draft: Draft, today: Day) -> ValidationReport {
        let invoice = InvoiceView(draft, today: today, settings: settings)
        let supplier = directory.supplier(of: invoice)
        let customer = directory.customer(of: invoice)
        let findings =
            rules.flatMap { $0.check(invoice) } + ConfidenceCheck.findings(invoice) + supplier.findings
            + customer.findings
        return ValidationReport(
            findings: findings.gravestFirst, supplier: supplier.match, customer: customer.match)
    }
}

extension Array<Finding> {
    /// Gravest first; among equals the order in which a reviewer reads the rules.
    package var gravestFirst: [Finding] {
        enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
    }
}

extension PastInvoice {
    /// A draft as later ones are compared with it.
    /// - Parameters:
    ///   - document: The file's name.
    ///   - supplier: `nil` when unknown; name and VAT id then decide.
    package init(_ draft: Draft, document: String, sha256: String?, supplier: PartyMatch?) {
        self.init(
            document: document, sha256: sha256,
            supplierID: supplier.flatMap { $0.basis == .similarName ? nil : $0.id }, supplierName: draft[.supplierName],
            supplierVATID: draft[.supplierVATID], invoiceNumber: draft[.invoiceNumber],
            invoiceDate: draft.day(.invoiceDate), grossTotal: draft[.grossTotal], currency: draft[.currency],
            documentType: draft[.documentType])
    }
}

package import Invoicing

/// A draft with everything that was found about it: the end of the way of a document.
package struct Checked: Hashable, Sendable, Codable {
    package var draft: Draft
    /// The draft's own findings and the rules', gravest first.
    package var findings: [Finding]
    /// `nil` when nobody in the master data fits.
    package var supplier: PartyMatch?
    package var customer: PartyMatch?

    package init(draft: Draft, findings: [Finding], supplier: PartyMatch? = nil, customer: PartyMatch? = nil) {
        self.draft = draft
        self.findings = findings
        self.supplier = supplier
        self.customer = customer
    }
}

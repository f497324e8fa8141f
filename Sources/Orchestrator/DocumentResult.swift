package import Invoicing
package import Pipeline

/// What became of a document.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// Everything agrees and nobody needs to look.
    case accepted
    /// A person has to look.
    case review
    /// The document cannot be handled: encrypted, empty, not an invoice, a duplicate.
    case rejected
    /// Reading or a later step went wrong; the document is unharmed and can be tried again.
    case failed
}

/// The result of one document: what `payables read` prints and `payables batch` writes as `NAME.json`,
/// or `NAME.1.json`, `NAME.2.json` where the file seems to hold several.
/// JSON keys are snake_case; `reference` is `schemas/result.schema.json`.
package struct DocumentResult: Hashable, Sendable, Codable {
    /// The file the result is about.
    package struct Document: Hashable, Sendable, Codable {
        package var name: String
        /// SHA-256 of the bytes, lower-case hex.
        package var sha256: String
        package var size: Int
        /// `nil` when it could not be told.
        package var kind: DocumentKind?
        /// Pages of the file.
        package var pageCount: Int
        /// Those of this document.
        package var pages: [PageSummary]
        /// `nil` where the file is one document.
        package var part: FilePart?

        package init(
            name: String, sha256: String, size: Int, kind: DocumentKind?, pageCount: Int, pages: [PageSummary],
            part: FilePart? = nil
        ) {
            self.name = name
            self.sha256 = sha256
            self.size = size
            self.kind = kind
            self.pageCount = pageCount
            self.pages = pages
            self.part = part
        }

        /// For people and lists: two documents of one file differ in it.
        package var label: String { part.map { "\(name)#\($0.number)" } ?? name }
        /// Pages of this document.
        package var ownPages: Int { part?.pages.count ?? pageCount }

        enum CodingKeys: String, CodingKey {
            case name, sha256, size, kind, pages, part
            case pageCount = "page_count"
        }
    }

    /// `"invoice/1"`; `nil` when the document could not be read.
    package var schema: String?
    package var document: Document
    package var outcome: Outcome
    /// Why, in one sentence; for failures beginning with the reason's code: `"timeout: ..."`.
    package var reason: String
    package var fields: FieldGroup
    package var lineItems: [FieldGroup]
    package var taxBreakdown: [FieldGroup]
    package var allowancesAndCharges: [FieldGroup]
    package var findings: [Finding]
    package var supplier: PartyMatch?
    package var customer: PartyMatch?
    /// Comparison with order and receipts; `nil` before that step or without master data.
    package var match: MatchVerdict?
    package var approval: ApprovalDecision?
    package var posting: Posting?
    /// What agents of the agents folder gave, by their names; `nil` = no such agent was asked.
    package var outputs: [String: JSONValue]?
    /// Seconds by step: `"read"`, `"extract"`, `"total"`.
    package var timing: [String: Double]

    package init(document: Document, outcome: Outcome, reason: String) {
        self.document = document
        self.outcome = outcome
        self.reason = reason
        fields = [:]
        lineItems = []
        taxBreakdown = []
        allowancesAndCharges = []
        findings = []
        timing = [:]
    }

    enum CodingKeys: String, CodingKey {
        case schema, document, outcome, reason, fields, findings, supplier, customer, match, approval, posting, timing
        case outputs
        case lineItems = "line_items"
        case taxBreakdown = "tax_breakdown"
        case allowancesAndCharges = "allowances_charges"
    }
}

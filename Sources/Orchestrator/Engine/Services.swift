package import Foundation
package import Invoicing
package import Pipeline
package import Validation

/// What agents work with; each takes what it needs.
package struct Services: Sendable {
    package var way: any DocumentWay
    /// The bytes of a case's document.
    package var bytes: @Sendable (CaseFile) throws -> Data
    package var history: any CaseHistory
    package var matcher: Matcher
    /// `nil` = no decision table was given: nothing is approved by rule, nobody is asked.
    package var approvals: ApprovalTable?
    package var suppliers: [String: Supplier]
    /// `nil` = nothing is posted.
    package var ledger: (any LedgerPort)?
    /// `nil` = nobody is told.
    package var outbox: (any Outbox)?
    /// Times and retries that the organisation has set.
    package var limits: OrganisationLimits

    package init(
        way: any DocumentWay, bytes: @escaping @Sendable (CaseFile) throws -> Data, history: any CaseHistory,
        matcher: Matcher, approvals: ApprovalTable? = nil, suppliers: [Supplier] = [],
        ledger: (any LedgerPort)? = nil, outbox: (any Outbox)? = nil,
        limits: OrganisationLimits = OrganisationLimits()
    ) {
        self.way = way
        self.bytes = bytes
        self.history = history
        self.matcher = matcher
        self.approvals = approvals
        self.suppliers = Dictionary(suppliers.map { ($0.id, $0) }) { first, _ in first }
        self.ledger = ledger
        self.outbox = outbox
        self.limits = limits
    }
}

/// Finds invoices that came before.
package protocol DuplicateSearch: Sendable {
    /// - Returns: A `blocker` when it is certainly the same, `review` when it may be; empty when nothing is alike.
    /// - Parameter evidence: Where the number stands on the invoice asked about.
    func findings(for invoice: PastInvoice, evidence: [Evidence]) -> [Finding]
    mutating func insert(_ invoice: PastInvoice)
}

extension DuplicateIndex: DuplicateSearch {}

/// What came before a case, as far as its own judgement depends on it.
package protocol CaseHistory: Sendable {
    /// - Parameter evidence: Where the number stands on the invoice asked about.
    /// - Throws: `.retry` when the history can't be reached.
    func duplicates(of invoice: PastInvoice, in file: CaseFile, evidence: [Evidence]) async throws(StageFailure)
        -> [Finding]
    /// Against what earlier cases have left open on the orders.
    /// - Parameter mayWait: An invoice before its goods will wait for them: until then it takes nothing, so that of two
    ///   that wait neither stands in the other's way.
    func match(_ checked: Checked, in file: CaseFile, with matcher: Matcher, mayWait: Bool)
        async throws(StageFailure) -> Matcher.Match
}

/// What finished cases of a batch leave for the next ones. Everything in it can be made again from the journal.
package actor CaseMemory: CaseHistory {
    private var duplicates: any DuplicateSearch
    private var taken = ConsumptionLedger()

    /// - Parameter duplicates: Knows the history that was given.
    package init(duplicates: any DuplicateSearch) { self.duplicates = duplicates }

    package func duplicates(of invoice: PastInvoice, in file: CaseFile, evidence: [Evidence]) -> [Finding] {
        duplicates.findings(for: invoice, evidence: evidence)
    }

    package func match(_ checked: Checked, in file: CaseFile, with matcher: Matcher, mayWait: Bool) -> Matcher.Match {
        matcher.match(checked, taken: taken)
    }

    func absorb(_ summary: CaseSummary) {
        if let invoice = summary.invoice { duplicates.insert(invoice) }
        taken.record(summary.consumptions, key: summary.id.rawValue)
    }
}

package import Invoicing
package import Pipeline

/// What is kept of a finished case: a row of the summary, and what later cases have to know.
package struct CaseSummary: Hashable, Sendable, Codable {
    package var id: CaseID
    /// Path below the batch's folder.
    package var name: String
    /// `nil` where the file is one document.
    package var part: FilePart?
    /// Path of the result below the output folder.
    package var result: String
    package var sha256: String
    package var schema: String?
    package var outcome: Outcome
    package var reason: String
    package var pages: Int
    /// Total seconds of work.
    package var seconds: Double
    /// To find duplicates of it; `nil` for what is no invoice, or was refused.
    package var invoice: PastInvoice?
    package var consumptions: [Consumption]
    package var match: MatchVerdict.Status?
    package var orderNumbers: [String]
    package var approvers: [String]
    package var entry: String?

    init(_ file: CaseFile, _ document: DocumentResult, result: String) {
        // A failed case may have reached the ledger, so a second one of the same number must still be seen.
        let isKept = document.outcome != .rejected
        id = file.id
        name = file.name
        part = file.part
        self.result = result
        sha256 = file.sha256
        schema = document.schema
        outcome = document.outcome
        reason = document.reason
        pages = document.document.ownPages
        seconds = document.timing["total"] ?? 0
        invoice = isKept ? file.pastInvoice : nil
        consumptions = file.isDuplicate ? [] : file.match?.consumptions ?? []
        match = file.match?.verdict.status
        orderNumbers = file.match?.verdict.orderNumbers ?? []
        approvers = file.approval?.approvers ?? []
        entry = file.posting?.entry
    }
}

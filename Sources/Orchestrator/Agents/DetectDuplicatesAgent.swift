package import Invoicing
package import Pipeline
import Validation

/// Compares the invoice with all that came before, in this batch and in the history.
package struct DetectDuplicatesAgent: Agent {
    package static let name = "detect-duplicates"
    package static let version = 1
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.reading]
    package static let gives: Set<CasePart> = [.duplicates]
    package typealias Output = [Finding]

    private let history: any CaseHistory

    package init(settings: NoSettings, services: Services) { history = services.history }

    package func run(_ file: CaseFile) async throws(StageFailure) -> [Finding] {
        guard let invoice = file.pastInvoice else { return [] }
        let evidence = file.checked?.draft.fields[.invoiceNumber]?.evidence
        return try await history.duplicates(of: invoice, in: file, evidence: evidence.map { [$0] } ?? [])
    }

    package static func write(_ output: [Finding], into file: inout CaseFile) {
        file.findings += output
        file.isDuplicate = output.contains { $0.severity == .blocker }
    }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(DetectDuplicatesAgent.self, to: $0) }
}

extension CaseFile {
    /// How the history knows this invoice; `nil` when it is none, or was not read.
    package var pastInvoice: PastInvoice? {
        guard CaseFact.invoice.holds(for: self), let checked else { return nil }
        // All parts of a file have its bytes, and are no copies of each other; the same part in the same bytes is one.
        let bytes = part.map { "\(sha256)#\($0.number)" } ?? sha256
        return PastInvoice(checked.draft, document: label, sha256: bytes, supplier: checked.supplier)
    }
}

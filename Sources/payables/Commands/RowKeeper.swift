import Orchestrator
import Reports
import Synchronization

/// Report rows as results come, because reading thousands of results again takes time.
final class RowKeeper: Sendable {
    private let rows = Mutex<[String: ReportRow]>([:])

    func keep(_ summary: CaseSummary, _ result: DocumentResult) {
        let row = ReportRow(result, resultFile: summary.result)
        rows.withLock { $0[summary.result] = row }
    }

    /// By the result's path, as a file may hold several documents.
    /// - Returns: `nil` for a document that an earlier run has finished.
    subscript(result: String) -> ReportRow? { rows.withLock { $0[result] } }
}

import Orchestrator
import Reports
import Synchronization

/// Report rows as results come, because reading thousands of results again takes time.
final class RowKeeper: Sendable {
    private let rows = Mutex<[String: ReportRow]>([:])

    func keep(_ summary: CaseSummary, _ result: DocumentResult) {
        let row = ReportRow(result, resultFile: summary.result)
        rows.withLock { $0[summary.name] = row }
    }

    /// - Returns: `nil` for a document that an earlier run has finished.
    subscript(name: String) -> ReportRow? { rows.withLock { $0[name] } }
}

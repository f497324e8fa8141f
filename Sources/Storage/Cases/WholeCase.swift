package import Foundation
package import Orchestrator
import Postgres

/// All that is kept of a case beside its own row.
package struct WholeCase: Sendable {
    /// Every record as its line, those that no longer count too, oldest first.
    package var journal: [Data]
    package var effects: [CaseEffect]
    package var events: [(at: Moment, event: CaseEvent)]
    package var messages: [OutgoingMessage]
}

extension CaseDirectory {
    package func whole(_ id: CaseID) async throws -> WholeCase {
        let (journal, effects) = try await pool.withOrganisation(organisation) { transaction in
            (
                try await transaction.execute(ReadJournal(id: id)),
                try await transaction.execute(ReadEffects(id: id.rawValue))
            )
        }
        return WholeCase(
            journal: journal, effects: effects, events: try await events(of: id), messages: try await messages(of: id))
    }
}

private struct ReadJournal: Statement {
    static let sql = "SELECT line FROM step_record WHERE case_id = $1 ORDER BY number"
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Data { Data(try row.text(0).utf8) }
}

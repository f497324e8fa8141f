package import Orchestrator
import Postgres

/// A hold as people see it.
package struct KnownHold: Hashable, Sendable {
    /// Of all organisations.
    package var isForAll: Bool
    /// `nil` = every agent.
    package var agent: String?
    package var by: String
    package var reason: String
    package var at: Moment
}

/// What is due and what is not, of one organisation.
package struct QueueCounts: Hashable, Sendable {
    /// Wait for a worker.
    package var due: Int
    /// In a worker's hands.
    package var taken: Int
    /// Wait for a time of their own.
    package var timers: Int
    /// The earliest of these; one that is long past was not woken.
    package var nextTimer: Moment?
    /// Put aside, for a person.
    package var aside: Int
    /// Since when the one waits that waits longest; `nil` = none is due.
    package var oldest: Moment?
}

extension CaseDirectory {
    /// Holds that this organisation's cases are under.
    package func holds() async throws -> [KnownHold] {
        try await pool.withOrganisation(organisation) { transaction in try await transaction.execute(ReadHolds()) }
    }

    package func queue() async throws -> QueueCounts {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(CountQueue()).first
        } ?? QueueCounts(due: 0, taken: 0, timers: 0, aside: 0)
    }
}

private struct CountQueue: Statement {
    static let sql = """
        SELECT count(*) FILTER (WHERE leased_until IS NULL), count(*) FILTER (WHERE leased_until IS NOT NULL),
            (SELECT count(*) FROM timer), (SELECT count(*) FROM dead_letter),
            min(since) FILTER (WHERE leased_until IS NULL), (SELECT min(due) FROM timer) FROM work
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> QueueCounts {
        QueueCounts(
            due: try row.int(0), taken: try row.int(1), timers: try row.int(2),
            nextTimer: try row.optionalMoment(5), aside: try row.int(3),
            oldest: try row.optionalMoment(4))
    }
}

package import Foundation
package import Orchestrator
package import Postgres

/// Looks at an organisation's cases, and keeps what they follow; changes no case.
package struct CaseDirectory: Sendable {
    let pool: PostgresPool
    package let organisation: UUID

    /// Finds the organisation by its name; makes it when it is not there.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    package static func open(_ pool: PostgresPool, organisation name: String) async throws -> CaseDirectory {
        let organisation = try await pool.transaction { transaction in
            try await transaction.pipeline([SetScheduler(), LockName(name: name)])
            if let known = try await transaction.execute(FindOrganisation(name: name)).first { return known }
            let fresh = UUID()
            try await transaction.pipeline([InsertOrganisation(id: fresh, name: name)])
            return fresh
        }
        return CaseDirectory(pool: pool, organisation: organisation)
    }

    package var id: OrganisationID { OrganisationID(rawValue: organisation.uuidString.lowercased()) }

    /// - Parameter status: `nil` = all.
    /// - Returns: In the order of their references.
    package func cases(_ status: CaseStatus? = nil) async throws -> [StoredCase] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ListCases(status: status))
        }
    }

    /// - Parameter name: A reference as `2026-000001`, or an id.
    package func find(_ name: String) async throws -> StoredCase? {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(FindCase(name: name)).first
        }
    }

    /// What happened, oldest first.
    package func events(of id: CaseID) async throws -> [(at: Moment, event: CaseEvent)] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadEvents(id: id))
        }.map { ($0.at, $0.event) }
    }

    /// What steps gave, as far as it counts, in the order it was made.
    package func records(of id: CaseID) async throws -> [JournalRecord] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadRecords(id: id.rawValue))
        }
    }

    /// Messages to people that were kept with the case, oldest first.
    package func messages(of id: CaseID) async throws -> [OutgoingMessage] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadOutgoing(id: id))
        }
    }

    /// Letters on their way with messages of the case, oldest first; a digest holds those of other cases, too.
    package func deliveries(of id: CaseID) async throws -> [Delivery] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ListCaseDeliveries(id: id))
        }
    }

    /// Whether a case is due or being looked at, or waits to be tried again.
    package func isBusy() async throws -> Bool {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(IsBusy()).first ?? false
        }
    }

    /// Events that cases wait for.
    /// - Parameter prefix: Of their names: `"receipt:"`.
    package func awaited(_ prefix: String) async throws -> [String] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(AwaitedEvents(prefix: prefix))
        }
    }
}

/// Of programs that start at once, one makes the organisation; the others find it.
private struct LockName: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('organisation ' || $1, 0))"
    var name: String
    var bindings: [PostgresValue] { [.text(name)] }
}

private struct FindOrganisation: Statement {
    static let sql = "SELECT id FROM organisation WHERE name = $1 ORDER BY created_at, id"
    var name: String
    var bindings: [PostgresValue] { [.text(name)] }
    static func decode(_ row: RowView) throws(PostgresError) -> UUID { try row.uuid(0) }
}

private struct InsertOrganisation: Statement {
    static let sql = "INSERT INTO organisation (id, name) VALUES ($1, $2)"
    var id: UUID
    var name: String
    var bindings: [PostgresValue] { [.uuid(id), .text(name)] }
}

struct ListCases: Statement {
    static let sql = ReadCase.columns + " WHERE $1::text IS NULL OR status = $1 ORDER BY year, number"
    var status: CaseStatus?
    var bindings: [PostgresValue] { [.text(status?.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> StoredCase { try ReadCase.decode(row) }
}

private struct IsBusy: Statement {
    static let sql = "SELECT EXISTS (SELECT FROM invoice_case WHERE status = 'running') OR EXISTS (SELECT FROM work)"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

private struct AwaitedEvents: Statement {
    static let sql = "SELECT DISTINCT event FROM subscription WHERE starts_with(event, $1) ORDER BY event"
    var prefix: String
    var bindings: [PostgresValue] { [.text(prefix)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

private struct FindCase: Statement {
    static let sql = ReadCase.columns + " WHERE id::text = lower($1) OR year || '-' || lpad(number::text, 6, '0') = $1"
    var name: String
    var bindings: [PostgresValue] { [.text(name)] }
    static func decode(_ row: RowView) throws(PostgresError) -> StoredCase { try ReadCase.decode(row) }
}

private struct ReadEvents: Statement {
    static let sql = "SELECT kind, step, actor, words, at FROM case_event WHERE case_id = $1 ORDER BY id"
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (at: Moment, event: CaseEvent) {
        let event = CaseEvent(
            try row.text(0), step: try row.optionalText(1), by: try row.text(2), try row.text(3))
        return (try row.moment(4), event)
    }
}

private struct ReadOutgoing: Statement {
    static let sql = "SELECT key, body FROM outgoing_message WHERE case_id = $1 ORDER BY at, key"
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> OutgoingMessage {
        OutgoingMessage(
            key: try row.text(0), message: try row.json(1, as: OutboxMessage.self, "a message to people"))
    }
}

import Crypto
import Foundation
import Orchestrator
import Postgres
import Storage
import TestDatabases

/// A database with two organisations, whose events are sealed.
struct AuditOffice: Sendable {
    static let tree = MerkleTree { Array(SHA256.hash(data: $0)) }

    let cases: CaseDatabase
    let organisation: UUID
    let other: UUID

    init() async throws {
        cases = try await CaseDatabase()
        organisation = UUID(uuidString: cases.organisations[0].rawValue) ?? UUID()
        other = UUID(uuidString: cases.organisations[1].rawValue) ?? UUID()
    }

    /// - Parameter most: Events of a block.
    func audit(_ organisation: UUID? = nil, most: Int = 4096) -> PostgresAudit {
        PostgresAudit(cases.pool, organisation: organisation ?? self.organisation, tree: Self.tree, most: most)
    }

    func admin() async throws -> PostgresConnection { try await cases.database.connect(.admin) }

    /// Begins cases, each with an event of its own.
    @discardableResult
    func begin(_ names: [String], organisation index: Int = 0) async throws -> [StoredCase] {
        var begun: [StoredCase] = []
        for name in names {
            begun.append(
                try await cases.store.begin(
                    NewCase(
                        id: PostgresCaseStoreTests.id(name), organisation: cases.organisations[index],
                        workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
                        subject: CaseSubject(name: name, sha256: name, size: 1), step: "first", key: name, by: "t")))
        }
        return begun
    }

    /// Seals in one go. Transactions of other databases on the server count too, and other suites are at work.
    @discardableResult
    func seal(_ audit: PostgresAudit) async throws -> Int {
        try await untilAllTransactionsHaveEnded()
        return try await audit.seal()
    }

    /// Those, and those begun before them, that have written what is seen.
    func untilAllTransactionsHaveEnded() async throws {
        let admin = try await admin()
        while try await admin.execute(AreOpen()).first != false { try await Task.sleep(for: .milliseconds(2)) }
        await admin.close()
    }

    /// Every event and the block it is sealed in, by id; an event that is sealed twice stands there twice.
    func sealed(_ organisation: UUID? = nil) async throws -> [(event: Int, block: Int?)] {
        try await cases.pool.withOrganisation(organisation ?? self.organisation) { transaction in
            try await transaction.execute(ReadSealed())
        }
    }
}

struct AddEvent: Statement {
    static let sql = """
        INSERT INTO case_event (organisation_id, case_id, kind, actor, words) VALUES ($1, $2, 'noted', 'test', $3)
        """
    var organisation: UUID
    var id: CaseID
    var words: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(id.rawValue), .text(words)] }
}

private struct ReadSealed: Statement {
    static let sql = """
        SELECT e.id, p.block FROM case_event e LEFT JOIN audit_position p ON p.event_id = e.id ORDER BY e.id
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> (event: Int, block: Int?) {
        (try row.int(0), try row.optional(1) { row, column throws(PostgresError) in try row.int(column) })
    }
}

private struct AreOpen: Statement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM case_event WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot())
                AND transaction < pg_snapshot_xmax(pg_current_snapshot()))
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

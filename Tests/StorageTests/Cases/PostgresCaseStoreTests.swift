import Foundation
import Orchestrator
import Postgres
import Storage
import Support
import TestDatabases
import Testing

/// A migrated database with two organisations.
struct CaseDatabase: Sendable {
    let database: TestDatabase
    let pool: PostgresPool
    let store: PostgresCaseStore
    let organisations: [OrganisationID]

    init(size: Int = 4) async throws {
        database = try await TestDatabase.migrated()
        pool = try database.pool(.app, size: size)
        store = PostgresCaseStore(pool)
        var organisations: [OrganisationID] = []
        for _ in 0..<2 {
            let id = try await Self.organisation(pool)
            organisations.append(OrganisationID(rawValue: id.uuidString.lowercased()))
        }
        self.organisations = organisations
    }

    /// Another one, without anything.
    func organisation() async throws -> UUID { try await Self.organisation(pool) }

    private static func organisation(_ pool: PostgresPool) async throws -> UUID {
        let id = UUID()
        _ = try await pool.withOrganisation(id) { transaction in
            try await transaction.pipeline([InsertOrganisation(id: id, name: "Organisation \(id)")])
        }
        return id
    }
}

private struct ReadTransitions: Statement {
    static let sql = "SELECT status || ' ' || may_become FROM case_transition"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

private struct InsertOrganisation: Statement {
    static let sql = "INSERT INTO organisation (id, name) VALUES ($1, $2)"
    var id: UUID
    var name: String
    var bindings: [PostgresValue] { [.uuid(id), .text(name)] }
}

@Suite("Case store in PostgreSQL", .serialized) struct PostgresCaseStoreTests {
    @Test(arguments: CaseStoreConformance.Check.allCases)
    func keepsItsPromises(_ check: CaseStoreConformance.Check) async throws {
        let cases = try await CaseDatabase()
        let suite = CaseStoreConformance(
            cases.store, organisations: cases.organisations, id: Self.id, pass: { try await Task.sleep(for: $0) })
        #expect(try await suite.broken(check) == [])
        await cases.pool.close()
    }

    /// Its transaction stands open, as that of a process that was stopped in the middle.
    @Test(.timeLimit(.minutes(1))) func aFrozenWorkerHoldsUpNoOthers() async throws {
        let cases = try await CaseDatabase()
        for name in ["a", "b"] {
            _ = try await cases.store.begin(
                NewCase(
                    id: Self.id(name), organisation: cases.organisations[0],
                    workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
                    subject: CaseSubject(name: name, sha256: name, size: 1), step: "first", key: name, by: "t"))
        }
        let claims = try await cases.store.claim(2, worker: "frozen", lease: .milliseconds(1))
        let frozen = try #require(claims.first)
        let admin = try await cases.database.connect(.admin)
        try await admin.script("BEGIN; SELECT FROM work WHERE case_id = '\(frozen.caseID)' FOR UPDATE")
        while try await cases.store.tick() == 0 { await Task.yield() }
        let next = try await cases.store.claim(2, worker: "w", lease: .seconds(30)).map(\.caseID)
        #expect(next == claims.map(\.caseID).filter { $0 != frozen.caseID })
        await admin.close()
        await cases.pool.close()
    }

    /// It would judge them by another organisation's records.
    @Test func aWorkerGetsCasesOfItsOwnOrganisationAlone() async throws {
        let cases = try await CaseDatabase()
        for (index, organisation) in cases.organisations.enumerated() {
            _ = try await cases.store.begin(
                NewCase(
                    id: Self.id("\(index)"), organisation: organisation,
                    workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
                    subject: CaseSubject(name: "n", sha256: "n", size: 1), step: "first", key: "k", by: "t"))
        }
        let own = PostgresCaseStore(cases.pool, serving: UUID(uuidString: cases.organisations[1].rawValue))
        #expect(
            try await own.claim(9, worker: "w", lease: .seconds(30)).map(\.organisation) == [cases.organisations[1]])
        let rest = try await cases.store.claim(9, worker: "w", lease: .seconds(30)).map(\.organisation)
        #expect(rest == [cases.organisations[0]])
        await cases.pool.close()
    }

    /// Two would each get every document, and book it.
    @Test func programsThatStartAtOnceShareTheOrganisation() async throws {
        let cases = try await CaseDatabase(size: 5)
        let pool = cases.pool
        let found = try await withThrowingTaskGroup(of: OrganisationID.self) { group in
            for _ in 0..<8 { group.addTask { try await CaseDirectory.open(pool, organisation: "new").id } }
            return try await group.reduce(into: Set<OrganisationID>()) { $0.insert($1) }
        }
        #expect(found.count == 1)
        #expect(try await CaseDirectory.open(pool, organisation: "other").id != found.first)
        await pool.close()
    }

    @Test func theDatabaseKnowsTheSameTransitions() async throws {
        let cases = try await CaseDatabase(size: 1)
        let known = try await cases.pool.withConnection { connection in try await connection.execute(ReadTransitions())
        }
        let meant = CaseStatus.allCases.flatMap { old in
            CaseStatus.allCases.filter { old.mayBecome($0) }.map { "\(old.rawValue) \($0.rawValue)" }
        }
        #expect(Set(known) == Set(meant))
        #expect(known.count == meant.count)
        await cases.pool.close()
    }

    @Test func eventsAreOnlyEverAddedTo() async throws {
        let cases = try await CaseDatabase()
        _ = try await cases.store.begin(
            NewCase(
                id: Self.id("a"), organisation: cases.organisations[0],
                workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
                subject: CaseSubject(name: "a", sha256: "a", size: 1), step: "first", key: "a", by: "t"))
        let owner = try await cases.database.connect(.owner)
        for sql in ["UPDATE case_event SET words = 'x'", "DELETE FROM case_event"] {
            await #expect(throws: PostgresError.self) {
                try await owner.script(
                    "BEGIN; SET LOCAL payables.organisation = '\(cases.organisations[0])'; \(sql); COMMIT")
            }
            try await owner.script("ROLLBACK")
        }
        await owner.close()
        await cases.pool.close()
    }

    static func id(_ text: String) -> CaseID {
        CaseID(name: text, sha256: "") { bytes in
            let sum = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            let hex = String(sum, radix: 16)
            return String(repeating: hex, count: 32 / hex.count + 1)
        }
    }
}

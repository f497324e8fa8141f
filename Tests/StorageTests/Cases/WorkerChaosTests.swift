import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Postgres
import Storage
import Support
import Synchronization
import TestDatabases
import Testing
import Validation

/// The engine on the real database: workers of several pools, connections that are cut all the time.
@Suite("Workers on PostgreSQL") struct WorkerChaosTests {
    private static let caseCount = 150

    @Test(.timeLimit(.minutes(3))) func nothingIsLostAndNothingIsDoneTwice() async throws {
        let cases = try await CaseDatabase(size: 5)
        let ledger = CountingLedger()
        let edition = WorkflowEdition(name: "chaos", version: 1, digest: "0")
        for index in 0..<Self.caseCount {
            _ = try await cases.store.begin(
                NewCase(
                    id: PostgresCaseStoreTests.id("\(index)"), organisation: cases.organisations[index % 2],
                    workflow: edition, subject: CaseSubject(name: "\(index)", sha256: "s", size: 1), step: "one",
                    key: "\(index)", by: "test"))
        }
        let shelf = WorkflowShelf([edition: try Self.workflow(ledger)])
        let cuts = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<4 {
                let worker = CaseWorker(
                    store: cases.store, workflows: shelf, clock: RealClock(),
                    settings: .init(lease: .seconds(1), deliveries: 50), digest: { _ in "" })
                group.addTask {
                    await Self.labour(worker, "w\(index)")
                    return 0
                }
            }
            group.addTask { try await Self.cut(cases.database) }
            try await Self.untilAllHaveEnded(cases)
            group.cancelAll()
            return try await group.reduce(0, +)
        }
        let admin = try await cases.database.connect(.owner)
        let ended = try await cases.ended()
        await admin.close()
        #expect(cuts > 3)
        #expect(ended == Self.caseCount)
        #expect(ledger.bookings.count == Self.caseCount)
        #expect(ledger.bookings.values.allSatisfy { $0 == 1 })
        await cases.pool.close()
    }

    /// Cuts a connection of the program every 50 to 150 ms.
    private static func cut(_ database: TestDatabase) async throws -> Int {
        let admin = try await PostgresConnection.open(
            PostgresSettings(url: try database.cluster.url(.admin, database: database.name)))
        var cuts = 0
        while !Task.isCancelled {
            // The end of the test may come in the middle of a query.
            cuts += (try? await admin.execute(CutConnection()).count) ?? 0
            try? await Task.sleep(for: .milliseconds(Int.random(in: 50...150)))
        }
        await admin.close()
        return cuts
    }

    private static func labour(_ worker: CaseWorker, _ name: String) async {
        while !Task.isCancelled {
            let claims = (try? await worker.store.claim(3, worker: name, lease: .seconds(1))) ?? []
            for claim in claims { try? await worker.work(claim) }
            if claims.isEmpty {
                _ = try? await worker.store.tick()
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private static func untilAllHaveEnded(_ cases: CaseDatabase) async throws {
        while (try? await cases.ended()) != caseCount { try await Task.sleep(for: .milliseconds(100)) }
    }

    private static func workflow(_ ledger: CountingLedger) throws -> Workflow {
        func step(_ id: String, _ agent: String) -> String {
            """
            {"id": "\(id)", "agent": "\(agent)", "settings": {}, "timeouts": {"run": 10, "total": 60},
             "retry": {"attempts": 20, "delay": 0.01, "cap": 0.1}, "on_failure": "end", "when": []}
            """
        }
        let json = """
            {"name": "chaos", "version": 1, "steps": [\(step("one", "chaos-work")), \(step("post", "chaos-post")),
             \(step("two", "chaos-work"))]}
            """
        let services = Services(
            way: ScriptedWay([:]), bytes: { _ in Data() }, history: CaseMemory(duplicates: NoDuplicates()),
            matcher: Matcher(orders: [], receipts: [], tolerances: Tolerances()), ledger: ledger)
        return try Workflow(
            WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([ChaosWork.self, ChaosPost.self]),
            services: services)
    }
}

extension CaseDatabase {
    /// Cases that have completed.
    func ended() async throws -> Int {
        var count = 0
        for organisation in organisations {
            guard let id = UUID(uuidString: organisation.rawValue) else { continue }
            count += try await pool.withOrganisation(id) { transaction in
                try await transaction.execute(CountCompleted()).first ?? 0
            }
        }
        return count
    }
}

private struct CountCompleted: Statement {
    static let sql = "SELECT count(*) FROM invoice_case WHERE status = 'completed'"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

private struct CutConnection: Statement {
    static let sql = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1
        """
    var bindings: [PostgresValue] { [] }
}

private struct RealClock: EngineClock {
    var now: Moment { Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    func sleep(_ duration: Duration) async throws { try await Task.sleep(for: duration) }
}

private struct NoDuplicates: DuplicateSearch {
    func findings(for invoice: PastInvoice, evidence: [Evidence]) -> [Finding] { [] }
    mutating func insert(_ invoice: PastInvoice) {}
}

/// Books as often as it is asked to, and counts; now and then its answer is lost.
private final class CountingLedger: LedgerPort {
    private let counts = Mutex<[String: Int]>([:])
    var bookings: [String: Int] { counts.withLock { $0 } }

    func post(_ entry: LedgerEntry, key: String) async throws(StageFailure) -> Posting { try book(key) }

    func book(_ key: String) throws(StageFailure) -> Posting {
        counts.withLock { $0[key, default: 0] += 1 }
        if Int.random(in: 0..<5) == 0 { throw .retry(after: .zero, because: "the answer was lost") }
        return Posting(key: key, entry: "E")
    }

    func entry(key: String) async throws(StageFailure) -> Posting? {
        bookings[key].map { _ in Posting(key: key, entry: "E") }
    }
}

private struct ChaosWork: Agent {
    static let name = "chaos-work"
    static let version = 1
    static let needsOrder = false
    typealias Output = String
    init(settings: NoSettings, services: Services) {}
    func run(_ file: CaseFile) async throws(StageFailure) -> String { "done" }
    static func write(_ output: String, into file: inout CaseFile) {}
}

private struct ChaosPost: Agent {
    static let name = "chaos-post"
    static let version = 1
    static let needsOrder = false
    static let hasEffect = true
    typealias Output = Posting?
    private let ledger: (any LedgerPort)?
    init(settings: NoSettings, services: Services) { ledger = services.ledger }
    func run(_ file: CaseFile) async throws(StageFailure) -> Posting? {
        try (ledger as? CountingLedger)?.book("\(file.id)")
    }
    func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Posting?> {
        try await ledger?.entry(key: "\(file.id)").map { .done($0) } ?? .absent
    }
    static func write(_ output: Posting?, into file: inout CaseFile) {}
}

import Foundation
import Orchestrator
import Postgres
import Storage
import Synchronization
import TestDatabases
import Testing

@Suite("Audit in PostgreSQL", .serialized, .timeLimit(.minutes(3))) struct PostgresAuditTests {
    @Test func whatIsSealedHolds() async throws {
        let office = try await AuditOffice()
        let audit = office.audit()
        #expect(try await audit.verify().holds)
        #expect(try await audit.head().description == "0:" + String(repeating: "0", count: 64))
        try await office.begin(["a", "b", "c"])
        #expect(try await audit.verify().pending == 3)
        #expect(try await office.seal(audit) == 3)
        #expect(try await office.seal(audit) == 0)
        let first = try await audit.head()
        try await office.begin(["d"])
        #expect(try await office.seal(audit) == 1)
        let report = try await audit.verify(heads: [first, try await audit.head()])
        #expect(report.faults == [])
        #expect((report.blocks, report.events, report.pending) == (2, 4, 0))
        await office.cases.pool.close()
    }

    @Test(arguments: [1, 2, 5, 7, 13]) func aBacklogIsSealedBlockByBlock(_ most: Int) async throws {
        let office = try await AuditOffice()
        try await office.begin((1...13).map { "\($0)" })
        let audit = office.audit(most: most)
        #expect(try await office.seal(audit) == 13)
        try await office.begin(["more"])
        #expect(try await office.seal(audit) == 1)
        let report = try await audit.verify()
        #expect(report.faults == [])
        #expect((report.blocks, report.events) == ((13 + most - 1) / most + 1, 14))
        await office.cases.pool.close()
    }

    @Test func organisationsHaveChainsOfTheirOwn() async throws {
        let office = try await AuditOffice()
        try await office.begin(["a", "b"])
        try await office.begin(["c"], organisation: 1)
        let all = try await PostgresAudit.all(office.cases.pool, tree: AuditOffice.tree)
        for audit in all { try await office.seal(audit) }
        #expect(all.count == 2)
        #expect(try await office.audit().verify().events == 2)
        #expect(try await office.audit(office.other).verify().events == 1)
        let head = try await office.audit(office.other).head()
        #expect(try await !office.audit().verify(heads: [head]).holds)
        await office.cases.pool.close()
    }

    @Test func writersAtWorkLoseNothingAndNothingIsSealedTwice() async throws {
        let office = try await AuditOffice()
        let stored = try await office.begin(["a"])[0]
        let (writers, rounds) = (3, 150)
        let writing = Countdown(writers)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for round in 0..<rounds { try await Self.write(office, stored, seed: writer * rounds + round) }
                    writing.finishOne()
                }
            }
            // As often as it can, while they write.
            group.addTask {
                let audit = office.audit(most: 40)
                while !writing.isOver { try await audit.seal() }
            }
            try await group.waitForAll()
        }
        try await office.seal(office.audit())
        let sealed = try await office.sealed()
        #expect(sealed.allSatisfy { $0.block != nil })
        #expect(Set(sealed.map(\.event)).count == sealed.count)
        // One of five is rolled back; the others write one to three events.
        let written = (0..<writers * rounds).map { $0 % 5 == 0 ? 0 : 1 + $0 % 3 }.reduce(1, +)
        #expect(sealed.count == written)
        let report = try await office.audit().verify()
        #expect(report.faults == [])
        #expect((report.events, report.pending) == (written, 0))
        #expect(report.blocks > 3)
        await office.cases.pool.close()
    }

    private static func write(_ office: AuditOffice, _ stored: StoredCase, seed: Int) async throws {
        do {
            try await office.cases.pool.withOrganisation(office.organisation) { transaction in
                for number in 0...(seed % 3) {
                    let event = AddEvent(organisation: office.organisation, id: stored.id, words: "\(seed) \(number)")
                    try await transaction.pipeline([event])
                }
                if seed % 5 == 0 { throw Regret() }
            }
        } catch let TransactionError.closure(error, _) where error is Regret {}
    }

    private struct Regret: Error {}

    @Test func aTransactionHeldOpenIsWaitedFor() async throws {
        let office = try await AuditOffice()
        let stored = try await office.begin(["a"])[0]
        let audit = office.audit()
        #expect(try await office.seal(audit) == 1)
        let slow = try await office.cases.database.connect(.app)
        try await slow.script("BEGIN; SET LOCAL payables.organisation = '\(office.organisation)'")
        let late = AddEvent(organisation: office.organisation, id: stored.id, words: "late")
        try await slow.pipeline([late])
        try await office.begin(["b", "c"])
        // Theirs began after the open one: a block would say that all of this time are sealed.
        #expect(try await audit.seal() == 0)
        #expect(try await audit.verify().pending == 2)
        try await slow.script("COMMIT")
        #expect(try await office.seal(audit) == 3)
        #expect(try await audit.verify().faults == [])
        #expect(try await office.sealed().map(\.block) == [1, 2, 2, 2])
        await slow.close()
        await office.cases.pool.close()
    }

    @Test func anEventWithAnOlderIDMayComeLater() async throws {
        let office = try await AuditOffice()
        let stored = try await office.begin(["a"])[0]
        let admin = try await office.admin()
        try await admin.script("SELECT nextval(pg_get_serial_sequence('case_event', 'id'))")
        try await office.begin(["b"])
        let audit = office.audit()
        #expect(try await office.seal(audit) == 2)
        // Took its id before the others were sealed, and began to write after it.
        try await admin.script(
            """
            INSERT INTO case_event (id, organisation_id, case_id, kind, actor, words) OVERRIDING SYSTEM VALUE
            VALUES (2, '\(office.organisation)', '\(stored.id.rawValue)', 'noted', 'test', '')
            """)
        #expect(try await office.seal(audit) == 1)
        #expect(try await audit.verify().faults == [])
        #expect(try await office.sealed().map(\.block) == [1, 2, 1])
        await admin.close()
        await office.cases.pool.close()
    }

    @Test(arguments: 1...5) func ofTwoSealersEachEventIsSealedByOne(_ round: Int) async throws {
        let office = try await AuditOffice()
        try await office.begin((0..<60).map { "\($0)" })
        try await office.untilAllTransactionsHaveEnded()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for most in [7, 7, 16] { group.addTask { try await office.audit(most: most).seal() } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(counts.reduce(0, +) == 60)
        let report = try await office.audit().verify()
        #expect(report.faults == [])
        #expect((report.events, report.pending) == (60, 0))
        await office.cases.pool.close()
    }

    /// A dump that is restored on another server brings transactions that this one has not had.
    @Test func restoredEventsAreSealed() async throws {
        let office = try await AuditOffice()
        try await office.begin(["a", "b"])
        let admin = try await office.admin()
        try await admin.script(
            """
            ALTER TABLE case_event DISABLE TRIGGER refuse_change;
            UPDATE case_event SET transaction = '9000000000' WHERE id = 1;
            ALTER TABLE case_event ENABLE TRIGGER refuse_change
            """)
        let audit = office.audit(most: 1)
        #expect(try await office.seal(audit) == 2)
        try await office.begin(["c", "d", "e"])
        #expect(try await office.seal(office.audit()) == 3)
        #expect(try await audit.verify().faults == [])
        await admin.close()
        await office.cases.pool.close()
    }

    @Test func aProofHoldsWithoutTheDatabase() async throws {
        let office = try await AuditOffice()
        let stored = try await office.begin((1...10).map { "\($0)" })[4]
        let audit = office.audit(most: 4)
        try await office.seal(audit)
        let note = AddEvent(organisation: office.organisation, id: stored.id, words: "again")
        _ = try await office.cases.pool.withOrganisation(office.organisation) { try await $0.pipeline([note]) }
        #expect(try await audit.proof(of: stored).pending == 1)
        try await office.seal(audit)
        try await office.begin(["last"])
        try await office.seal(audit)
        let head = try await audit.head()
        let proof = try await audit.proof(of: stored, to: head)
        let read = try JSONDecoder().decode(AuditProof.self, from: try JSONText.pretty(proof))
        #expect(read.events.map(\.block) == [2, 4])
        #expect(read.blocks.map(\.number) == [2, 3, 4, 5])
        #expect(read.faults(heads: [head], tree: AuditOffice.tree) == [])
        #expect(try await audit.proof(of: stored).blocks.map(\.number) == [2, 4])
        await office.cases.pool.close()
    }

    @Test(arguments: [
        "UPDATE case_event SET words = 'x'", "DELETE FROM case_event", "TRUNCATE case_event CASCADE",
        "UPDATE audit_block SET count = 1", "DELETE FROM audit_block", "TRUNCATE audit_block CASCADE",
        "UPDATE audit_position SET index = 1", "DELETE FROM audit_position", "TRUNCATE audit_position",
        "INSERT INTO case_event (organisation_id, case_id, kind, actor, words, at) SELECT organisation_id, case_id, "
            + "kind, actor, words, at FROM case_event",
        "INSERT INTO case_event (organisation_id, case_id, kind, actor, words, transaction) SELECT organisation_id, "
            + "case_id, kind, actor, words, transaction FROM case_event",
        "ALTER TABLE audit_block DISABLE TRIGGER refuse_change", "SET session_replication_role = replica",
    ])
    func theAppCannotChangeWhatWasWritten(sql: String) async throws {
        let office = try await AuditOffice()
        try await office.begin(["a"])
        try await office.seal(office.audit())
        let app = try await office.cases.database.connect(.app)
        try await app.script("SET payables.organisation = '\(office.organisation)'")
        let error = await #expect(throws: PostgresError.self) { try await app.script(sql) }
        #expect(error?.kind == .permission, "\(error.debugDescription)")
        await app.close()
        await office.cases.pool.close()
    }

    @Test(arguments: ["case_event", "audit_block", "audit_position"]) func theOwnerIsRefusedToo(table: String)
        async throws
    {
        let office = try await AuditOffice()
        try await office.begin(["a"])
        try await office.seal(office.audit())
        let owner = try await office.cases.database.connect(.owner)
        try await owner.script("SET payables.organisation = '\(office.organisation)'")
        for sql in [
            "UPDATE \(table) SET organisation_id = organisation_id", "DELETE FROM \(table)",
            "TRUNCATE \(table) CASCADE",
        ] {
            let error = await #expect(throws: PostgresError.self) { try await owner.script(sql) }
            #expect(error?.sqlState == "PY004", "\(sql): \(error.debugDescription)")
        }
        await owner.close()
        await office.cases.pool.close()
    }
}

/// How many are still at work.
private final class Countdown: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    var isOver: Bool { left.withLock { $0 == 0 } }
    func finishOne() { left.withLock { $0 -= 1 } }
}

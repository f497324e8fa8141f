import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres
import Storage
import Support
import TestDatabases
import Testing

/// The server ends the connection before, behind or while a certain table is written, or just before the transaction is kept.
@Suite("Connections that are cut while a mail is recorded", .serialized) struct MailCrashTests {
    private static let tables = [
        "mail", "case_key", "reference_number", "invoice_case", "case_event", "step_record", "work", "mail_case",
        "mail_question", "case_message", "delivery", "mail_seen",
    ]

    @Test(.timeLimit(.minutes(4))) func afterwardsThereIsOneOutcome() async throws {
        let desk = try await MailDesk(size: 3)
        let suite = desk.suite
        try await Self.prepare(desk)
        let points = Self.tables.flatMap { ["\($0) BEFORE", "\($0) AFTER"] } + ["mail_seen commit", "mail commit"]
        let claim = try await suite.noted(UInt32(points.count * 3))
        var hits = 0
        var uid: UInt32 = 0
        for point in points {
            let (stored, token) = try await suite.asked(point)
            let number = try await desk.deliver(desk.mine)
            let decisions: [MailDecision] = [
                .cases([try Self.read(suite.new("\(point) 1")), suite.new("\(point) 2")]),
                .approval(suite.yes(to: stored.id, token)),
                .bounce(MailBounce(delivery: number, isFinal: true, status: "5.1.1")),
            ]
            for decision in decisions {
                uid += 1
                let (mail, place) = (suite.mail("\(point) \(decision.kind)"), suite.uid(uid))
                try await Self.crash(at: point, desk)
                let error = await Self.failure { () throws(MailStoreError) in
                    _ = try await desk.store.record(mail, as: decision, at: place, claim)
                }
                try await Self.crash(at: nil, desk)
                if let error {
                    hits += 1
                    guard case .unavailable = error else {
                        Issue.record("\(point): \(error)")
                        continue
                    }
                    #expect(try await desk.store.mail(mail.id.rawValue, in: desk.mine) == nil, "\(point)")
                }
                let outcome = try await desk.store.record(mail, as: decision, at: place, claim)
                let again = try await desk.store.record(mail, as: decision, at: place, claim)
                #expect(outcome.kind == decision.kind && again == outcome, "\(point)")
            }
        }
        // Every point cuts at least one of the three.
        #expect(hits >= points.count)
        let tally = try await desk.store.tally(of: desk.mine)
        #expect(tally.isWhole, "\(tally.faults)")
        #expect([tally.cases, tally.approvals, tally.bounces] == Array(repeating: points.count, count: 3))
        #expect(tally.inFlight == 0)
        let cases = try await desk.inside(desk.mine) { try await $0.execute(CountMailCases()) }
        #expect(cases.first == points.count * 2)
        await desk.close()
    }

    /// With something that was read for it.
    private static func read(_ new: NewCase) throws -> NewCase {
        var new = new
        new.records = [try JournalRecord(step: "first", agent: "a/1", kind: .output, body: Data("1".utf8))]
        return new
    }

    private static func prepare(_ desk: MailDesk) async throws {
        let owner = try await desk.cases.database.connect(.owner)
        try await owner.script(
            """
            CREATE TABLE crash (point text);
            GRANT SELECT ON crash TO payables_app;
            CREATE FUNCTION crash_here() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM crash WHERE point = concat_ws(' ', TG_TABLE_NAME, coalesce(TG_ARGV[0], TG_WHEN))) THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    PERFORM pg_sleep(10);
                END IF;
                RETURN NULL;
            END $$;
            """)
        for table in tables {
            for when in ["BEFORE", "AFTER"] {
                try await owner.script(
                    """
                    CREATE TRIGGER crash_\(when) \(when) INSERT OR UPDATE ON \(table)
                        FOR EACH STATEMENT EXECUTE FUNCTION crash_here()
                    """)
            }
        }
        for table in ["mail", "mail_seen"] {
            try await owner.script(
                """
                CREATE CONSTRAINT TRIGGER crash_commit AFTER INSERT OR UPDATE ON \(table) DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION crash_here('commit')
                """)
        }
        await owner.close()
    }

    private static func failure(_ body: () async throws(MailStoreError) -> Void) async -> MailStoreError? {
        do throws(MailStoreError) { try await body() } catch { return error }
        return nil
    }

    private static func crash(at point: String?, _ desk: MailDesk) async throws {
        let owner = try await desk.cases.database.connect(.owner)
        try await owner.script("TRUNCATE crash")
        if let point { try await owner.script("INSERT INTO crash VALUES ('\(point)')") }
        await owner.close()
    }
}

private struct CountMailCases: Statement {
    static let sql =
        "SELECT count(*) FROM case_key WHERE key LIKE 'mail %' AND case_id IN (SELECT case_id FROM mail_case)"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

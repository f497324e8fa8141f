import Foundation
import Orchestrator
import Postgres
import Storage
import TestDatabases
import Testing

/// What a superuser does in the real database, with the triggers out of his way, is found and named.
@Suite("Audit against a superuser", .serialized, .timeLimit(.minutes(3))) struct AuditTamperTests {
    /// Events 1 to 14 are sealed in blocks of 3; event 15 is another organisation's, 16 waits.
    struct Tamper: Sendable, CustomTestStringConvertible {
        var sql: String
        var kind: AuditFault.Kind
        var block: Int?
        /// Whether only the head that was kept shows it.
        var needsHead = false
        var testDescription: String { sql }

        init(_ sql: String, _ kind: AuditFault.Kind, _ block: Int? = nil, needsHead: Bool = false) {
            self.sql = sql
            self.kind = kind
            self.block = block
            self.needsHead = needsHead
        }
    }

    private static let free = "ALTER TABLE case_event ALTER id DROP IDENTITY; "

    static let events: [Tamper] = [
        .init("UPDATE case_event SET words = 'x' WHERE id = 5", .eventChanged, 2),
        .init("UPDATE case_event SET words = words || ' ' WHERE id = 1", .eventChanged, 1),
        .init("UPDATE case_event SET kind = 'Case-begun' WHERE id = 14", .eventChanged, 5),
        .init("UPDATE case_event SET actor = 'u' WHERE id = 7", .eventChanged, 3),
        .init("UPDATE case_event SET step = 'first' WHERE id = 8", .eventChanged, 3),
        .init("UPDATE case_event SET step = '' WHERE id = 9", .eventChanged, 3),
        .init("UPDATE case_event SET at = at + interval '1 microsecond' WHERE id = 10", .eventChanged, 4),
        .init("UPDATE case_event SET at = at - interval '1 year' WHERE id = 10", .eventChanged, 4),
        .init("UPDATE case_event SET at = 'infinity' WHERE id = 11", .eventChanged, 4),
        .init("UPDATE case_event SET at = '-infinity' WHERE id = 11", .eventChanged, 4),
        .init("UPDATE case_event SET at = '4000-01-01 BC' WHERE id = 11", .eventChanged, 4),
        .init("UPDATE case_event SET transaction = '3' WHERE id = 12", .eventChanged, 4),
        .init("UPDATE case_event SET transaction = '18446744073709551615' WHERE id = 12", .eventChanged, 4),
        .init(
            "UPDATE case_event SET case_id = (SELECT case_id FROM case_event WHERE id = 1) WHERE id = 3", .eventChanged,
            1),
        .init(
            "UPDATE case_event SET organisation_id = (SELECT organisation_id FROM case_event WHERE id = 15) WHERE id = 4",
            .eventMissing, 2),
        .init(free + "UPDATE case_event SET id = 99 WHERE id = 6", .eventMissing, 2),
        .init(
            free + "UPDATE case_event SET id = id + 100 WHERE id IN (5, 6); "
                + "UPDATE case_event SET id = 111 - id WHERE id > 100", .eventChanged, 2),
        .init("DELETE FROM case_event WHERE id = 1", .eventMissing, 1),
        .init("DELETE FROM case_event WHERE id = 5", .eventMissing, 2),
        .init("DELETE FROM case_event WHERE id = 14", .eventMissing, 5),
        .init("DELETE FROM case_event", .eventMissing, 1),
        .init(
            "INSERT INTO case_event (organisation_id, case_id, kind, actor, words, at, transaction) "
                + "SELECT organisation_id, case_id, 'approved', actor, words, at, transaction FROM case_event WHERE id = 5",
            .eventInserted),
        .init(
            "INSERT INTO case_event (id, organisation_id, case_id, kind, actor, words, at, transaction) "
                + "OVERRIDING SYSTEM VALUE "
                + "SELECT -1, organisation_id, case_id, 'approved', actor, words, at, '7' FROM case_event WHERE id = 5",
            .eventInserted),
    ]

    static let positions: [Tamper] = [
        .init(
            "UPDATE audit_position SET leaf = set_byte(leaf, 31, 255 - get_byte(leaf, 31)) WHERE event_id = 5",
            .eventChanged, 2),
        .init("UPDATE audit_position SET leaf = sha256('') WHERE event_id = 2", .eventChanged, 1),
        .init("UPDATE audit_position SET index = 3 WHERE event_id = 6", .eventMissing, 2),
        .init("UPDATE audit_position SET index = 9 WHERE event_id = 4", .eventMissing, 2),
        .init("UPDATE audit_position SET block = 5, index = 2 WHERE event_id = 4", .eventMissing, 2),
        .init("UPDATE audit_position SET block = 9 WHERE event_id = 13", .eventMissing, 5),
        .init("UPDATE audit_position SET event_id = 16 WHERE event_id = 4", .eventChanged, 2),
        .init("UPDATE audit_position SET event_id = 15 WHERE event_id = 4", .eventMissing, 2),
        .init(
            "UPDATE audit_position SET organisation_id = (SELECT organisation_id FROM case_event WHERE id = 15) "
                + "WHERE event_id = 4", .eventMissing, 2),
        .init("DELETE FROM audit_position WHERE event_id = 4", .eventMissing, 2),
        .init("DELETE FROM audit_position WHERE block = 5", .eventMissing, 5),
        .init("TRUNCATE audit_position", .eventMissing, 1),
        .init(
            "UPDATE audit_position SET index = index + 10 WHERE block = 3 AND index < 2; "
                + "UPDATE audit_position SET index = 11 - index WHERE block = 3 AND index > 2", .eventsReordered, 3),
        .init(
            "UPDATE audit_position SET event_id = event_id + 100 WHERE event_id IN (7, 8); "
                + "UPDATE audit_position SET event_id = 115 - event_id WHERE event_id > 100", .eventsReordered, 3),
        .init(
            "UPDATE audit_position a SET leaf = (SELECT leaf FROM audit_position b WHERE b.event_id = 15 - a.event_id) "
                + "WHERE event_id IN (7, 8)", .eventsReordered, 3),
        .init(
            "UPDATE audit_position SET block = 11 - block WHERE event_id IN (5, 8) ; "
                + "UPDATE audit_position SET block = CASE block WHEN 9 THEN 3 ELSE 2 END WHERE block > 5",
            .eventsReordered, 2),
        .init(
            "INSERT INTO audit_position SELECT organisation_id, 16, 2, 3, leaf FROM audit_position WHERE event_id = 4",
            .eventInserted, 2),
        .init(
            "UPDATE audit_position SET event_id = 16, leaf = (SELECT leaf FROM audit_position WHERE event_id = 5) "
                + "WHERE event_id = 4", .eventChanged, 2),
    ]

    static let blocks: [Tamper] = [
        .init("UPDATE audit_block SET number = 8 WHERE number = 3", .blockMissing, 3),
        .init("UPDATE audit_block SET number = 8 WHERE number = 5", .blockMissing, 5),
        .init("UPDATE audit_block SET first = first + 1, last = last + 1 WHERE number = 3", .blockChanged, 3),
        .init("UPDATE audit_block SET count = count + 1, last = last + 1 WHERE number = 5", .blockChanged, 5),
        .init("UPDATE audit_block SET count = 2, first = first + 1 WHERE number = 1", .blockChanged, 1),
        .init(
            "UPDATE audit_block SET root = set_byte(root, 0, 255 - get_byte(root, 0)) WHERE number = 2", .blockChanged,
            2),
        .init("UPDATE audit_block SET previous = root WHERE number = 2", .blockChanged, 2),
        .init("UPDATE audit_block SET cluster = '1' WHERE number = 4", .blockChanged, 4),
        .init("UPDATE audit_block SET horizon = '1' WHERE number = 5", .blockChanged, 5),
        .init("UPDATE audit_block SET sealed = sealed + interval '1 microsecond' WHERE number = 4", .blockChanged, 4),
        .init("UPDATE audit_block SET sealed = 'infinity' WHERE number = 4", .blockChanged, 4),
        .init("UPDATE audit_block SET digest = sha256(digest) WHERE number = 5", .blockChanged, 5),
        .init(
            "UPDATE audit_block SET organisation_id = (SELECT organisation_id FROM case_event WHERE id = 15) "
                + "WHERE number = 4", .blockMissing, 4),
        .init("DELETE FROM audit_block WHERE number = 1", .blockMissing, 1),
        .init("DELETE FROM audit_block WHERE number = 3", .blockMissing, 3),
        .init("DELETE FROM audit_block WHERE number = 5", .blockEmptied, 5),
        .init(
            "UPDATE audit_block SET number = number + 10 WHERE number IN (2, 3); "
                + "UPDATE audit_block SET number = 15 - (number - 10) - 10 WHERE number > 10", .blockChanged, 2),
        .init(
            "INSERT INTO audit_block SELECT organisation_id, 6, last + 1, last + 1, 1, root, digest, cluster, horizon, "
                + "sealed, digest FROM audit_block WHERE number = 5", .blockChanged, 6),
        .init("TRUNCATE audit_block CASCADE", .tailCut, 5, needsHead: true),
        .init(
            "DELETE FROM case_event WHERE id IN (13, 14); DELETE FROM audit_position WHERE block = 5; "
                + "DELETE FROM audit_block WHERE number = 5", .tailCut, 5, needsHead: true),
        .init(
            "DELETE FROM audit_position WHERE block = 5; DELETE FROM audit_block WHERE number = 5", .tailCut, 5,
            needsHead: true),
    ]

    @Test func everythingIsFoundAndNamed() async throws {
        let office = try await AuditOffice()
        try await office.begin((1...14).map { "\($0)" })
        let audit = office.audit(most: 3)
        try await office.seal(audit)
        try await office.begin(["other"], organisation: 1)
        try await office.begin(["waits"])
        let head = try await audit.head()
        let admin = try await office.admin()
        #expect(try await Self.report("SELECT 1", admin, office, [head]).faults == [])
        for tamper in Self.events + Self.positions + Self.blocks {
            let report = try await Self.report(tamper.sql, admin, office, tamper.needsHead ? [head] : [])
            let first = report.faults.first
            #expect(first?.kind == tamper.kind && first?.block == tamper.block, "\(tamper.sql): \(report.faults)")
        }
        #expect(try await audit.verify(heads: [head]).faults == [])
        await admin.close()
        await office.cases.pool.close()
    }

    /// Tampers, looks through as the program does, and takes it back.
    private static func report(
        _ sql: String, _ admin: PostgresConnection, _ office: AuditOffice, _ heads: [AuditHead]
    ) async throws -> AuditReport {
        try await admin.script("BEGIN; SET LOCAL session_replication_role = replica; " + sql)
        try await admin.script(
            "SET LOCAL ROLE payables_app; SET LOCAL payables.organisation = '\(office.organisation)'")
        let report = try await office.audit().verify(heads: heads, in: admin)
        try await admin.script("ROLLBACK")
        return report
    }

    /// Whoever rules the database can write all anew, and only a head that was kept elsewhere tells.
    @Test func aChainWrittenAnewIsFoundByTheHead() async throws {
        let office = try await AuditOffice()
        try await office.begin(["a", "b", "c"])
        let audit = office.audit()
        try await office.seal(audit)
        let head = try await audit.head()
        let admin = try await office.admin()
        try await admin.script(
            """
            SET session_replication_role = replica; UPDATE case_event SET actor = 'somebody else' WHERE id = 2;
            TRUNCATE audit_position, audit_block; SET session_replication_role = origin
            """)
        #expect(try await office.seal(audit) == 3)
        #expect(try await audit.verify().holds)
        #expect(try await audit.verify(heads: [head]).faults == [AuditFault(.headDiffers, block: 1)])
        await admin.close()
        await office.cases.pool.close()
    }
}

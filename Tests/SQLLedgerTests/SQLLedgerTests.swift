import Orchestrator
import Pipeline
import Postgres
import SQLLedger
import Support
import TestDatabases
import Testing

@Suite("SQLLedger", .serialized) struct SQLLedgerTests {
    @Test(arguments: LedgerConformance.Check.allCases)
    func keepsItsPromises(_ check: LedgerConformance.Check) async throws {
        let ledger = try await LedgerDatabase()
        #expect(try await LedgerConformance(ledger.world()).broken(check) == [])
        await ledger.ledger.close()
    }

    /// Without it, the checks of lost answers and requests would hold of themselves.
    @Test func theProxyReallyCuts() async throws {
        let ledger = try await LedgerDatabase()
        for check in [LedgerConformance.Check.lostAnswer, .lostRequest] {
            _ = try await LedgerConformance(ledger.world()).broken(check)
        }
        #expect(ledger.proxy.cuts == 2)
        await ledger.ledger.close()
    }

    @Test func aReversalIsASecondEntry() async throws {
        let database = try await LedgerDatabase()
        let ledger = database.ledger
        let first = try await ledger.post(LedgerConformance.entry(1), key: "c1/post")
        let number = try #require(BookedEntry.number(of: first.entry))
        func reverse(_ number: Int, _ key: String, day: String = "2026-04-02") async throws -> Posting {
            try await ledger.reverse(number, key: key, day: day, by: "A02", reason: "booked twice by the supplier")
        }
        let second = try await reverse(number, "c1/reverse")
        #expect(second.entry == "L000002")
        #expect(try await reverse(number, "c1/reverse") == second)
        await #expect(throws: StageFailure.self) { try await reverse(number, "again") }
        await #expect(throws: StageFailure.self) { try await reverse(2, "a reversal") }
        await #expect(throws: StageFailure.self) { try await reverse(77, "nothing") }
        await #expect(throws: StageFailure.self) { try await reverse(number, "c1/reverse", day: "2026-04-03") }
        let entries = try await ledger.entries()
        #expect(entries.map(\.gross) == ["-119.00", "119.00"])
        #expect(entries.map(\.reverses) == [1, nil])
        #expect(entries.map(\.lines) == [3, 3])
        // The key of a booking is not free for another one because the entry was taken back.
        #expect(try await ledger.post(LedgerConformance.entry(1), key: "c1/post") == first)
        await ledger.close()
    }

    @Test func numbersHaveNoGapsThoughBookingsAreRefused() async throws {
        let database = try await LedgerDatabase()
        for number in 1...4 {
            var wrong = LedgerConformance.entry(number)
            wrong.currency = "QQQ"
            try? await { _ = try await database.ledger.post(wrong, key: "w\(number)") }()
            _ = try await database.ledger.post(LedgerConformance.entry(number), key: "c\(number)")
        }
        try await database.ledger.test()
        _ = try await database.ledger.post(LedgerConformance.entry(5), key: "c5")
        #expect(try await database.ledger.entries().map(\.number) == [5, 4, 3, 2, 1])
        await database.ledger.close()
    }

    static let forbidden = [
        "UPDATE ledger.entry SET gross = gross", "DELETE FROM ledger.line", "TRUNCATE ledger.line",
        "INSERT INTO ledger.currency VALUES ('QQQ', 2)", "UPDATE ledger.period SET is_closed = false",
        "UPDATE ledger.counter SET last = 0", "SELECT ledger.write_lines(1, 1, 0)",
        """
        INSERT INTO ledger.entry (number, key, case_id, document, supplier_id, invoice_number, invoice_date, day,
            currency, net, tax, gross, orders, approved_by)
        VALUES (9, 'k', 'c', 'd', 's', 'n', '2026-01-01', '2026-01-01', 'EUR', 1, 0, 1, '{}', 'a')
        """,
    ]

    @Test(arguments: forbidden) func whoeverBooksMayOnlyBook(_ sql: String) async throws {
        let database = try await LedgerDatabase()
        let url = LedgerDatabase.url(database.database, database.proxy)
        let connection = try await PostgresConnection.open(PostgresSettings(url: url, role: "payables_ledger"))
        _ = try await database.ledger.post(LedgerConformance.entry(1), key: "c1")
        await #expect { try await connection.script(sql) } throws: { ($0 as? PostgresError)?.kind == .permission }
        await connection.close()
        await database.ledger.close()
    }

    static let refused = [
        "UPDATE ledger.entry SET gross = gross", "DELETE FROM ledger.line", "TRUNCATE ledger.line, ledger.entry",
        // A head without lines, and one whose lines are another sum.
        forbidden[7],
        forbidden[7] + "; INSERT INTO ledger.line VALUES (9, 1, 'expense', NULL, 2), (9, 2, 'payable', NULL, -2)",
        "INSERT INTO ledger.period VALUES ('a', '2026-01-01', '2026-01-31'), ('b', '2026-01-31', '2026-02-27')",
    ]

    /// Neither may the owner, nor a superuser by mistake.
    @Test(arguments: refused) func nobodyChangesOrHalvesAnEntry(_ sql: String) async throws {
        let database = try await LedgerDatabase()
        _ = try await database.ledger.post(LedgerConformance.entry(1), key: "c1")
        let admin = try await database.database.connect(.admin)
        await #expect { try await admin.script(sql) } throws: { ($0 as? PostgresError)?.kind == .constraint }
        #expect(try await database.ledger.entries().count == 1)
        await admin.close()
        await database.ledger.close()
    }

    /// The database checks by itself, whoever asks.
    @Test func theDatabaseRefusesWhatTheProgramWouldNotSend() async throws {
        let database = try await LedgerDatabase()
        let admin = try await database.database.connect(.admin)
        func outcome(_ values: String) async throws -> String? {
            try await admin.script(
                """
                CREATE TEMPORARY TABLE IF NOT EXISTS answer (outcome text, words text); TRUNCATE answer;
                INSERT INTO answer SELECT outcome, words FROM ledger.post('k', 'c', 'd', 's', 'n', '2026-03-01', NULL,
                    \(values), '{}', NULL, NULL, 'a')
                """)
            return try await admin.execute(ReadAnswer()).first
        }
        #expect(try await outcome("'QQQ', 1, 0, 1") == "currency QQQ")
        #expect(try await outcome("'EUR', 1.001, 0, 1.001") == "digits ")
        #expect(try await outcome("'EUR', 1, 0.19, 1.20") == "sums ")
        #expect(try await outcome("'EUR', 1, 0.19, 1.19") == "posted ")
        #expect(try await outcome("'EUR', 1.00, 0.190, 1.19") == "known ")
        #expect(try await outcome("'EUR', 2, 0, 2") == "other ")
        await admin.close()
        await database.ledger.close()
    }

    @Test func accountsAreNotedWhereTheyAreKnown() async throws {
        let database = try await LedgerDatabase()
        let admin = try await database.database.connect(.admin)
        try await admin.script("INSERT INTO ledger.account VALUES ('expense', '6300'), ('payable', '3300')")
        _ = try await database.ledger.post(LedgerConformance.entry(1), key: "c1")
        #expect(
            try await admin.execute(ReadLines()) == ["expense 6300 100.00", "tax - 19.00", "payable 3300 -119.00"])
        await admin.close()
        await database.ledger.close()
    }
}

private struct ReadAnswer: Statement {
    static let sql = "SELECT outcome || ' ' || words FROM answer"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

private struct ReadLines: Statement {
    static let sql = "SELECT kind || ' ' || coalesce(account, '-') || ' ' || amount FROM ledger.line ORDER BY position"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

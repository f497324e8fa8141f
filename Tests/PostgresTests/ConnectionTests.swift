import Foundation
import Postgres
import TestDatabases
import Testing

@Suite("PostgresConnection", .timeLimit(.minutes(1))) struct ConnectionTests {
    @Test(arguments: [0, 1, -1, 1_795_762_631_123_456, -2_208_988_800_000_001, 951_782_400_000_000] as [Int64])
    func valuesComeBackAsTheyWent(timestamp: Int64) async throws {
        let connection = try await TestDatabase().connect()
        let sent = Everything(
            text: "Größe 'x' \\ \n", int: Int.min, bool: true, uuid: UUID(), timestamp: timestamp,
            bytes: Array(0...255))
        let row = try #require(try await connection.execute(sent).first)
        #expect(row.bindings == sent.bindings)
    }

    @Test func aStatementIsPreparedOnce() async throws {
        let connection = try await TestDatabase().connect()
        for value in 1...20 { #expect(try await connection.execute(Number(value: value)) == [value]) }
        #expect(await connection.preparedCount == 1)
    }

    @Test func aPipelineAnswersInOrder() async throws {
        let connection = try await TestDatabase().connect()
        let answers = try await connection.execute((1...2000).map { Number(value: $0) })
        #expect(answers.flatMap { $0 } == Array(1...2000))
    }

    @Test func aPipelineFailsAsAWholeAndTheConnectionGoesOn() async throws {
        let connection = try await TestDatabase().connect()
        try await connection.script("CREATE TABLE thing (id int PRIMARY KEY, amount int)")
        let error = await failure {
            try await connection.pipeline([
                Insert(id: 1, amount: 1), Insert(id: 1, amount: 1), Insert(id: 2, amount: 1),
            ])
        }
        #expect(error?.kind == .uniqueViolation)
        #expect(try await connection.pipeline([Insert(id: 1, amount: 1), Number(value: 3)]) == [1, 1])
    }

    @Test func aPipelineGivesTheRowsOfItsLastStatement() async throws {
        let connection = try await TestDatabase().connect()
        try await connection.script("CREATE TABLE thing (id int PRIMARY KEY, amount int)")
        #expect(try await connection.pipeline([Insert(id: 1, amount: 1)], then: Number(value: 3)) == [3])
        let error = await failure {
            _ = try await connection.pipeline([Insert(id: 2, amount: 1)], then: Insert(id: 1, amount: 1))
        }
        #expect(error?.kind == .uniqueViolation)
        #expect(try await connection.pipeline([], then: Insert(id: 2, amount: 1)).isEmpty, "2 was taken back")
    }

    @Test func aFaultNamesItsColumn() async throws {
        let connection = try await TestDatabase().connect()
        let error = await failure { _ = try await connection.execute(WrongColumn()) }
        #expect(error?.message == "column 0 (supplier) is NULL")
    }

    @Test(.timeLimit(.minutes(1))) func aTransactionThatStandsStillLetsGoOfItsLocks() async throws {
        let database = try await TestDatabase()
        var settings = try database.settings(.owner)
        settings.idleTransactionTimeout = 50
        let (frozen, other) = (try await PostgresConnection.open(settings), try await database.connect())
        try await other.script("CREATE TABLE thing (id int)")
        try await frozen.script("BEGIN; LOCK TABLE thing")
        try await other.script("BEGIN; LOCK TABLE thing; COMMIT")
        let error = await failure { try await frozen.script("COMMIT") }
        #expect(error != nil)
        #expect(await frozen.isBroken)
    }

    @Test func aByteZeroIsRefusedRatherThanCut() async throws {
        let connection = try await TestDatabase().connect()
        let sent = Everything(text: "a\0b", int: 0, bool: true, uuid: UUID(), timestamp: 0, bytes: [])
        #expect(await failure { _ = try await connection.execute(sent) }?.kind == .bug)
    }

    /// They wait for a lock that is let go only when other tasks have run.
    @Test(.timeLimit(.minutes(1))) func eightThatWaitHoldNobodyUp() async throws {
        let database = try await TestDatabase()
        let holder = try await database.connect()
        try await holder.script("SELECT pg_advisory_lock(8)")
        let pool = try database.pool(size: 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { try await pool.withConnection { _ = try await $0.execute(WaitForLock()) } }
            }
            while try await holder.execute(CountWaiting()).first != 8 { await Task.yield() }
            for _ in 0..<100 { await Task { await Task.yield() }.value }
            #expect(await pool.open == 8)
            try await holder.script("SELECT pg_advisory_unlock(8)")
            try await group.waitForAll()
        }
        await holder.close()
        await pool.close()
    }

    @Test func aListenerHearsAndBeginsAnewWhenItsSessionEnds() async throws {
        let database = try await TestDatabase()
        let admin = try await database.connect(.admin)
        var settings = try database.settings(.owner)
        settings.applicationName = "listener"
        var heard: [PostgresEvent] = []
        for await event in PostgresListener.events(settings, channels: ["Odd \"name\""]) {
            heard.append(event)
            if heard.count == 1 { try await admin.script("NOTIFY \"Odd \"\"name\"\"\", 'hello'") }
            if heard.count == 2 {
                try await admin.script(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE application_name = 'listener' AND datname = current_database()")
            }
            if heard.count == 3 { break }
        }
        #expect(heard == [.listening, .notification(channel: "Odd \"name\"", payload: "hello"), .listening])
    }
}

private struct WaitForLock: Statement {
    static let sql = "SELECT pg_advisory_xact_lock_shared(8)"
    var bindings: [PostgresValue] { [] }
}

private struct CountWaiting: Statement {
    static let sql = """
        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

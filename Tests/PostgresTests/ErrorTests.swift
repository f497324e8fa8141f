import Foundation
import Postgres
import Storage
import TestDatabases
import Testing

@Suite("Errors, each provoked for real", .timeLimit(.minutes(1))) struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var kind: PostgresError.Kind

        init(_ sentence: String, _ sql: String, _ kind: PostgresError.Kind) {
            testDescription = sentence
            self.sql = sql
            self.kind = kind
        }
    }

    static let cases = [
        Case("a key that exists is a unique violation", "INSERT INTO thing VALUES (1, 1)", .uniqueViolation),
        Case("a broken check is a constraint", "INSERT INTO thing VALUES (2, -1)", .constraint),
        Case("a missing grant is a permission", "SET ROLE payables_app; SELECT * FROM thing", .permission),
        Case("a slow statement is a timeout", "SET statement_timeout = 50; SELECT pg_sleep(5)", .timeout),
        Case("a wrong word is a bug", "SELEKT 1", .bug),
        Case("a missing table is a bug", "SELECT * FROM nowhere", .bug),
        Case("an ended session is a lost connection", "SELECT pg_terminate_backend(pg_backend_pid())", .connectionLost),
        Case("a raised error is other", "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", .other),
    ]

    @Test(arguments: cases) func kind(_ example: Case) async throws {
        let database = try await TestDatabase()
        let admin = try await database.connect(.admin)
        try await admin.script("CREATE TABLE thing (id int PRIMARY KEY, amount int CHECK (amount > 0))")
        try await admin.script("INSERT INTO thing VALUES (1, 1)")
        let error = await failure { try await admin.script(example.sql) }
        #expect(error?.kind == example.kind, "\(error.debugDescription)")
    }

    @Test func twoThatReadAndWriteAcrossFailToSerialize() async throws {
        let database = try await TestDatabase()
        let (one, two) = (try await database.connect(), try await database.connect())
        try await one.script("CREATE TABLE thing (id int, amount int); INSERT INTO thing VALUES (1, 1)")
        try await one.script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM thing")
        try await two.script("UPDATE thing SET amount = 2")
        let error = await failure { try await one.script("UPDATE thing SET amount = 3") }
        #expect(error?.kind == .serialization)
        #expect(error?.sqlState == "40001")
    }

    @Test func aCanceledTaskStopsItsStatementAndLeavesTheConnectionWhole() async throws {
        let connection = try await TestDatabase().connect()
        let task = Task { await failure { _ = try await connection.execute(Sleep(seconds: 30)) } }
        try await Task.sleep(for: .milliseconds(300))
        task.cancel()
        #expect(await task.value?.kind == .canceled)
        #expect(try await connection.execute(Number(value: 7)) == [7])
    }

    /// The last that such a server says is a warning, after which libpq can't write and still calls the connection good.
    @Test func aServerThatCrashedIsALostConnection() async throws {
        let folder = TestServer.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cluster = PrivateCluster(dataFolder: folder)
        try await cluster.start()
        let connection = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.admin)))
        #expect(try await connection.execute(Number(value: 1)) == [1])
        guard case .running(let process) = await cluster.status() else { throw ClusterError.noBinaries }
        kill(process, SIGQUIT)
        while await cluster.status() != .stopped { try await Task.sleep(for: .milliseconds(20)) }
        let error = await failure { _ = try await connection.execute(Number(value: 2)) }
        #expect(error?.kind == .connectionLost, "\(error.debugDescription)")
        #expect(await connection.isBroken)
    }

    @Test func nobodyAnswersIsUnavailable() async {
        let error = await failure {
            _ = try await PostgresConnection.open(PostgresSettings(url: "postgresql:///x?host=/nowhere"))
        }
        #expect(error?.kind == .unavailable)
    }

    @Test func aWrongPasswordIsPermission() async throws {
        let database = try await TestDatabase()
        let url = try database.settings(.app).url.split(separator: "@")
        let error = await failure {
            _ = try await PostgresConnection.open(PostgresSettings(url: "postgresql://payables_app:no@" + url[1]))
        }
        #expect(error?.kind == .permission)
    }

    @Test func tooManyConnectionsAreOutOfResources() async throws {
        let database = try await TestDatabase()
        let admin = try await database.connect(.admin)
        try await admin.script("ALTER DATABASE \(database.name) CONNECTION LIMIT 2")
        let first = try await database.connect(.owner)
        let error = await failure { _ = try await database.connect(.owner) }
        #expect(error?.kind == .outOfResources, "\(error.debugDescription)")
        await first.close()
    }

    @Test func aCommitWhoseConnectionBreaksHasAnUnknownOutcome() async throws {
        let database = try await TestDatabase()
        let connection = try await database.connect(.admin)
        // A deferred trigger runs within COMMIT and ends the session there.
        try await connection.script(
            """
            CREATE TABLE thing (id int);
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION leave()
            """)
        let error = await failure {
            try await connection.transaction { try await $0.script("INSERT INTO thing VALUES (1)") }
        }
        #expect(error?.isOutcomeUnknown == true, "\(error.debugDescription)")
    }

    @Test func theShortTextTellsNoData() async throws {
        let connection = try await TestDatabase().connect()
        try await connection.script("CREATE TABLE thing (id text PRIMARY KEY); INSERT INTO thing VALUES ('secret')")
        let error = try #require(await failure { try await connection.script("INSERT INTO thing VALUES ('secret')") })
        #expect(error.description == "database error: uniqueViolation (SQLSTATE 23505)")
        #expect(error.debugDescription.contains("secret"))
        #expect(error.constraint == "thing_pkey")
    }
}

import Foundation
import Postgres
import Storage
import TestDatabases
import Testing

@Suite("PrivateCluster", .serialized, .timeLimit(.minutes(2))) struct PrivateClusterTests {
    /// A cluster of its own that is stopped and removed afterwards.
    private func withCluster(
        _ deeper: String = "", _ body: (PrivateCluster) async throws -> Void
    ) async throws {
        let folder = TestServer.newFolder()
        let cluster = PrivateCluster(dataFolder: folder + deeper)
        do { try await body(cluster) } catch {
            try? await cluster.stop()
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        try await cluster.stop()
        try FileManager.default.removeItem(atPath: folder)
    }

    private func answers(_ cluster: PrivateCluster) async throws -> Bool {
        let connection = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.app)))
        try await connection.script("SELECT 1")
        await connection.close()
        return true
    }

    private func process(_ cluster: PrivateCluster) async -> Int32? {
        guard case .running(let process) = await cluster.status() else { return nil }
        return process
    }

    @Test func itStartsStopsAndStartsAgain() async throws {
        try await withCluster { cluster in
            #expect(await cluster.status() == .absent)
            try await cluster.start()
            #expect(try await answers(cluster))
            try await cluster.stop()
            #expect(await cluster.status() == .stopped)
            try await cluster.start()
            #expect(try await answers(cluster))
        }
    }

    @Test func twoThatStartAtOnceUseTheSame() async throws {
        try await withCluster { cluster in
            async let left: Void = cluster.start()
            async let right: Void = cluster.start()
            _ = try await (left, right)
            let first = await process(cluster)
            try await cluster.start()
            #expect(first != nil)
            #expect(await process(cluster) == first)
        }
    }

    @Test func theLastWhoUsesItStopsIt() async throws {
        try await withCluster { cluster in
            let (first, second) = (try await cluster.use(), try await cluster.use())
            let server = await process(cluster)
            #expect(server != nil)
            try await cluster.leave(first)
            #expect(await process(cluster) == server)
            try await cluster.leave(second)
            #expect(await cluster.status() == .stopped)
        }
    }

    @Test func whatWasStartedToStayStays() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            try await cluster.leave(try await cluster.use())
            #expect(try await answers(cluster))
            try await cluster.stop()
            let borrowed = try await cluster.use()
            try await cluster.start()
            try await cluster.leave(borrowed)
            #expect(try await answers(cluster))
        }
    }

    @Test func aKilledServerStartsAgainWithItsRows() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            let owner = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.owner)))
            try await owner.script("CREATE TABLE thing (id int); INSERT INTO thing VALUES (1)")
            let server = try #require(await process(cluster))
            let asleep = Task { () -> PostgresError? in
                do throws(PostgresError) {
                    try await owner.script("SELECT pg_sleep(30)")
                    return nil
                } catch { return error }
            }
            try await Task.sleep(for: .milliseconds(300))
            kill(server, SIGKILL)
            try await Task.sleep(for: .seconds(1))
            try await cluster.start()
            #expect(await asleep.value != nil)
            let again = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.owner)))
            try await again.script("SELECT 1 / count(*) FROM thing")
        }
    }

    @Test func aStoppedServerEndsTheStatementUnderWay() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            let connection = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.app)))
            let asleep = Task { () -> PostgresError.Kind? in
                do throws(PostgresError) {
                    try await connection.script("SELECT pg_sleep(30)")
                    return nil
                } catch { return error.kind }
            }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.stop()
            #expect([.unavailable, .connectionLost].contains(await asleep.value))
            #expect(await connection.isBroken)
        }
    }

    @Test func aLongFolderGetsAShortSocket() async throws {
        try await withCluster("/" + String(repeating: "long", count: 30)) { cluster in
            try await cluster.start()
            #expect(try await answers(cluster))
        }
    }

    @Test func nothingIsOpenToOthers() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            for path in ["", "/secrets", "/socket", "/data", "/secrets/payables_app", "/secrets/postgres"] {
                let facts = try FileManager.default.attributesOfItem(atPath: cluster.folder + path)
                let mode = try #require(facts[.posixPermissions] as? Int)
                #expect(mode & 0o077 == 0, "\(path)")
            }
            let rules = try String(contentsOfFile: cluster.folder + "/data/pg_hba.conf", encoding: .utf8)
            #expect(!rules.split(separator: "\n").contains { !$0.hasPrefix("#") && $0.hasSuffix("trust") })
            let admin = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.admin)))
            try await admin.script(
                "DO $$ BEGIN ASSERT current_setting('listen_addresses') = '', 'listens'; END $$")
        }
    }

    @Test func anotherVersionIsTold() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            try await cluster.stop()
            let file = cluster.folder + "/data/PG_VERSION"
            let version = try String(contentsOfFile: file, encoding: .utf8)
            try "9\n".write(toFile: file, atomically: false, encoding: .utf8)
            let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
            #expect(error?.description.contains("was made by PostgreSQL 9") == true)
            try version.write(toFile: file, atomically: false, encoding: .utf8)
        }
    }

    @Test func aServerThatCannotStartTellsItsLastLines() async throws {
        try await withCluster { cluster in
            try await cluster.start()
            try await cluster.stop()
            let file = cluster.folder + "/data/postgresql.auto.conf"
            let before = try String(contentsOfFile: file, encoding: .utf8)
            try (before + "no_such_setting = 1\n").write(toFile: file, atomically: false, encoding: .utf8)
            let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
            #expect(error?.description.contains("no_such_setting") == true)
            try before.write(toFile: file, atomically: false, encoding: .utf8)
        }
    }

    @Test func anOpenFolderIsRefused() async throws {
        let folder = TestServer.newFolder()
        let inner = folder + "/postgres"
        mkdir(inner, 0o755)
        chmod(inner, 0o755)
        await #expect(throws: ClusterError.notOurs(folder: inner)) {
            try await PrivateCluster(dataFolder: folder).start()
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}

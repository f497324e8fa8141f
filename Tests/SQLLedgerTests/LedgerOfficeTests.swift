import Orchestrator
import Pipeline
import Postgres
import SQLLedger
import Support
import TestDatabases
import Testing

@Suite("LedgerOffice", .serialized) struct LedgerOfficeTests {
    @Test func aLedgerIsMadeOnce() async throws {
        let database = try await LedgerDatabase(isMade: false)
        let office = try LedgerDatabase.office(database.database)
        #expect(try await office.make(login: LedgerDatabase.login))
        #expect(try await !office.make(login: LedgerDatabase.login))
        try await database.ledger.test()
        await database.ledger.close()
    }

    /// Each names the layer first.
    @Test func testingNamesWhatFails() async throws {
        let database = try await LedgerDatabase(isMade: false)
        func said(_ url: String) async -> String {
            let ledger = SQLLedger(url: url, connections: 1)
            do throws(LedgerOfficeError) { try await ledger.test() } catch { return error.message }
            return "all is well"
        }
        let url = LedgerDatabase.url(database.database, database.proxy)
        // The role is the server's: where another test has made it, what is missing is the right to become it.
        #expect(await ["role", "rights", "tables"].contains(String(said(url).prefix { $0 != ":" })))
        _ = try await LedgerDatabase.office(database.database).make(login: LedgerDatabase.login)
        #expect(await said(url) == "all is well")
        let wrong = LedgerDatabase.url(database.database, database.proxy, password: "canary-password")
        let refused = await said(wrong)
        #expect(refused.hasPrefix("login: "))
        #expect(!refused.contains("canary-password"))
        #expect(await said("postgresql://u@no-such-host.invalid/l").hasPrefix("name of the host: "))
        #expect(await said("postgresql://u@127.0.0.1:1/l").hasPrefix("connection: "))
        await #expect { try await SQLLedger(url: "postgresql://u@127.0.0.1:1/l", connections: 1).test() } throws: {
            ($0 as? LedgerOfficeError)?.mayPass == true
        }
        await #expect { try await SQLLedger(url: wrong, connections: 1).test() } throws: {
            ($0 as? LedgerOfficeError)?.mayPass == false
        }
        let other = url.replacing(database.database.name, with: "nowhere")
        #expect(await said(other).hasPrefix("database: "))
        let admin = try await database.database.connect(.admin)
        try await admin.script(
            "INSERT INTO ledger.edition (number) SELECT 0; DELETE FROM ledger.edition WHERE number = 1")
        #expect(await said(url).contains("edition 0"))
        try await admin.script("DROP SCHEMA ledger CASCADE")
        #expect(await said(url).hasPrefix("tables: "))
        await admin.close()
        await database.ledger.close()
    }

    @Test func periodsAreListed() async throws {
        let database = try await LedgerDatabase()
        let office = try LedgerDatabase.office(database.database)
        let march = LedgerPeriod(name: "2026-03", first: "2026-03-01", last: "2026-03-31", isClosed: true)
        try await office.write(march)
        #expect(try await office.periods() == [march])
        await database.ledger.close()
    }

    static let failures: [(PostgresError, during: Bool, isRetry: Bool)] = [
        (PostgresError(.connectionLost, ""), true, true), (PostgresError(.unavailable, ""), false, true),
        (PostgresError(.unavailable, "", sqlState: "57P01"), true, true),
        (PostgresError(.serialization, "", sqlState: "40P01"), true, true),
        (PostgresError(.outOfResources, "", sqlState: "53100"), true, true),
        (PostgresError(.timeout, "", sqlState: "57014"), true, true),
        (PostgresError(.permission, "", sqlState: "42501"), true, false),
        (PostgresError(.constraint, "", sqlState: "23514"), true, false),
        (PostgresError(.bug, "", sqlState: "42P01"), true, false),
    ]

    @Test(arguments: failures.indices) func onlySystemicTroubleIsTriedAgain(_ index: Int) {
        let (error, during, isRetry) = Self.failures[index]
        let failure = StageFailure(error, during: "the booking", duringEffect: during)
        if case .retry = failure { #expect(isRetry) } else { #expect(!isRetry, "\(failure)") }
    }
}

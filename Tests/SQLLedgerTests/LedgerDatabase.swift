import Foundation
import Orchestrator
import Postgres
import SQLLedger
import Storage
import Support
import TestDatabases

/// A ledger in a database of its own, reached by a login that may only book, through a proxy that cuts.
struct LedgerDatabase: Sendable {
    static let login = "test_ledger_login"
    private static let password = "booking"

    let database: TestDatabase
    let proxy: CuttingProxy
    let ledger: SQLLedger

    init(isMade: Bool = true) async throws {
        database = try await TestDatabase()
        let admin = try await database.connect(.admin)
        try await admin.script(
            """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(Self.login)') THEN
                    CREATE ROLE \(Self.login) LOGIN PASSWORD '\(Self.password)' NOSUPERUSER;
                END IF;
            END $$
            """)
        await admin.close()
        if isMade { _ = try await Self.office(database).make(login: Self.login) }
        proxy = try CuttingProxy(upstream: Self.socketFolder(database) + "/.s.PGSQL.5432")
        ledger = SQLLedger(url: Self.url(database, proxy), connections: 4)
    }

    static func office(_ database: TestDatabase) throws -> LedgerOffice {
        LedgerOffice(url: try database.cluster.url(.admin, database: database.name))
    }

    static func url(_ database: TestDatabase, _ proxy: CuttingProxy, password: String = password) -> String {
        "postgresql://\(login):\(password)@127.0.0.1:\(proxy.port)/\(database.name)"
    }

    /// As the private cluster's address has it.
    private static func socketFolder(_ database: TestDatabase) throws -> String {
        let url = try database.cluster.url(.admin)
        return url.components(separatedBy: "host=").last?.removingPercentEncoding ?? ""
    }

    func world() -> LedgerConformance.World {
        let (ledger, proxy, database) = (ledger, proxy, database)
        var world = LedgerConformance.World(
            ledger: ledger, seen: { try await ledger.entries(most: 1000).map { ($0.key, $0.gross) } },
            halves: { try await ledger.entries(most: 1000).count { $0.lines == 0 } },
            loseAnswer: { proxy.cutNext(.answer(to: $0)) })
        world.loseRequest = { proxy.cutNext(.request(with: $0)) }
        world.cutOff = { proxy.refuse($0) }
        world.closeMarch = { name, isClosed in
            try await Self.office(database).write(
                LedgerPeriod(name: name, first: "2026-03-01", last: "2026-03-31", isClosed: isClosed))
        }
        return world
    }
}

import ArgumentParser
import Foundation
import Orchestrator
import Postgres
import Storage

/// Where an organisation's cases are.
struct OfficeOptions: ParsableArguments {
    @OptionGroup var database: DatabaseOptions
    @Option(help: "Whose cases: a name; made when it is new.") var organisation = "default"

    /// The program's own folder: database, documents, ledger.
    var folder: URL {
        URL(filePath: database.data ?? DatabaseOptions.defaultFolder(ProcessInfo.processInfo.environment))
    }

    struct Open: Sendable {
        let pool: PostgresPool
        let store: PostgresCaseStore
        let directory: CaseDirectory
    }

    /// Opens the database, migrates it, and closes it again. The private server runs as long as any program uses it.
    /// - Parameter idle: Milliseconds that a transaction may stand still; `nil` = as the server says.
    /// - Throws: ``CommandFailure`` with what to do.
    func with(
        connections: Int, idle: Int? = nil, _ body: @Sendable (Open) async throws -> Void
    ) async throws {
        guard database.serverURL == nil else { return try await carry(connections, idle, body) }
        let use = try await DatabaseOptions.told { try await database.cluster.use() }
        do { try await carry(connections, idle, body) } catch {
            try? await database.cluster.leave(use)
            throw error
        }
        try await DatabaseOptions.told { try await database.cluster.leave(use) }
    }

    private func carry(
        _ connections: Int, _ idle: Int?, _ body: @Sendable (Open) async throws -> Void
    ) async throws {
        let owner = try await database.owner(startsCluster: false)
        _ = try await DatabaseOptions.told { try await Migrator().migrate(owner) }
        await owner.close()
        var settings = try settings()
        settings.idleTransactionTimeout = idle
        let pool = PostgresPool(settings, size: connections)
        do {
            try await DatabaseOptions.told { try await refuseUnboundLogin(pool) }
            let directory = try await DatabaseOptions.told {
                try await CaseDirectory.open(pool, organisation: organisation)
            }
            try await body(
                Open(pool: pool, store: PostgresCaseStore(pool, serving: directory.organisation), directory: directory))
        } catch {
            await pool.close()
            throw error is CommandFailure ? error : Self.told(error)
        }
        await pool.close()
    }

    /// A look at the queue that starts and migrates nothing.
    func counts() async throws -> QueueCounts {
        let pool = PostgresPool(try settings(), size: 1)
        do {
            let counts = try await DatabaseOptions.told {
                try await CaseDirectory.open(pool, organisation: organisation).queue()
            }
            await pool.close()
            return counts
        } catch {
            await pool.close()
            throw error
        }
    }

    /// With a login that row security does not bind, one organisation could see what another has.
    private func refuseUnboundLogin(_ pool: PostgresPool) async throws {
        let isFree = try await pool.withConnection { try await $0.execute(BypassesRowSecurity()).first ?? true }
        guard isFree else { return }
        throw CommandFailure(
            .setup,
            "This database login is not bound by row security, so organisations would not be kept apart. Give a login"
                + " that may SET ROLE payables_app and is neither superuser nor BYPASSRLS.")
    }

    private func settings() throws -> PostgresSettings {
        if let url = database.serverURL { return PostgresSettings(url: url, role: "payables_app") }
        do { return PostgresSettings(url: try database.cluster.url(.app)) } catch {
            throw CommandFailure(.setup, "\(error)")
        }
    }

    private static func told(_ error: any Error) -> any Error {
        switch error {
        case let error as BatchError: CommandFailure(.noInput, error.message)
        case let error as BlobError: CommandFailure(.setup, "\(error)")
        case let error as CaseStoreError: CommandFailure(.setup, "\(error)")
        case let error as WorkflowError: CommandFailure(.usage, "\(error)")
        default: error
        }
    }
}

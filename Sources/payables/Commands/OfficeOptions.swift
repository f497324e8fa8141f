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

    /// Opens the database, migrates it, and closes it again; a private server that was started for this is stopped.
    /// - Parameter idle: Milliseconds that a transaction may stand still; `nil` = as the server says.
    /// - Throws: ``CommandFailure`` with what to do.
    func with(
        connections: Int, startsCluster: Bool, idle: Int? = nil, _ body: @Sendable (Open) async throws -> Void
    ) async throws {
        let wasRunning: Bool
        if database.serverURL == nil, case .running = await database.cluster.status() {
            wasRunning = true
        } else {
            wasRunning = false
        }
        let owner = try await database.owner(startsCluster: startsCluster)
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
            try await body(Open(pool: pool, store: PostgresCaseStore(pool), directory: directory))
        } catch {
            await pool.close()
            try await end(wasRunning)
            throw error is CommandFailure ? error : Self.told(error)
        }
        await pool.close()
        try await end(wasRunning)
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

    private func end(_ wasRunning: Bool) async throws {
        guard database.serverURL == nil, !wasRunning else { return }
        try await DatabaseOptions.told { try await database.cluster.stop() }
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

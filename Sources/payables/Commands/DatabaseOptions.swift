import ArgumentParser
import Foundation
import Postgres
import Storage

/// Which database a command works on.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the program's own database.",
            discussion: "Default: $XDG_STATE_HOME/payables or ~/.local/state/payables; as root /var/lib/payables.",
            valueName: "dir"))
    var data: String?
    @Option(
        help: ArgumentHelp(
            "A server of your own: postgresql://user@host/name.",
            discussion: """
                Put a password into ~/.pgpass or PAYABLES_DATABASE_URL, for everybody on the machine can read a command \
                line.
                """, valueName: "url"))
    var database: String?

    static let variable = "PAYABLES_DATABASE_URL"

    /// nil = the private cluster is used.
    var serverURL: String? {
        let url = database ?? ProcessInfo.processInfo.environment[Self.variable] ?? ""
        return url.isEmpty ? nil : url
    }

    var cluster: PrivateCluster {
        PrivateCluster(
            dataFolder: data ?? Self.defaultFolder(ProcessInfo.processInfo.environment),
            searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
    }

    /// As root the server runs as the user postgres, who may not enter root's home.
    static func defaultFolder(_ environment: [String: String], isRoot: Bool = geteuid() == 0) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/payables" }
        return isRoot ? "/var/lib/payables" : NSHomeDirectory() + "/.local/state/payables"
    }

    /// As the owner, who may migrate.
    /// - Parameter startsCluster: whether the private cluster is started when it does not run.
    func owner(startsCluster: Bool) async throws -> PostgresConnection {
        try await Self.told {
            if let serverURL { return try await PostgresConnection.open(PostgresSettings(url: serverURL)) }
            if startsCluster { try await cluster.start() }
            return try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.owner)))
        }
    }

    /// Failures of the database in the words of the command line.
    static func told<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as ClusterError {
            throw CommandFailure(.setup, error.description)
        } catch let error as MigrationError {
            throw CommandFailure(.setup, error.description)
        } catch let error as PostgresError {
            throw CommandFailure(.setup, error.description + ": " + error.message)
        } catch let error as TransactionError {
            throw CommandFailure(.setup, error.debugDescription)
        }
    }
}

import Foundation
package import Postgres
package import Storage

/// A fresh, empty database of its own for a test, on the server of the test process.
package struct TestDatabase: Sendable {
    package let cluster: PrivateCluster
    package let name: String

    /// Empty, owned by `payables_owner`.
    package init() async throws {
        cluster = try await TestServer.shared.cluster()
        name = "t" + UUID().uuidString.prefix(12).lowercased().filter { $0 != "-" }
        let admin = try await PostgresConnection.open(PostgresSettings(url: try cluster.url(.admin)))
        try await admin.script("CREATE DATABASE \(name) OWNER payables_owner")
        await admin.close()
    }

    /// With the schema of the program.
    package static func migrated() async throws -> TestDatabase {
        let database = try await TestDatabase()
        let owner = try await database.connect(.owner)
        _ = try await Migrator().migrate(owner)
        await owner.close()
        return database
    }

    package func settings(_ role: PrivateCluster.Role, statementTimeout: Int? = nil) throws -> PostgresSettings {
        PostgresSettings(url: try cluster.url(role, database: name), statementTimeout: statementTimeout)
    }

    package func connect(
        _ role: PrivateCluster.Role = .owner, statementTimeout: Int? = nil
    ) async throws -> PostgresConnection {
        try await PostgresConnection.open(try settings(role, statementTimeout: statementTimeout))
    }

    package func pool(_ role: PrivateCluster.Role = .owner, size: Int) throws -> PostgresPool {
        PostgresPool(try settings(role), size: size)
    }
}

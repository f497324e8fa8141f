package import Postgres

/// Brings a database to the schema of this program; forward only.
package struct Migrator: Sendable {
    package struct Applied: Sendable, Equatable {
        package var number: Int
        package var name: String
        var sha256: String
    }

    /// Any fixed number that others do not use: "payables" as bytes.
    private static let lock = 0x7061_7961_626c_6573

    private let migrations: [Migration]

    package init(_ migrations: [Migration] = Migration.all) {
        self.migrations = migrations
    }

    /// Each in a transaction of its own. Of two programs at once, one works and the other then finds nothing to do.
    /// - Parameter connection: as the owner of the database, and not used by others meanwhile.
    /// - Returns: the numbers that were applied now.
    /// - Throws: ``MigrationError`` before anything is changed, ``PostgresError``, ``TransactionError``.
    package func migrate(_ connection: PostgresConnection) async throws -> [Int] {
        _ = try await connection.execute(Lock(key: Self.lock))
        do {
            let numbers = try await migrateLocked(connection)
            try await connection.script("SELECT pg_advisory_unlock(\(Self.lock))")
            return numbers
        } catch {
            _ = try? await connection.script("SELECT pg_advisory_unlock(\(Self.lock))")
            throw error
        }
    }

    /// What has been applied and what has not, changing nothing.
    /// - Throws: like ``migrate(_:)``.
    package func status(_ connection: PostgresConnection) async throws -> (applied: [Int], pending: [Int]) {
        let isNew = try await connection.execute(HasTable()).first != true
        let applied = isNew ? [] : try await connection.execute(ReadApplied())
        let pending = try await pending(after: applied, connection)
        return (applied.map(\.number), pending.map(\.number))
    }

    private func migrateLocked(_ connection: PostgresConnection) async throws -> [Int] {
        try await connection.script(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now())
            """)
        let pending = try await pending(after: try await connection.execute(ReadApplied()), connection)
        if !pending.isEmpty { try await needAppRole(connection) }
        for migration in pending {
            try await connection.transaction { transaction in
                try await transaction.script(migration.sql)
                _ = try await transaction.execute(Record(migration: migration))
            }
        }
        return pending.map(\.number)
    }

    private func pending(after applied: [Applied], _ connection: PostgresConnection) async throws -> [Migration] {
        guard migrations.map(\.number) == Array(1..<(migrations.count + 1)) else { throw MigrationError.badList }
        if let last = applied.last, last.number > migrations.count {
            throw MigrationError.newerDatabase(database: last.number, program: migrations.count)
        }
        for (old, migration) in zip(applied, migrations) {
            let digest = try await connection.execute(Digest(text: migration.sql)).first
            guard old.number == migration.number, old.sha256 == digest else {
                throw MigrationError.tampered(number: old.number, name: old.name)
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }

    private func needAppRole(_ connection: PostgresConnection) async throws {
        do throws(PostgresError) {
            try await connection.script(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payables_app') THEN
                        CREATE ROLE payables_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
                    END IF;
                END $$
                """)
        } catch  where error.kind == .permission {
            throw MigrationError.noAppRole
        }
    }
}

private struct Lock: Statement {
    static let sql = "SELECT pg_advisory_lock($1)"
    var key: Int
    var bindings: [PostgresValue] { [.int(key)] }
}

private struct HasTable: Statement {
    static let sql = "SELECT to_regclass('migration') IS NOT NULL"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

private struct ReadApplied: Statement {
    static let sql = "SELECT number, name, sha256 FROM migration ORDER BY number"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Migrator.Applied {
        Migrator.Applied(number: try row.int(0), name: try row.text(1), sha256: try row.text(2))
    }
}

/// The server hashes, so that this module needs no library for it.
private struct Digest: Statement {
    static let sql = "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')"
    var text: String
    var bindings: [PostgresValue] { [.text(text)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

private struct Record: Statement {
    static let sql = """
        INSERT INTO migration (number, name, sha256)
        VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))
        """
    var migration: Migration
    var bindings: [PostgresValue] { [.int(migration.number), .text(migration.name), .text(migration.sql)] }
}

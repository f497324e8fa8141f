import Foundation
import Postgres
import Storage
import TestDatabases
import Testing

@Suite("Organisations are kept apart", .timeLimit(.minutes(1))) struct OrganisationTests {
    let north = UUID()
    let south = UUID()

    /// Two organisations and a table after the pattern, with a row of each.
    private func prepared() async throws -> TestDatabase {
        let database = try await TestDatabase.migrated()
        let owner = try await database.connect(.owner)
        try await owner.script(
            """
            CREATE TABLE thing (organisation_id uuid NOT NULL, id int, PRIMARY KEY (organisation_id, id));
            SELECT keep_apart('thing');
            GRANT SELECT, INSERT, UPDATE ON thing TO payables_app
            """)
        let pool = try database.pool(.app, size: 1)
        for id in [north, south] {
            _ = try await pool.withOrganisation(id) { transaction in
                try await transaction.pipeline([AddOrganisation(id: id), AddThing(organisation: id)])
            }
        }
        return database
    }

    @Test func eachSeesItsOwnRowsOnly() async throws {
        let pool = try await prepared().pool(.app, size: 1)
        for id in [north, south] {
            #expect(try await pool.withOrganisation(id) { try await $0.execute(Things()) } == [id])
            #expect(try await pool.withOrganisation(id) { try await $0.execute(Organisations()) } == [id])
        }
    }

    @Test func writingForAnotherIsRefused() async throws {
        let pool = try await prepared().pool(.app, size: 1)
        let (own, other) = (north, south)
        await #expect(throws: TransactionError.self) {
            _ = try await pool.withOrganisation(own) { try await $0.execute(AddThing(organisation: other, id: 2)) }
        }
    }

    @Test(arguments: [PrivateCluster.Role.app, .owner], ["", "SET payables.organisation = '';"])
    func withoutAnOrganisationEveryReadFails(role: PrivateCluster.Role, before: String) async throws {
        let connection = try await prepared().connect(role)
        for table in ["thing", "organisation"] {
            let error = await #expect(throws: PostgresError.self) {
                try await connection.script(before + "SELECT * FROM " + table)
            }
            #expect(error?.message.contains("no organisation is set") == true)
        }
    }

    @Test func theSettingEndsWithItsTransaction() async throws {
        let pool = try await prepared().pool(.app, size: 1)
        _ = try await pool.withOrganisation(north) { try await $0.execute(Things()) }
        let error = await #expect(throws: PostgresError.self) {
            _ = try await pool.withConnection { try await $0.execute(Things()) }
        }
        #expect(error?.kind == .permission)
    }

    @Test(arguments: [
        "SET row_security = off; SELECT * FROM thing", "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
        "DROP POLICY kept_apart ON thing", "SET ROLE payables_owner", "SET ROLE postgres", "DELETE FROM thing",
        "TRUNCATE thing", "CREATE TABLE mine (id int)", "SELECT keep_apart('thing')", "SELECT * FROM migration",
    ])
    func theAppCannotGetAround(sql: String) async throws {
        let connection = try await prepared().connect(.app)
        try await connection.script("SET payables.organisation = '\(north.uuidString)'")
        let error = await #expect(throws: PostgresError.self) { try await connection.script(sql) }
        #expect(error?.kind == .permission, "\(error.debugDescription)")
    }

    @Test func bypassingRolesAreKnown() async throws {
        let database = try await TestDatabase()
        for (role, bypasses) in [(PrivateCluster.Role.app, false), (.owner, false), (.admin, true)] {
            #expect(try await database.connect(role).execute(BypassesRowSecurity()) == [bypasses])
        }
    }

    @Test func everyTableOfAnOrganisationIsForced() async throws {
        let owner = try await TestDatabase.migrated().connect(.owner)
        #expect(try await owner.execute(Unprotected()) == [])
        try await owner.script("CREATE TABLE forgotten (organisation_id uuid)")
        #expect(try await owner.execute(Unprotected()) == ["forgotten"])
    }
}

private struct AddOrganisation: Statement {
    static let sql = "INSERT INTO organisation (id, name) VALUES ($1, 'Example ' || $1::uuid)"
    var id: UUID
    var bindings: [PostgresValue] { [.uuid(id)] }
}

private struct AddThing: Statement {
    static let sql = "INSERT INTO thing VALUES ($1, $2)"
    var organisation: UUID
    var id = 1
    var bindings: [PostgresValue] { [.uuid(organisation), .int(id)] }
}

private struct Things: Statement {
    static let sql = "SELECT organisation_id FROM thing"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> UUID { try row.uuid(0) }
}

private struct Organisations: Statement {
    static let sql = "SELECT id FROM organisation"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> UUID { try row.uuid(0) }
}

/// Tables that hold an organisation's rows, or are the list of organisations, and are not both secured and forced.
private struct Unprotected: Statement {
    static let sql = """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND (c.relname = 'organisation' OR EXISTS (
                SELECT FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped))
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

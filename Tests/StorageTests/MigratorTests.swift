import Postgres
import Storage
import TestDatabases
import Testing

@Suite("Migrator", .timeLimit(.minutes(1))) struct MigratorTests {
    let one = Migration(number: 1, name: "one", sql: "CREATE TABLE one (id int)")
    let two = Migration(number: 2, name: "two", sql: "CREATE TABLE two (id int)")

    @Test func aSecondRunDoesNothing() async throws {
        let owner = try await TestDatabase().connect(.owner)
        #expect(try await Migrator().migrate(owner) == Migration.all.map(\.number))
        #expect(try await Migrator().migrate(owner).isEmpty)
        #expect(try await Migrator().status(owner).pending.isEmpty)
    }

    @Test func onlyWhatIsNewIsApplied() async throws {
        let owner = try await TestDatabase().connect(.owner)
        #expect(try await Migrator([one, two]).status(owner).pending == [1, 2])
        #expect(try await Migrator([one]).migrate(owner) == [1])
        #expect(try await Migrator([one, two]).migrate(owner) == [2])
    }

    @Test func anotherTextIsRefused() async throws {
        let owner = try await TestDatabase().connect(.owner)
        _ = try await Migrator([one]).migrate(owner)
        var changed = one
        changed.sql += " -- changed"
        await #expect(throws: MigrationError.tampered(number: 1, name: "one")) {
            _ = try await Migrator([changed, two]).migrate(owner)
        }
        #expect(try await Migrator([one, two]).status(owner).applied == [1])
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        let owner = try await TestDatabase().connect(.owner)
        _ = try await Migrator([one, two]).migrate(owner)
        await #expect(throws: MigrationError.newerDatabase(database: 2, program: 1)) {
            _ = try await Migrator([one]).migrate(owner)
        }
    }

    @Test func aMigrationThatFailsLeavesTheEarlierOnes() async throws {
        let owner = try await TestDatabase().connect(.owner)
        let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE half (id int); SELECT 1 / 0")
        await #expect(throws: TransactionError.self) { _ = try await Migrator([one, broken]).migrate(owner) }
        #expect(try await Migrator([one, two]).migrate(owner) == [2])
    }

    @Test func ofTwoAtOnceOneWorks() async throws {
        let database = try await TestDatabase()
        async let left = Migrator().migrate(try await database.connect(.owner))
        async let right = Migrator().migrate(try await database.connect(.owner))
        let both = try await [left, right]
        #expect(both.contains([]))
        #expect(both.flatMap { $0 } == Migration.all.map(\.number))
    }
}

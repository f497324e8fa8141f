import Postgres
import Synchronization
import TestDatabases
import Testing

@Suite("PostgresPool", .timeLimit(.minutes(1))) struct PoolTests {
    @Test func waitersAreServedInTheOrderOfAsking() async throws {
        let pool = try await TestDatabase().pool(size: 1)
        let order = Order()
        let tasks = try await pool.withConnection { _ in
            var tasks: [Task<Void, any Error>] = []
            for number in 1...5 {
                tasks.append(Task { try await pool.withConnection { _ in order.add(number) } })
                while await pool.waiting < number { await Task.yield() }
            }
            return tasks
        }
        for task in tasks { try await task.value }
        #expect(order.numbers == [1, 2, 3, 4, 5])
    }

    @Test func aCanceledWaiterLeavesTheQueue() async throws {
        let pool = try await TestDatabase().pool(size: 1)
        let error = try await pool.withConnection { _ in
            let task = Task { await failure { try await pool.withConnection { _ in } } }
            while await pool.waiting < 1 { await Task.yield() }
            task.cancel()
            return await task.value
        }
        #expect(error?.kind == .canceled)
        #expect(try await pool.withConnection { try await $0.execute(Number(value: 1)) } == [1])
    }

    @Test func aBrokenConnectionIsReplaced() async throws {
        let database = try await TestDatabase()
        let pool = try database.pool(size: 1)
        let admin = try await database.connect(.admin)
        let first = try await pool.withConnection { try await $0.execute(Process()) }
        let error = await failure {
            try await pool.withConnection { connection in
                _ = try await admin.execute(Terminate(process: first[0]))
                _ = try await connection.execute(Number(value: 1))
            }
        }
        #expect([.unavailable, .connectionLost].contains(error?.kind))
        let second = try await pool.withConnection { try await $0.execute(Process()) }
        #expect(first != second)
        #expect(await pool.open == 1)
    }

    @Test func aTransactionThatThrowsLeavesNothing() async throws {
        let pool = try await TestDatabase().pool(size: 1)
        try await pool.withConnection { try await $0.script("CREATE TABLE thing (id int, amount int)") }
        await #expect(throws: TransactionError.self) {
            try await pool.transaction { transaction in
                _ = try await transaction.execute(Insert(id: 1, amount: 1))
                throw CancellationError()
            }
        }
        let count = try await pool.withConnection { try await $0.pipeline([Everyone()]) }
        #expect(count == [0])
    }

    @Test func aSwallowedErrorIsNotTakenForACommit() async throws {
        let pool = try await TestDatabase().pool(size: 1)
        let error = await failure {
            try await pool.transaction { transaction in _ = try? await transaction.script("SELECT 1 / 0") }
        }
        #expect(error?.kind == .bug)
        #expect(error?.isOutcomeUnknown == false)
    }

    @Test func clashesAreRunAnewUntilAllHaveHappened() async throws {
        let pool = try await TestDatabase().pool(size: 4)
        try await pool.withConnection {
            try await $0.script("CREATE TABLE thing (id int, amount int); INSERT INTO thing VALUES (1, 0)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await pool.transaction(isolation: .serializable, attempts: 50) {
                        try await $0.script("UPDATE thing SET amount = amount + 1")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.withConnection { try await $0.execute(Amount()) } == [12])
    }

    @Test func aClosedPoolLendsNothing() async throws {
        let pool = try await TestDatabase().pool(size: 1)
        _ = try await pool.withConnection { try await $0.execute(Number(value: 1)) }
        await pool.close()
        #expect(await failure { try await pool.withConnection { _ in } }?.kind == .unavailable)
        #expect(await pool.open == 0)
    }
}

struct Everyone: Statement {
    static let sql = "SELECT * FROM thing"
    var bindings: [PostgresValue] { [] }
}

struct Amount: Statement {
    static let sql = "SELECT amount FROM thing"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

final class Order: Sendable {
    private let kept = Mutex<[Int]>([])
    var numbers: [Int] { kept.withLock { $0 } }
    func add(_ number: Int) { kept.withLock { $0.append(number) } }
}

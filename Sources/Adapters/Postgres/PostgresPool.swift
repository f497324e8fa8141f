/// A bounded number of connections, lent in the order of asking.
package actor PostgresPool {
    private struct Waiter {
        var id: Int
        var continuation: CheckedContinuation<Result<Void, PostgresError>, Never>
    }

    private let settings: PostgresSettings
    private let size: Int
    private var idle: [PostgresConnection] = []
    /// Connections lent, being opened, or promised to a waiter who has been woken.
    private var inUse = 0
    private var waiters: [Waiter] = []
    private var lastWaiter = 0
    private var isClosed = false

    /// Opens nothing yet.
    /// - Parameter size: the most connections at a time, 1 or more; below it counts as 1.
    package init(_ settings: PostgresSettings, size: Int) {
        self.settings = settings
        self.size = max(1, size)
    }

    package init(url: String, size: Int) {
        self.init(PostgresSettings(url: url), size: size)
    }

    /// How many wait for a connection now.
    package var waiting: Int { waiters.count }
    package var open: Int { inUse + idle.count }

    /// - Throws: what `body` throws; `canceled` when the task is canceled while it waits; `unavailable` after ``close()``.
    package func withConnection<Value: Sendable>(
        _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await take()
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Those that are lent end when they come back. Waiters get `unavailable`.
    package func close() async {
        isClosed = true
        for waiter in waiters {
            waiter.continuation.resume(returning: .failure(PostgresError(.unavailable, "the pool is closed")))
        }
        waiters = []
        let connections = idle
        idle = []
        for connection in connections { await connection.close() }
    }

    private func take() async throws(PostgresError) -> PostgresConnection {
        try await waitForTurn()
        do throws(PostgresError) {
            while let connection = idle.popLast() {
                if await !connection.isBroken { return connection }
            }
            return try await PostgresConnection.open(settings)
        } catch {
            passTurn()
            throw error
        }
    }

    /// Afterwards one of the `size` places belongs to the caller.
    private func waitForTurn() async throws(PostgresError) {
        guard !isClosed else { throw PostgresError(.unavailable, "the pool is closed") }
        guard !Task.isCancelled else { throw PostgresError(.canceled, "canceled before it began") }
        if inUse < size {
            inUse += 1
            return
        }
        lastWaiter += 1
        let id = lastWaiter
        let outcome: Result<Void, PostgresError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else {
                    return continuation.resume(returning: .failure(PostgresError(.canceled, "canceled while waiting")))
                }
                waiters.append(Waiter(id: id, continuation: continuation))
            }
        } onCancel: {
            Task { await self.forget(id) }
        }
        try outcome.get()
    }

    private func forget(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        let waiter = waiters.remove(at: index)
        waiter.continuation.resume(returning: .failure(PostgresError(.canceled, "canceled while waiting")))
    }

    private func giveBack(_ connection: PostgresConnection) async {
        // One that was left in a transaction has unknown state.
        let isUnfit = await connection.isInTransaction
        let isBroken = await connection.isBroken
        if isUnfit || isBroken || isClosed {
            await connection.close()
        } else {
            idle.append(connection)
        }
        passTurn()
    }

    private func passTurn() {
        guard !waiters.isEmpty else {
            inUse -= 1
            return
        }
        waiters.removeFirst().continuation.resume(returning: .success(()))
    }
}

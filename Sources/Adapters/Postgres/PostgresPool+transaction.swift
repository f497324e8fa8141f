/// How much a transaction sees of others (PostgreSQL manual, 13.2).
package enum Isolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}

/// Why a transaction did not happen. `commit` with `isOutcomeUnknown` may have happened.
package enum TransactionError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    case begin(PostgresError)
    /// The closure threw; the transaction was rolled back, or the connection ended, which is the same.
    case closure(any Error, rollback: PostgresError?)
    case commit(PostgresError)

    /// The database's error, where it was one.
    package var postgresError: PostgresError? {
        switch self {
        case .begin(let error), .commit(let error): error
        case .closure(let error, _): error as? PostgresError
        }
    }

    package var isOutcomeUnknown: Bool { postgresError?.isOutcomeUnknown ?? false }

    package var description: String {
        switch self {
        case .begin(let error): "the transaction did not begin: \(error)"
        case .closure(let error as PostgresError, _): "the transaction was rolled back: \(error)"
        case .closure: "the transaction was rolled back"
        case .commit(let error): "the transaction was not committed: \(error)"
        }
    }

    package var debugDescription: String {
        switch self {
        case .begin(let error): "begin: " + error.debugDescription
        case .closure(let error, let rollback):
            "closure: " + String(reflecting: error) + (rollback.map { "\nrollback: " + $0.debugDescription } ?? "")
        case .commit(let error): "commit: " + error.debugDescription
        }
    }
}

extension PostgresPool {
    /// BEGIN, `body`, COMMIT; ROLLBACK when `body` throws.
    /// - Parameter attempts: 1 or more. Above 1, a transaction that fails with `serialization` is run anew, so `body`
    ///   must have no effects outside the database.
    /// - Throws: ``TransactionError``, or the ``PostgresError`` of getting a connection.
    package func transaction<Value: Sendable>(
        isolation: Isolation = .readCommitted, attempts: Int = 1,
        _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await withConnection { connection in
                    try await connection.transaction(isolation: isolation, body)
                }
            } catch let error as TransactionError
                where error.postgresError?.isWorthRepeating == true && attempt < attempts
            {
                attempt += 1
                // Two that clash again and again must not keep step with each other.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 * attempt))))
            }
        }
    }
}

extension PostgresConnection {
    /// See ``PostgresPool/transaction(isolation:attempts:_:)``. Not to be nested.
    nonisolated package func transaction<Value: Sendable>(
        isolation: Isolation = .readCommitted, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws(TransactionError) -> Value {
        do { try await script("BEGIN ISOLATION LEVEL " + isolation.rawValue) } catch { throw .begin(error) }
        let value: Value
        do {
            value = try await body(self)
        } catch {
            throw .closure(error, rollback: await rollBack())
        }
        guard !Task.isCancelled else {
            let error = PostgresError(.canceled, "canceled before COMMIT")
            throw .closure(error, rollback: await rollBack())
        }
        do { try await commit() } catch { throw .commit(error) }
        return value
    }

    private nonisolated func rollBack() async -> PostgresError? {
        do throws(PostgresError) {
            try await script("ROLLBACK")
            return nil
        } catch {
            // An open transaction ends with its connection.
            await close()
            return error
        }
    }

    private func commit() throws(PostgresError) {
        do throws(PostgresError) {
            // After an error that `body` swallowed, the server answers COMMIT with ROLLBACK and calls it a success.
            guard try scriptTag("COMMIT") == "COMMIT" else {
                throw PostgresError(.bug, "the transaction had failed before COMMIT and was rolled back")
            }
        } catch {
            var error = error
            error.isOutcomeUnknown = isBroken
            throw error
        }
    }
}

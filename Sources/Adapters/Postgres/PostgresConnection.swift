import CPostgres
import Foundation

/// One connection. All of libpq is called on a thread of its own, one statement after the other.
package actor PostgresConnection {
    nonisolated let executor: ThreadExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    var handle: ConnectionHandle?
    /// Names of prepared statements by their text.
    var prepared: [String: String] = [:]

    private init() {
        executor = ThreadExecutor(name: "postgres")
    }

    /// - Throws: `unavailable` when nobody answers, `permission` when the login is refused.
    package static func open(_ settings: PostgresSettings) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection()
        try await connection.connect(settings)
        return connection
    }

    /// It cannot be used any more: closed, or the server has gone.
    package var isBroken: Bool { handle?.isBroken ?? true }

    /// In a transaction that has not ended.
    package var isInTransaction: Bool {
        handle.map { PQtransactionStatus($0.pointer) != PQTRANS_IDLE } ?? false
    }

    /// How many different statements are prepared here.
    package var preparedCount: Int { prepared.count }

    package func close() {
        handle = nil
        prepared = [:]
    }

    /// - Returns: the rows, decoded.
    /// - Throws: `canceled` when the task was canceled; the server then stops the statement.
    package func execute<S: Statement>(_ statement: S) async throws(PostgresError) -> [S.Row] {
        try await interruptibly { () throws(PostgresError) in
            let result = try self.runPrepared(S.sql, statement.bindings)
            return try Self.decode(S.self, result)
        }
    }

    /// Sends all before it waits for the first answer. They succeed or fail together, as in one transaction.
    /// - Returns: the rows of each, in order.
    package func execute<S: Statement>(_ statements: [S]) async throws(PostgresError) -> [[S.Row]] {
        try await interruptibly { () throws(PostgresError) in
            var all: [[S.Row]] = []
            for result in try self.runPipeline(statements.map { (S.sql, $0.bindings) }) {
                all.append(try Self.decode(S.self, result))
            }
            return all
        }
    }

    /// Like ``execute(_:)-([S])``, for statements of several kinds, whose rows are not wanted.
    /// - Returns: the number of rows each has touched, in order.
    @discardableResult
    package func pipeline(_ statements: [any Statement]) async throws(PostgresError) -> [Int] {
        let inputs = statements.map { (type(of: $0).sql, $0.bindings) }
        return try await interruptibly { () throws(PostgresError) in
            try self.runPipeline(inputs).map { Self.touched($0) }
        }
    }

    /// The same with a last statement whose rows are wanted: one round trip, and one transaction where none is open.
    package func pipeline<S: Statement>(_ statements: [any Statement], then last: S) async throws(PostgresError)
        -> [S.Row]
    {
        let inputs = statements.map { (type(of: $0).sql, $0.bindings) } + [(S.sql, last.bindings)]
        return try await interruptibly { () throws(PostgresError) in
            guard let result = try self.runPipeline(inputs).last else { return [] }
            return try Self.decode(S.self, result)
        }
    }

    /// Several statements without inputs, separated by `;`: migrations and session settings. Runs to its end even when
    /// the task is canceled.
    package func script(_ sql: String) throws(PostgresError) {
        _ = try scriptTag(sql)
    }

    /// - Returns: the tag of the last, such as `COMMIT`.
    func scriptTag(_ sql: String) throws(PostgresError) -> String {
        let handle = try openHandle()
        guard let pointer = PQexec(handle.pointer, sql) else { throw handle.failure(sql: sql) }
        let result = ResultHandle(pointer)
        try check(result, sql)
        return PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }

    private func connect(_ settings: PostgresSettings) throws(PostgresError) {
        let pairs = settings.keywords
        let pointer = withCStrings(pairs.map(\.0) + [nil]) { names in
            withCStrings(pairs.map(\.1) + [nil]) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let pointer else { throw PostgresError(.outOfResources, "no memory for a connection") }
        let fresh = ConnectionHandle(pointer)
        guard !fresh.isBroken else { throw Self.refusal(fresh.message) }
        // Notices ("table exists already") would go to standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        handle = fresh
        for line in settings.greeting { try script(line) }
    }

    /// "too many clients already", "too many connections for database". libpq gives no SQLSTATE for a failed login; its words are the server's, in English unless lc_messages differs.
    private static func refusal(_ message: String) -> PostgresError {
        if message.contains("too many c") || message.contains("remaining connection slots") {
            return PostgresError(.outOfResources, message)
        }
        let isRefused = ["authentication failed", "no pg_hba.conf entry", "is not permitted", "no password supplied"]
            .contains { message.contains($0) }
        return PostgresError(isRefused ? .permission : .unavailable, message)
    }
}

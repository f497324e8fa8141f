import CPostgres
import Foundation

extension PostgresConnection {
    /// Lets a cancellation of the task stop what runs on the server.
    func interruptibly<Value: Sendable>(
        _ body: () throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let gate = CancelGate(try openHandle())
        let outcome: Result<Value, PostgresError> = await withTaskCancellationHandler {
            // A closure that does not use `self` would run on Swift's pool instead of this connection's thread.
            self.guarded(gate, body)
        } onCancel: {
            gate.cancel()
        }
        if case .failure(var error) = outcome, error.kind == .timeout, gate.wasWanted {
            error.kind = .canceled
            throw error
        }
        return try outcome.get()
    }

    private func guarded<Value>(
        _ gate: CancelGate, _ body: () throws(PostgresError) -> Value
    ) -> Result<Value, PostgresError> {
        guard gate.begin() else { return .failure(PostgresError(.canceled, "canceled before it began")) }
        defer { gate.end() }
        do throws(PostgresError) { return .success(try body()) } catch { return .failure(error) }
    }

    func openHandle() throws(PostgresError) -> ConnectionHandle {
        guard let handle else { throw PostgresError(.connectionLost, "the connection is closed") }
        return handle
    }

    func runPrepared(_ sql: String, _ bindings: [PostgresValue]) throws(PostgresError) -> ResultHandle {
        executor.checkIsolated()
        let handle = try openHandle()
        try refuseZeroBytes(bindings, sql)
        let name = try prepare(sql, handle)
        let pointer = withCStrings(bindings.map(\.text)) { values in
            PQexecPrepared(handle.pointer, name, Int32(bindings.count), values, nil, nil, 0)
        }
        guard let pointer else { throw handle.failure(sql: sql) }
        let result = ResultHandle(pointer)
        try check(result, sql)
        return result
    }

    private func prepare(_ sql: String, _ handle: ConnectionHandle) throws(PostgresError) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count + 1)"
        guard let pointer = PQprepare(handle.pointer, name, sql, 0, nil) else { throw handle.failure(sql: sql) }
        try check(ResultHandle(pointer), sql)
        prepared[sql] = name
        return name
    }

    /// What is not prepared is prepared first, so that a failure in the pipeline leaves no name in doubt.
    func runPipeline(_ statements: [(String, [PostgresValue])]) throws(PostgresError) -> [ResultHandle] {
        let handle = try openHandle()
        guard !statements.isEmpty else { return [] }
        var names: [String] = []
        for (sql, bindings) in statements {
            try refuseZeroBytes(bindings, sql)
            names.append(try prepare(sql, handle))
        }
        let connection = handle.pointer
        // Without this both sides could wait for each other with full buffers (manual, 34.5.1).
        guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            throw handle.failure(sql: nil)
        }
        defer {
            _ = PQexitPipelineMode(connection)
            _ = PQsetnonblocking(connection, 0)
        }
        for (name, (sql, bindings)) in zip(names, statements) {
            let sent = withCStrings(bindings.map(\.text)) { values in
                PQsendQueryPrepared(connection, name, Int32(bindings.count), values, nil, nil, 0)
            }
            guard sent == 1 else { throw abandon(handle, sql) }
        }
        guard PQpipelineSync(connection) == 1, flush(connection) else { throw abandon(handle, nil) }
        return try collect(statements.map(\.0), handle)
    }

    /// Takes every answer, also after a failure, so that the connection is at rest again.
    private func collect(_ texts: [String], _ handle: ConnectionHandle) throws(PostgresError) -> [ResultHandle] {
        var results: [ResultHandle] = []
        var failure: PostgresError?
        for sql in texts {
            while let pointer = PQgetResult(handle.pointer) {
                let result = ResultHandle(pointer)
                do throws(PostgresError) { try check(result, sql) } catch { failure = failure ?? error }
                results.append(result)
            }
            if handle.isBroken { throw failure ?? handle.failure(sql: sql) }
        }
        while let pointer = PQgetResult(handle.pointer) {
            let isSync = PQresultStatus(pointer) == PGRES_PIPELINE_SYNC
            PQclear(pointer)
            if isSync { break }
        }
        if let failure { throw failure }
        return results
    }

    /// A half-sent pipeline cannot be tidied up: the connection ends.
    private func abandon(_ handle: ConnectionHandle, _ sql: String?) -> PostgresError {
        let error = handle.failure(sql: sql)
        close()
        return error
    }

    private func flush(_ connection: OpaquePointer) -> Bool {
        while true {
            switch PQflush(connection) {
            case 0: return true
            case 1: break
            default: return false
            }
            var watch = pollfd(fd: PQsocket(connection), events: Int16(POLLIN | POLLOUT), revents: 0)
            guard poll(&watch, 1, -1) >= 0 || errno == EINTR else { return false }
            if watch.revents & Int16(POLLIN) != 0, PQconsumeInput(connection) == 0 { return false }
        }
    }

    func check(_ result: ResultHandle, _ sql: String?) throws(PostgresError) {
        switch PQresultStatus(result.pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return
        default: throw try openHandle().failure(of: result, sql: sql)
        }
    }

    static func decode<S: Statement>(_: S.Type, _ result: ResultHandle) throws(PostgresError) -> [S.Row] {
        var rows: [S.Row] = []
        for row in 0..<PQntuples(result.pointer) {
            do throws(PostgresError) {
                rows.append(try S.decode(RowView(result: result, row: row)))
            } catch {
                var error = error
                error.sql = S.sql
                throw error
            }
        }
        return rows
    }

    static func touched(_ result: ResultHandle) -> Int {
        PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// PostgreSQL's text holds no byte 0; C would cut the text there without a word.
    private func refuseZeroBytes(_ bindings: [PostgresValue], _ sql: String) throws(PostgresError) {
        for (index, value) in bindings.enumerated() where value.text?.utf8.contains(0) == true {
            throw PostgresError(.bug, "parameter \(index + 1) holds a byte 0", sql: sql)
        }
    }
}

/// Texts as C wants them, for as long as `body` runs; nil becomes NULL.
func withCStrings<Value>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
    let copies = texts.map { text in text.map { strdup($0) } ?? nil }
    defer { copies.forEach { free($0) } }
    return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress) }
}

import CPostgres

/// Owns a `PGconn`; closed with its last user. Only ``cancel()`` may be called from another thread.
final class ConnectionHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    private let canceller: OpaquePointer?

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        canceller = PQgetCancel(pointer)
    }

    deinit {
        PQfreeCancel(canceller)
        PQfinish(pointer)
    }

    var isBroken: Bool { PQstatus(pointer) != CONNECTION_OK }
    var message: String { PQerrorMessage(pointer).map { String(cString: $0) } ?? "" }

    /// `PQcancel` works on a copy of its own and is safe on any thread (manual, 34.7).
    func cancel() {
        guard let canceller else { return }
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            _ = PQcancel(canceller, buffer.baseAddress, 256)
        }
    }

    /// What libpq itself says when the server sent no error: as a rule, the connection is gone. When it could not write,
    /// it calls the connection good until somebody reads from it.
    func failure(sql: String?) -> PostgresError {
        let message = message
        if !isBroken { _ = PQconsumeInput(pointer) }
        return PostgresError(isBroken ? .connectionLost : .other, message, sql: sql)
    }

    func failure(of result: ResultHandle, sql: String?) -> PostgresError {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result.pointer, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        guard let state = field("C") else { return failure(sql: sql) }
        var error = PostgresError(PostgresError.kind(ofState: state), field("M") ?? "", sqlState: state, sql: sql)
        error.detail = field("D")
        error.constraint = field("n")
        return error
    }
}

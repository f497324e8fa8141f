import Foundation
import Postgres

struct Number: Statement {
    static let sql = "SELECT $1::int8"
    var value: Int
    var bindings: [PostgresValue] { [.int(value)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

struct Sleep: Statement {
    static let sql = "SELECT pg_sleep($1::float8)"
    var seconds: Int
    var bindings: [PostgresValue] { [.int(seconds)] }
}

struct Insert: Statement {
    static let sql = "INSERT INTO thing (id, amount) VALUES ($1, $2)"
    var id: Int
    var amount: Int
    var bindings: [PostgresValue] { [.int(id), .int(amount)] }
}

struct Process: Statement {
    static let sql = "SELECT pg_backend_pid()"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

struct Terminate: Statement {
    static let sql = "SELECT pg_terminate_backend($1::int)"
    var process: Int
    var bindings: [PostgresValue] { [.int(process)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

struct Everything: Statement {
    static let sql = "SELECT $1::text, $2::int8, $3::bool, $4::uuid, $5::timestamptz, $6::bytea, NULL::int AS nothing"
    var text: String, int: Int, bool: Bool, uuid: UUID, timestamp: Int64, bytes: [UInt8]
    var bindings: [PostgresValue] {
        [.text(text), .int(int), .bool(bool), .uuid(uuid), .timestamp(timestamp), .bytes(bytes)]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> Everything {
        guard try row.optional(6, { row, column throws(PostgresError) in try row.int(column) }) == nil else {
            throw PostgresError(.bug, "not NULL")
        }
        return Everything(
            text: try row.text(0), int: try row.int(1), bool: try row.bool(2), uuid: try row.uuid(3),
            timestamp: try row.timestamp(4), bytes: try row.bytes(5))
    }
}

struct WrongColumn: Statement {
    static let sql = "SELECT NULL::text AS supplier"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

/// What `body` throws as a database error, also within a transaction.
func failure(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch let error as TransactionError {
        return error.postgresError
    } catch {
        return error as? PostgresError
    }
}

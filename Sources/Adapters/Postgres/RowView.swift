import CPostgres
package import Foundation

/// An answer of the server; freed with its last user.
final class ResultHandle {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }
}

/// One row while it is decoded. Columns are counted from 0.
package struct RowView {
    let result: ResultHandle
    let row: Int32

    /// - Returns: nil for NULL.
    package func optionalText(_ column: Int) throws(PostgresError) -> String? {
        let index = Int32(column)
        guard column >= 0, index < PQnfields(result.pointer) else {
            throw PostgresError(.bug, "there is no column \(column)")
        }
        guard PQgetisnull(result.pointer, row, index) == 0, let start = PQgetvalue(result.pointer, row, index) else {
            return nil
        }
        let count = Int(PQgetlength(result.pointer, row, index))
        return start.withMemoryRebound(to: UInt8.self, capacity: count) {
            String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
    }

    package func text(_ column: Int) throws(PostgresError) -> String {
        guard let text = try optionalText(column) else { throw fault(column, "is NULL") }
        return text
    }

    package func int(_ column: Int) throws(PostgresError) -> Int { try read(column, "an integer") { Int($0) } }
    package func bool(_ column: Int) throws(PostgresError) -> Bool {
        try read(column, "a truth value") { $0 == "t" ? true : $0 == "f" ? false : nil }
    }
    package func uuid(_ column: Int) throws(PostgresError) -> UUID {
        try read(column, "a UUID") { UUID(uuidString: $0) }
    }
    /// - Returns: microseconds since 1970-01-01 00:00 UTC, of a `timestamptz`.
    package func timestamp(_ column: Int) throws(PostgresError) -> Int64 {
        try read(column, "a timestamptz") { Timestamp.microseconds($0) }
    }
    /// Of a `bytea`.
    package func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
        try read(column, "a bytea") { Self.unhex($0) }
    }

    /// `row.optional(2) { r, c throws(PostgresError) in try r.int(c) }`
    /// - Returns: nil for NULL.
    package func optional<Value>(
        _ column: Int, _ read: (RowView, Int) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value? {
        try optionalText(column) == nil ? nil : try read(self, column)
    }

    private func read<Value>(
        _ column: Int, _ what: String, _ convert: (String) -> Value?
    ) throws(PostgresError) -> Value {
        guard let value = convert(try text(column)) else { throw fault(column, "is not \(what)") }
        return value
    }

    private func fault(_ column: Int, _ what: String) -> PostgresError {
        let name = PQfname(result.pointer, Int32(column)).map { String(cString: $0) } ?? "?"
        return PostgresError(.bug, "column \(column) (\(name)) \(what)")
    }

    private static func unhex(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count >= 2, digits.count % 2 == 0, digits[0] == 92, digits[1] == 120 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 2, to: digits.count, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        default: nil
        }
    }
}

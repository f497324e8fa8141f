package import Foundation

/// A parameter of a statement, in the server's text format.
package struct PostgresValue: Sendable, Hashable {
    /// nil is SQL's NULL.
    let text: String?

    package static let null = PostgresValue(text: nil)

    package static func text(_ value: String?) -> PostgresValue { PostgresValue(text: value) }
    package static func int(_ value: Int?) -> PostgresValue { PostgresValue(text: value.map { String($0) }) }
    package static func bool(_ value: Bool?) -> PostgresValue { PostgresValue(text: value.map { $0 ? "t" : "f" }) }
    package static func uuid(_ value: UUID?) -> PostgresValue { PostgresValue(text: value?.uuidString.lowercased()) }

    /// For a `timestamptz` column.
    /// - Parameter value: microseconds since 1970-01-01 00:00 UTC.
    package static func timestamp(_ value: Int64?) -> PostgresValue {
        PostgresValue(text: value.map { Timestamp.text(microseconds: $0) })
    }

    /// For a `bytea` column.
    package static func bytes(_ value: [UInt8]?) -> PostgresValue {
        guard let value else { return .null }
        let digits = Array("0123456789abcdef".utf8)
        var hex: [UInt8] = [92, 120]  // \x
        hex.reserveCapacity(2 + 2 * value.count)
        for byte in value {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return PostgresValue(text: String(decoding: hex, as: UTF8.self))
    }
}

package import Foundation

/// How the program writes JSON: sorted keys, so equal values are equal bytes. The same text as `JSONEncoder`'s.
package enum JSONText {
    /// On one line, for journals.
    package static func line(_ value: some Encodable) throws -> Data {
        var bytes: [UInt8] = []
        try JSONNode(encoding: value).write(to: &bytes, indent: nil)
        return Data(bytes)
    }

    /// The same as text: for columns of a database and messages.
    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try line(value), as: UTF8.self)
    }

    /// For people and for result files; ends with a line break.
    package static func pretty(_ value: some Encodable) throws -> Data {
        var bytes: [UInt8] = []
        try JSONNode(encoding: value).write(to: &bytes, indent: 0)
        bytes.append(UInt8(ascii: "\n"))
        return Data(bytes)
    }
}

/// JSON whose shape the reader does not know: an agent's settings.
package enum JSONValue: Hashable, Sendable, Codable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

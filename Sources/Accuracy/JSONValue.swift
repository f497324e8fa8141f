package import Foundation

/// Any JSON value, as truths and predictions hold them.
package enum JSONValue: Hashable, Sendable, Codable {
    case null
    case bool(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// - Returns: `nil` for bytes that are no JSON; a byte order mark is passed over.
    package init?(json bytes: Data) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else { return nil }
        self = value
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Int.self) {
            self = .whole(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }

    /// A member of an object; `nil` for anything that is no object and for missing members.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text Python's `str()` gives, which is what the rules of comparison were written for.
    var spelled: String {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .whole(let value): String(value)
        case .number(let value): value.description
        case .text(let value): value
        case .list, .object: ""
        }
    }

    /// Python's truth: whether `value or default` keeps the value.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .whole(let value): value != 0
        case .number(let value): value != 0
        case .text(let value): !value.isEmpty
        case .list(let values): !values.isEmpty
        case .object(let members): !members.isEmpty
        }
    }

    /// `nil` for anything that is no number.
    var number: Double? {
        switch self {
        case .whole(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .text, .list, .object: nil
        }
    }

    var items: [JSONValue]? {
        guard case .list(let values) = self else { return nil }
        return values
    }
}

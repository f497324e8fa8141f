import Foundation

/// A JSON value of a rules file.
enum RuleValue: Hashable, Sendable, Decodable {
    case null
    case bool(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([RuleValue])
    case object([String: RuleValue])

    /// - Returns: `nil` for bytes that are no JSON.
    init?(json: [UInt8]) {
        guard let value = try? JSONDecoder().decode(RuleValue.self, from: Data(json)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
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
        } else if let value = try? container.decode([RuleValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: RuleValue].self))
        }
    }
}

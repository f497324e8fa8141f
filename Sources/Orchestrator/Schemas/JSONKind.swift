/// The types of JSON Schema. A number without a fraction is an integer, however it is written (2020-12, 6.1.1).
package enum JSONKind: String, Hashable, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer

    /// For people.
    var name: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .object: "an object"
        case .array: "a list"
        case .number: "a number"
        case .string: "text"
        case .integer: "a whole number"
        }
    }

    static func names(_ kinds: some Sequence<JSONKind>) -> String {
        kinds.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: " or ")
    }
}

extension JSONValue {
    func isOf(_ kind: JSONKind) -> Bool {
        switch (kind, self) {
        case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array), (.number, .number),
            (.string, .string):
            true
        case (.integer, .number(let value)): value.rounded() == value
        default: false
        }
    }

    /// What it is, said as narrowly as can be.
    var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number(let value): value.rounded() == value ? .integer : .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    package subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
}

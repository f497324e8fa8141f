import Foundation

/// A value on its way to JSON.
enum JSONNode {
    /// As it stands in the JSON: a number, `true`, `null`.
    case literal(String)
    case text(String)
    case group(JSONGroup)

    /// - Throws: What the value's own `encode(to:)` throws, and `EncodingError` for a number that is not finite.
    init<Value: Encodable>(encoding value: Value) throws {
        if Value.self == Decimal.self {
            self = .literal("\(value)")
            return
        }
        let group = JSONGroup()
        try value.encode(to: JSONNodeEncoder(group: group))
        if group.kind == .single, let only = group.members.last { self = only.node } else { self = .group(group) }
    }

    /// Whole numbers without a fraction, as `JSONEncoder` writes them.
    init(_ number: Double) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, .init(codingPath: [], debugDescription: "JSON has no number that is not finite."))
        }
        let text = number.description
        self = .literal(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// - Parameter indent: Levels, of two blanks each; `nil` = all on one line.
    func write(to bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .literal(let text): bytes += text.utf8
        case .text(let text): Self.quote(text, to: &bytes)
        case .group(let group): group.write(to: &bytes, indent: indent)
        }
    }

    /// RFC 8259; slashes stay as they are.
    static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain { bytes += text.utf8 } else { escape(text, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
    }
}

/// What one `encode(to:)` encodes: members in the order they come, sorted when they are written.
final class JSONGroup {
    enum Kind { case object, array, single }

    /// A type that encodes nothing comes to `{}`.
    var kind = Kind.object
    /// Keys are empty in arrays.
    var members: [(key: String, node: JSONNode)] = []

    func write(to bytes: inout [UInt8], indent: Int?) {
        let isObject = kind == .object
        let inner = indent.map { $0 + 1 }
        if isObject { members.sort { $0.key < $1.key } }
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        if members.isEmpty, indent != nil { bytes.append(UInt8(ascii: "\n")) }
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.newLine(inner, to: &bytes)
            if isObject {
                JSONNode.quote(member.key, to: &bytes)
                bytes += indent == nil ? ":".utf8 : " : ".utf8
            }
            member.node.write(to: &bytes, indent: inner)
        }
        Self.newLine(indent, to: &bytes)
        bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    private static func newLine(_ indent: Int?, to bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
    }
}

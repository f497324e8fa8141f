package import Foundation

extension JSONValue {
    /// JSON from strangers.
    /// - Returns: `nil` when it is no JSON, or is nested deeper than 64: reading takes a frame of the stack per level.
    package init?(bounded json: Data) {
        guard Self.depth(of: json) <= 64, let value = try? JSONDecoder().decode(JSONValue.self, from: json) else {
            return nil
        }
        self = value
    }

    private static func depth(of json: Data) -> Int {
        var (depth, deepest) = (0, 0)
        var (isText, isEscaped) = (false, false)
        for byte in json {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: continue
            }
        }
        return deepest
    }
}

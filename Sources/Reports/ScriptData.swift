import Foundation

/// JSON to stand inside a `<script type="application/json">`. `<`, `>` and `&` are written as `\u003c` and so on, so
/// that no text can end the element; so are control characters and those that turn the direction of writing.
struct ScriptData {
    let html: HTML

    init(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(value)) ?? Data("null".utf8)
        var out = HTML.Interpolation(literalCapacity: json.count, interpolationCount: 0)
        var run = ""
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if Self.needsEscape(scalar) {
                let digits = String(scalar.value, radix: 16)
                run += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                run.unicodeScalars.append(scalar)
            }
        }
        out.appendLiteral(run)
        html = HTML(stringInterpolation: out)
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "&", "'", "`", "\u{2028}", "\u{2029}": true
        default: HTML.isHarmful(scalar)
        }
    }
}

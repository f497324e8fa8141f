import Mustache

/// Escapes for content and quoted attributes, code point by code point. The engine's own goes by characters, and lets a
/// `"` through on which an accent sits.
struct MarkupEscape: MustacheContentType {
    static let name = "PAYABLES-HTML"

    func escapeText(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "`": out += "&#96;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

/// A piece of HTML that is safe to put between other pieces: texts enter it escaped, and only through ``text(_:)`` and
/// interpolation. `HTML("<b>\(name)</b>")` escapes `name`; the literal parts are the program's own.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var source: String

    init(stringLiteral value: String) { source = value }
    init(stringInterpolation: Interpolation) { source = stringInterpolation.source }
    private init(source: String) { self.source = source }

    static let empty: HTML = ""
    /// Escaped for content and for quoted attributes alike.
    static func text(_ text: String) -> HTML { HTML(source: escaped(text)) }
    /// The program's own style sheets and scripts; never anything that was read.
    static func own(_ source: StaticString) -> HTML { HTML(source: source.description) }

    static func + (left: HTML, right: HTML) -> HTML { HTML(source: left.source + right.source) }
    static func += (left: inout HTML, right: HTML) { left.source += right.source }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate(set) var source = ""
        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity) }
        mutating func appendLiteral(_ literal: String) { source += literal }
        mutating func appendInterpolation(_ text: String) { source += HTML.escaped(text) }
        mutating func appendInterpolation(_ number: Int) { source += String(number) }
        mutating func appendInterpolation(_ part: HTML) { source += part.source }
        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { source += part.source }
        }
        /// Points and pixels, to one digit.
        mutating func appendInterpolation(length: Double) {
            source += length.isFinite ? String((min(max(length, -1e6), 1e6) * 10).rounded() / 10) : "0"
        }
    }

    /// Escapes what has a meaning in HTML; characters that may not stand there, and those that turn the direction of
    /// writing (so that `gpj.exe` cannot show as `exe.jpg`), become U+FFFD.
    static func escaped(_ text: String) -> String {
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
            default: out.unicodeScalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return out
    }

    /// Control characters but tab and line feeds, overrides of the writing direction, non-characters.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}

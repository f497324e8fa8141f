/// What templates are filled with. Values of documents and people enter it through ``line(_:)`` and nothing else, so none
/// of them can begin a line of its own.
indirect enum TemplateValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([TemplateValue])
    /// What is absent has no entry.
    case group([String: TemplateValue])

    /// As the engine takes it. Texts are never looked at as templates: the engine parses files only.
    var plain: any Sendable {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let values): values.map(\.plain)
        case .group(let values): values.mapValues(\.plain)
        }
    }

    /// One line, of at most `most` characters. Line breaks and control characters are spaces; signs that turn the
    /// direction of writing, so that `gpj.exe` could show as `exe.jpg`, are replaced.
    static func line(_ text: String, most: Int = 300) -> TemplateValue { .text(oneLine(text, most: most)) }

    static func oneLine(_ text: String, most: Int = 300) -> String {
        var scalars = String.UnicodeScalarView()
        var wasSpace = true
        for scalar in text.unicodeScalars.prefix(most * 8) {
            // The two no-break spaces stand in sums.
            let isSpace =
                isControl(scalar) || scalar.properties.isWhitespace && scalar != "\u{A0}" && scalar != "\u{202F}"
            if isSpace, wasSpace { continue }
            wasSpace = isSpace
            scalars.append(isSpace ? " " : isHarmful(scalar) ? "\u{FFFD}" : scalar)
        }
        if wasSpace, !scalars.isEmpty { scalars.removeLast() }
        let line = String(scalars)
        return line.count <= most ? line : line.prefix(most - 1) + "…"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}

extension [String: TemplateValue] {
    /// For values that may be missing.
    subscript(line key: String) -> String? {
        get { nil }
        set { self[key] = newValue.flatMap { $0.isEmpty ? nil : TemplateValue.line($0) } }
    }
}

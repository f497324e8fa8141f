/// Columns a text takes on a terminal: 2 for wide and full-width characters (UAX #11) and emoji, 0 for combining ones.
package enum TextWidth {
    package static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if character.unicodeScalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(first.value) ? 2 : 1
        }
    }

    /// - Returns: `text` filled with spaces to `width` columns, or cut with `…`.
    package static func fitted(_ text: String, to width: Int, right: Bool = false) -> String {
        let own = of(text)
        if own <= width {
            let space = String(repeating: " ", count: width - own)
            return right ? space + text : text + space
        }
        guard width > 0 else { return "" }
        var cut = ""
        var used = 0
        for character in text {
            let next = of(character)
            if used + next > width - 1 { break }
            cut.append(character)
            used += next
        }
        return cut + "…" + String(repeating: " ", count: width - used - 1)
    }

    /// Text of a document on one line: control characters, line feeds and direction marks become spaces, so that
    /// nothing printed can move the cursor, colour the terminal or reverse the line.
    package static func oneLine(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let breaks = scalar.value < 0x20 || [0x2028, 0x2029].contains(scalar.value) || HTML.isHarmful(scalar)
            out.append(breaks ? " " : scalar)
        }
        return String(out)
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

import Foundation

/// The normal forms in which values are compared, one per kind of field. `nil` = not such a value, which never matches.
enum Normal {
    /// `2020-01-31` from `2020-1-31`, `2020/01/31`, `2020.01.31 ...`, `2020-01-31T...` and `20200131`.
    static func date(_ value: JSONValue) -> String? {
        let text = Array(stripped(value.spelled).unicodeScalars)
        if let parts = separatedDate(text) { return iso(parts) }
        guard text.count == 8, text.allSatisfy(isDigit) else { return nil }
        return iso([text[0..<4], text[4..<6], text[6..<8]].map { number($0) })
    }

    /// Accepts numbers and texts such as `1,234.50`, `1.234,50`, `EUR 12.00`, `(5)` and `5-`.
    static func amount(_ value: JSONValue) -> Decimal? {
        switch value {
        case .null, .bool, .list, .object: nil
        case .whole(let number): Decimal(string: String(number))
        case .number(let number): Decimal(string: number.description)
        case .text(let text): amount(in: text)
        }
    }

    /// Letters and digits, upper case.
    static func identifier(_ value: JSONValue) -> String? {
        let upper = value.spelled.precomposedStringWithCompatibilityMapping.uppercased()
        var kept = String.UnicodeScalarView()
        for scalar in upper.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0xC0...0xFFFF: kept.append(scalar)
            default: break
            }
        }
        return kept.isEmpty ? nil : String(kept)
    }

    static func code(_ value: JSONValue) -> String? {
        let text = stripped(value.spelled).lowercased()
            .replacing("-", with: "_").replacing(" ", with: "_")
        return text.isEmpty ? nil : text
    }

    /// Lower case, accents removed, punctuation to single spaces.
    static func folded(_ text: String) -> String {
        let lower = text.replacing("\u{DF}", with: "ss").decomposedStringWithCompatibilityMapping.lowercased()
        var out = String.UnicodeScalarView()
        for scalar in lower.unicodeScalars where scalar.properties.canonicalCombiningClass == .notReordered {
            if isAlphanumeric(scalar) {
                out.append(scalar)
            } else if let last = out.last, last != " " {
                out.append(" ")
            }
        }
        if out.last == " " { out.removeLast() }
        return String(out)
    }

    /// Without white space at both ends, as Python's `str.strip()`.
    static func stripped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isSpace($0) }),
            let end = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    /// White space, and the four separators of ASCII that Python counts too.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    /// Python's `str.isalnum`: letters, and everything with a numeric value.
    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: scalar.properties.numericType != nil
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1.value) - 0x30 }
    }
}

extension Normal {
    /// Year, month and day of `YYYY?M?D` with `-`, `/` or `.` between, optionally followed by `T` or a space and more
    /// on the same line.
    private static func separatedDate(_ text: [Unicode.Scalar]) -> [Int]? {
        var parts: [Int] = []
        var at = 0
        for (widest, narrowest) in [(4, 4), (2, 1), (2, 1)] {
            if !parts.isEmpty {
                guard at < text.count, ["-", "/", "."].contains(text[at]) else { return nil }
                at += 1
            }
            let digits = text[at...].prefix(widest).prefix(while: isDigit)
            guard digits.count >= narrowest else { return nil }
            parts.append(number(digits))
            at += digits.count
        }
        guard at < text.count else { return parts }
        guard text[at] == "T" || text[at] == " ", !text[at...].contains("\n") else { return nil }
        return parts
    }

    private static func iso(_ parts: [Int]) -> String? {
        let (year, month, day) = (parts[0], parts[1], parts[2])
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1, (1...12).contains(month), day >= 1, day <= days[month - 1] else { return nil }
        return String(format: "%04d-%02d-%02d", year, month, day)
    }

    private static func amount(in printed: String) -> Decimal? {
        var scalars = Array(stripped(printed.precomposedStringWithCompatibilityMapping).unicodeScalars)
        var negative = false
        if scalars.first == "(", scalars.last == ")" {
            negative = true
            scalars = Array(scalars.dropFirst().dropLast())
        }
        var text = scalars.map { $0 == "\u{2212}" || $0 == "\u{2013}" ? "-" : $0 }
            .filter { isDigit($0) || $0 == "," || $0 == "." || $0 == "-" }
        if text.last == "-" {
            negative.toggle()
            text.removeLast()
        }
        if text.first == "-" {
            negative.toggle()
            text.removeFirst()
        }
        guard text.contains(where: isDigit), !text.contains("-") else { return nil }
        while text.last == "." || text.last == "," { text.removeLast() }
        guard let plain = withPoint(text), let value = Decimal(string: plain, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        return negative ? -value : value
    }

    /// Decides which of `.` and `,` is the decimal separator: the last one; a lone comma before three digits groups.
    private static func withPoint(_ text: [Unicode.Scalar]) -> String? {
        let dots = text.filter { $0 == "." }.count
        let commas = text.filter { $0 == "," }.count
        func spelled(_ scalars: [Unicode.Scalar]) -> String {
            String(String.UnicodeScalarView(scalars))
        }
        if let dot = text.lastIndex(of: "."), let comma = text.lastIndex(of: ",") {
            let decimal: Unicode.Scalar = dot > comma ? "." : ","
            guard (decimal == "." ? dots : commas) == 1 else { return nil }
            return spelled(text.filter { $0 == decimal || isDigit($0) }.map { $0 == decimal ? "." : $0 })
        }
        if let comma = text.lastIndex(of: ",") {
            let isDecimal = commas == 1 && text.count - comma - 1 != 3
            return spelled(isDecimal ? text.map { $0 == "," ? "." : $0 } : text.filter { $0 != "," })
        }
        return spelled(dots > 1 ? text.filter { $0 != "." } : text)
    }
}

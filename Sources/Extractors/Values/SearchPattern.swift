/// JSON Schema's `pattern`: it has to be found somewhere in the text, unless `^` and `$` bind it to the ends. Made of a
/// ``ValuePattern``, so that no text can make it run away; `.` takes line breaks too.
package struct SearchPattern: Hashable, Sendable {
    package let source: String
    private let whole: ValuePattern

    /// Why a pattern cannot be used.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
    }

    package init(_ source: String) throws(Fault) {
        self.source = source
        var body = Substring(source)
        let isBoundAtStart = body.hasPrefix("^")
        if isBoundAtStart { body = body.dropFirst() }
        let isBoundAtEnd =
            body.hasSuffix("$") && body.dropLast().reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
        if isBoundAtEnd { body = body.dropLast() }
        if isBoundAtStart || isBoundAtEnd, Self.hasOpenChoice(body) {
            throw Fault(message: "^ and $ bind one alternative only; put the alternatives into ( )")
        }
        let inner = body.isEmpty ? "" : "(?:\(body))"
        let text = (isBoundAtStart ? "" : ".*") + inner + (isBoundAtEnd ? "" : ".*")
        // The empty text alone: a character that may stand no time.
        do throws(PatternFault) { whole = try ValuePattern(text.isEmpty ? "(?:x{0})" : text) } catch {
            throw Fault(message: error.message)
        }
    }

    package func isFound(in text: String) -> Bool { whole.matches(text) }

    /// Whether a `|` stands outside of all groups and classes.
    private static func hasOpenChoice(_ pattern: Substring) -> Bool {
        var depth = 0
        var isClass = false
        var isEscaped = false
        for character in pattern {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch character {
            case "\\": isEscaped = true
            case "[": isClass = true
            case "]": isClass = false
            case "(" where !isClass: depth += 1
            case ")" where !isClass: depth -= 1
            case "|" where !isClass && depth == 0: return true
            default: continue
            }
        }
        return false
    }
}

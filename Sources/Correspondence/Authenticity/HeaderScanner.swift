/// Walks through a structured header: white space, comments in parentheses that may stand in each other, quoted strings
/// (RFC 5322 §3.2). Never throws: what is broken is told by `nil`, and whoever asks decides.
struct HeaderScanner {
    private let text: [Unicode.Scalar]
    private(set) var position = 0
    /// Text of the comments that were passed over, without their parentheses.
    private(set) var comments: [String] = []

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    var isAtEnd: Bool { position >= text.count }
    var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    /// White space and comments.
    /// - Returns: `false` when a comment has no end.
    mutating func skipBlanks() -> Bool {
        while let scalar = next {
            if scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" {
                position += 1
            } else if scalar == "(" {
                guard skipComment() else { return false }
            } else {
                return true
            }
        }
        return true
    }

    /// Text between quotation marks, without them and their back-slashes.
    /// - Returns: `nil` when none begins here or it has no end.
    mutating func quoted() -> String? {
        guard take("\"") else { return nil }
        var value = String.UnicodeScalarView()
        while let scalar = next {
            position += 1
            if scalar == "\"" { return String(value) }
            if scalar == "\\" {
                guard let escaped = next else { return nil }
                position += 1
                value.append(escaped)
            } else {
                value.append(scalar)
            }
        }
        return nil
    }

    /// The longest run of scalars that may stand in it; empty when there is none.
    mutating func run(while isPart: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let scalar = next, isPart(scalar) { position += 1 }
        return String(String.UnicodeScalarView(text[start..<position]))
    }

    /// Up to the first of these, which is not taken. For going on behind what is broken.
    mutating func skip(to ends: String) {
        while let scalar = next, !ends.unicodeScalars.contains(scalar) {
            if scalar == "\"" {
                if quoted() == nil { return }
            } else if scalar == "(" {
                if !skipComment() { return }
            } else {
                position += 1
            }
        }
    }

    mutating func forgetComments() { comments = [] }

    private mutating func skipComment() -> Bool {
        var depth = 0
        var said = String.UnicodeScalarView()
        while let scalar = next {
            position += 1
            switch scalar {
            case "\\":
                guard let escaped = next else { return false }
                position += 1
                said.append(escaped)
                continue
            case "(":
                depth += 1
                if depth == 1 { continue }
            case ")":
                depth -= 1
                if depth == 0 {
                    comments.append(String(said))
                    return true
                }
            default: break
            }
            said.append(scalar)
        }
        return false
    }
}

/// A piece of HTML as a browser would cut it, near enough to tell what a person sees.
enum HTMLToken {
    case text(ArraySlice<UInt8>)
    case start(HTMLTag)
    /// The element's name.
    case end(String)
}

/// The beginning of an element.
struct HTMLTag {
    /// Lower case.
    var name: String
    /// Names in lower case, values decoded; of several of a name the first.
    var attributes: [String: String] = [:]

    func has(class name: String) -> Bool { attributes["class"]?.contains(name) ?? false }

    /// Its `style` in lower case and without blanks.
    var style: String { attributes["style"]?.lowercased().filter { !$0.isWhitespace } ?? "" }
}

/// Cuts HTML into tokens, in one pass over the bytes; whatever it is given, it comes to the end.
struct HTMLTokens: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    /// Of the element whose contents are no HTML: scripts, styles.
    private var verbatim: String?

    init(_ html: String) { bytes = Array(html.utf8) }

    mutating func next() -> HTMLToken? {
        while position < bytes.count {
            if let name = verbatim {
                verbatim = nil
                skip(toEndOf: name)
                continue
            }
            guard bytes[position] == UInt8(ascii: "<") else { return .text(text()) }
            if let token = markup() { return token }
        }
        return nil
    }

    private mutating func text() -> ArraySlice<UInt8> {
        let start = position
        repeat { position += 1 } while position < bytes.count && bytes[position] != UInt8(ascii: "<")
        return bytes[start..<position]
    }

    /// - Returns: `nil` for what is passed over: comments, declarations.
    private mutating func markup() -> HTMLToken? {
        let after = position + 1 < bytes.count ? bytes[position + 1] : 0
        switch after {
        case UInt8(ascii: "!"):
            if matches("<!--", at: position) {
                pass("-->", from: position + 4)
            } else {
                pass(">", from: position + 1)
            }
            return nil
        case UInt8(ascii: "?"):
            pass(">", from: position + 1)
            return nil
        case UInt8(ascii: "/"):
            position += 2
            let name = self.name()
            pass(">", from: position)
            return name.isEmpty ? nil : .end(name)
        case let letter where Self.isLetter(letter):
            position += 1
            let tag = self.tag()
            if ["script", "style", "title", "template", "noscript", "textarea", "select", "iframe", "xml"]
                .contains(tag.name)
            {
                verbatim = tag.name
                return nil
            }
            return .start(tag)
        default:
            position += 1
            return .text(bytes[position - 1..<position])
        }
    }

    private mutating func tag() -> HTMLTag {
        var tag = HTMLTag(name: name())
        while position < bytes.count {
            skipBlanks()
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                break
            }
            guard let (name, value) = attribute() else {
                position += 1
                continue
            }
            if tag.attributes.count < 32, tag.attributes[name] == nil { tag.attributes[name] = value }
        }
        return tag
    }

    private mutating func attribute() -> (String, String)? {
        let start = position
        while position < bytes.count, !" \t\r\n\u{C}/>=".utf8.contains(bytes[position]) { position += 1 }
        guard position > start else { return nil }
        let name = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return (name, "") }
        position += 1
        skipBlanks()
        guard position < bytes.count else { return (name, "") }
        let quote = bytes[position]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { position += 1 }
        let from = position
        while position < bytes.count {
            let byte = bytes[position]
            if isQuoted ? byte == quote : byte == UInt8(ascii: ">") || Self.isBlank(byte) { break }
            position += 1
        }
        let value = bytes[from..<position].prefix(4_096)
        if isQuoted, position < bytes.count { position += 1 }
        return (name, HTMLEntities.decoded(value))
    }

    private mutating func name() -> String {
        let start = position
        while position < bytes.count, !" \t\r\n\u{C}/>".utf8.contains(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position].prefix(64), as: UTF8.self).lowercased()
    }

    private mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private mutating func skip(toEndOf name: String) {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), matches("</" + name, at: position) {
                pass(">", from: position)
                return
            }
            position += 1
        }
    }

    /// Goes past the next `mark`, or to the end where there is none.
    private mutating func pass(_ mark: String, from start: Int) {
        position = start
        while position < bytes.count, !matches(mark, at: position) { position += 1 }
        position = Swift.min(position + mark.utf8.count, bytes.count)
    }

    private func matches(_ text: String, at start: Int) -> Bool {
        guard start + text.utf8.count <= bytes.count else { return false }
        var index = start
        for wanted in text.utf8 {
            let byte = bytes[index]
            guard byte == wanted || (65...90).contains(byte) && byte | 32 == wanted else { return false }
            index += 1
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
    private static func isBlank(_ byte: UInt8) -> Bool { [32, 9, 10, 12, 13].contains(byte) }
}

/// The small parts of a response.
extension ResponseParser {
    var peek: UInt8? { at < text.count ? text[at] : nil }

    mutating func space() throws(ProtocolFault) {
        guard peek == UInt8(ascii: " ") else { throw ProtocolFault("A response lacks a part.") }
        at += 1
    }

    mutating func skipSpaces() { while peek == UInt8(ascii: " ") { at += 1 } }

    /// Bytes up to a space or the end; never none.
    mutating func word() throws(ProtocolFault) -> String { try word(until: [UInt8(ascii: " ")]) }

    /// Bytes up to one of `ends`, a parenthesis or the end; never none.
    mutating func word(until ends: [UInt8]) throws(ProtocolFault) -> String {
        let start = at
        while let byte = peek, !ends.contains(byte) { at += 1 }
        guard at > start else { throw ProtocolFault("A response lacks a word.") }
        return String(decoding: text[start..<at], as: UTF8.self)
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard text[at...].prefix(word.utf8.count).elementsEqual(word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    mutating func number<Number: FixedWidthInteger>() throws(ProtocolFault) -> Number {
        let start = at
        while let byte = peek, (0x30...0x39).contains(byte) { at += 1 }
        guard at > start, let number = Number(String(decoding: text[start..<at], as: UTF8.self)) else {
            throw ProtocolFault("A number is none or too big.")
        }
        return number
    }

    /// `1:5,7`; a range may be written backwards.
    mutating func ranges() throws(ProtocolFault) -> UIDRanges {
        var found: [ClosedRange<UInt32>] = []
        while true {
            let first: UInt32 = try number()
            var last = first
            if peek == UInt8(ascii: ":") {
                at += 1
                last = try number()
            }
            found.append(min(first, last)...max(first, last))
            guard found.count <= limits.entries else { throw ProtocolFault("A set has too many ranges.") }
            guard peek == UInt8(ascii: ",") else { return UIDRanges(ranges: found) }
            at += 1
        }
    }

    /// A quoted string, a literal, an atom, or NIL, which is `nil`.
    mutating func string() throws(ProtocolFault) -> [UInt8]? {
        switch peek {
        case UInt8(ascii: "\""): return try quoted()
        case UInt8(ascii: "{"):
            guard case .bytes(let bytes) = try literal() else { throw ProtocolFault("A message's text is not here.") }
            return bytes
        default:
            let start = at
            while let byte = peek, byte > 0x20, ![UInt8(ascii: "("), UInt8(ascii: ")")].contains(byte) { at += 1 }
            guard at > start else { throw ProtocolFault("A response lacks a value.") }
            let atom = Array(text[start..<at])
            guard !atom.contains(UInt8(ascii: "{")) else { throw ProtocolFault("A literal stands within a word.") }
            return String(decoding: atom, as: UTF8.self).uppercased() == "NIL" ? nil : atom
        }
    }

    private mutating func quoted() throws(ProtocolFault) -> [UInt8] {
        var bytes: [UInt8] = []
        at += 1
        while let byte = peek {
            at += 1
            if byte == UInt8(ascii: "\"") { return bytes }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = peek else { break }
            bytes.append(escaped)
            at += 1
        }
        throw ProtocolFault("A quoted string has no end.")
    }

    mutating func literal() throws(ProtocolFault) -> FramedResponse.Content {
        guard let close = text[at...].firstIndex(of: UInt8(ascii: "}")),
            let literal = literals.first(where: { $0.end == close + 1 })
        else { throw ProtocolFault("A literal is not where it was announced.") }
        at = close + 1
        return literal.content
    }

    /// `(a b c)`, each read by `entry`.
    mutating func list(
        _ entry: (inout ResponseParser) throws(ProtocolFault) -> Void
    ) throws(ProtocolFault) {
        guard peek == UInt8(ascii: "(") else { throw ProtocolFault("A response lacks a list.") }
        at += 1
        var count = 0
        while true {
            skipSpaces()
            guard peek != UInt8(ascii: ")") else { break }
            count += 1
            guard count <= limits.entries else { throw ProtocolFault("A list has too many entries.") }
            try entry(&self)
        }
        at += 1
    }

    mutating func flags() throws(ProtocolFault) -> [String] {
        var flags: [String] = []
        try list { (parser) throws(ProtocolFault) in
            let start = parser.at
            while let byte = parser.peek, byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "("),
                byte != UInt8(ascii: ")"), byte != UInt8(ascii: "\"")
            {
                parser.at += 1
            }
            guard (1...256).contains(parser.at - start) else { throw ProtocolFault("A flag is no word.") }
            flags.append(String(decoding: parser.text[start..<parser.at], as: UTF8.self))
        }
        return flags
    }

    /// Passes over a value of any kind.
    mutating func skipValue() throws(ProtocolFault) {
        var depth = 0
        repeat {
            skipSpaces()
            switch peek {
            case nil: throw ProtocolFault("A response ends within a list.")
            case UInt8(ascii: "("):
                depth += 1
                guard depth <= limits.depth else { throw ProtocolFault("Lists are nested too deeply.") }
                at += 1
            case UInt8(ascii: ")"):
                guard depth > 0 else { throw ProtocolFault("A response lacks a value.") }
                depth -= 1
                at += 1
            default: _ = try string()
            }
        } while depth > 0
    }
}

/// Reads one framed response. Every loop ends with the text and every depth is counted, whatever a server sends.
struct ResponseParser {
    let text: [UInt8]
    let literals: [FramedResponse.Literal]
    let limits: ResponseLimits
    var at = 0

    static func read(
        _ response: FramedResponse, limits: ResponseLimits = ResponseLimits()
    ) throws(ProtocolFault) -> Response {
        var parser = ResponseParser(text: response.text, literals: response.literals, limits: limits)
        return try parser.response()
    }

    private mutating func response() throws(ProtocolFault) -> Response {
        if peek == UInt8(ascii: "+") { return .continuation }
        let tag = try word()
        try space()
        guard tag != "*" else { return .untagged(try untagged()) }
        guard let kind = StatusLine.Kind(rawValue: try word().uppercased()), [.ok, .no, .bad].contains(kind) else {
            throw ProtocolFault("A tagged response is none of OK, NO and BAD.")
        }
        return .tagged(tag: tag, status(kind))
    }

    private mutating func untagged() throws(ProtocolFault) -> Untagged {
        let name = try word().uppercased()
        if let kind = StatusLine.Kind(rawValue: name) { return .status(status(kind)) }
        if let number = UInt32(name) {
            try space()
            switch try word().uppercased() {
            case "EXISTS": return .exists(number)
            case "EXPUNGE": return .expunge(number)
            case "FETCH":
                try space()
                return .fetch(try fetchedItems())
            default: return .other
            }
        }
        switch name {
        case "CAPABILITY": return .capability(try words())
        case "ENABLED": return .enabled(try words())
        case "FLAGS":
            try space()
            return .flags(try flags())
        case "LIST":
            try space()
            return .listed(try listed())
        case "STATUS":
            try space()
            return .mailboxStatus(try mailboxStatus())
        case "VANISHED":
            try space()
            let earlier = takeWord("(EARLIER)")
            if earlier { try space() }
            return .vanished(try ranges(), earlier: earlier)
        default: return .other
        }
    }

    /// The rest of a status response. A damaged code is no code: the status counts.
    private mutating func status(_ kind: StatusLine.Kind) -> StatusLine {
        skipSpaces()
        var line = StatusLine(kind: kind, code: nil, words: "")
        let start = at
        if peek == UInt8(ascii: "["), let code = try? responseCode() {
            line.code = code
            skipSpaces()
        } else {
            at = start
        }
        line.words = PrintableText.of(text[at...], longest: 200)
        at = text.count
        return line
    }

    private mutating func responseCode() throws(ProtocolFault) -> ResponseCode {
        at += 1
        let name = try word(until: [UInt8(ascii: " "), UInt8(ascii: "]")]).uppercased()
        let code: ResponseCode
        switch name {
        case "CAPABILITY":
            var found: Set<String> = []
            while peek == UInt8(ascii: " "), found.count < limits.entries {
                at += 1
                found.insert(try word(until: [UInt8(ascii: " "), UInt8(ascii: "]")]).uppercased())
            }
            code = .capability(found)
        case "UIDVALIDITY": code = .uidValidity(try spacedNumber())
        case "UIDNEXT": code = .uidNext(try spacedNumber())
        case "HIGHESTMODSEQ": code = .highestModSeq(try spacedNumber())
        case "PERMANENTFLAGS":
            try space()
            code = .permanentFlags(try flags())
        case "APPENDUID": code = .appendUID(validity: try spacedNumber(), uid: try spacedNumber())
        default:
            let plain = name.utf8.prefix(40).filter {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-")
            }
            guard !plain.isEmpty else { throw ProtocolFault("A response code has no name.") }
            code = .word(String(decoding: plain, as: UTF8.self))
        }
        guard let close = text[at...].firstIndex(of: UInt8(ascii: "]")) else {
            throw ProtocolFault("A response code has no end.")
        }
        at = close + 1
        return code
    }

    private mutating func spacedNumber<Number: FixedWidthInteger>() throws(ProtocolFault) -> Number {
        try space()
        return try number()
    }

    private mutating func words() throws(ProtocolFault) -> Set<String> {
        var found: Set<String> = []
        while peek == UInt8(ascii: " ") {
            at += 1
            guard peek != nil, peek != UInt8(ascii: " ") else { continue }
            found.insert(try word().uppercased())
            guard found.count <= limits.entries else { throw ProtocolFault("A list has too many entries.") }
        }
        return found
    }

    private mutating func listed() throws(ProtocolFault) -> ListedMailbox {
        let attributes = try flags()
        try space()
        let delimiter = try string()
        try space()
        guard let name = try string(), (1...1000).contains(name.count) else {
            throw ProtocolFault("A mailbox has no name.")
        }
        return ListedMailbox(attributes: attributes, delimiter: delimiter?.first, name: name)
    }

    private mutating func mailboxStatus() throws(ProtocolFault) -> [String: UInt64] {
        _ = try string()
        try space()
        var items: [String: UInt64] = [:]
        try list { (parser) throws(ProtocolFault) in
            let name = try parser.word().uppercased()
            try parser.space()
            items[name] = try parser.number()
        }
        return items
    }
}

/// Words from outside, made harmless for a terminal, a log and a page.
enum PrintableText {
    /// Printable ASCII stays; any other character stands as `\u{…}`.
    static func of(_ bytes: some Collection<UInt8>, longest: Int) -> String {
        var text = ""
        for scalar in String(decoding: bytes.prefix(4 * longest), as: UTF8.self).unicodeScalars {
            guard text.utf8.count < longest else { return text + "…" }
            if (0x20...0x7E).contains(scalar.value) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return text
    }
}

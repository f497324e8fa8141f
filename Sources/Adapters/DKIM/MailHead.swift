/// The header section of a mail as it came, in its fields. It is strict: what one program takes for a line break and another
/// does not could show a person another sender than the one that signed.
struct MailHead: Sendable {
    /// Bytes looked at; a longer header section is a fault.
    static let most = 1 << 20

    struct Field: Sendable {
        /// In small letters.
        var name: String
        /// Where it is folded there are CR and LF; none at its end.
        var bytes: [UInt8]

        /// What follows the colon.
        var value: ArraySlice<UInt8> {
            bytes[(bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex)...].dropFirst()
        }
    }

    private(set) var fields: [Field] = []
    /// Why no signature of this mail can be believed; in words of ours.
    private(set) var fault: String?
    /// A file that was stored with LF alone; it is judged as if each were CR and LF.
    let hasBareLineFeeds: Bool
    /// Of the first byte of the body.
    private(set) var bodyStart = 0

    /// - Parameter start: The mail, or more than ``most`` bytes of it.
    init(_ start: [UInt8]) {
        let first = start.firstIndex(of: .lineFeed)
        hasBareLineFeeds = first.map { $0 == 0 || start[$0 - 1] != .carriageReturn } ?? false
        read(start)
        if let repeated = repeated() { note(repeated) }
    }

    /// RFC 5322 §3.6 allows these once. A second one is shown by some programs and signed by none.
    private static let single: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject", "date",
        "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
    ]

    private func repeated() -> String? {
        var seen: Set<String> = []
        for field in fields where Self.single.contains(field.name) && !seen.insert(field.name).inserted {
            return "the mail has more than one \(field.name) header"
        }
        return seen.contains("from") ? nil : "the mail has no from header"
    }

    private mutating func read(_ bytes: [UInt8]) {
        var place = 0
        var number = 0
        bodyStart = bytes.count
        while place < bytes.count {
            number += 1
            let end = bytes[place...].firstIndex(of: .lineFeed) ?? bytes.count
            if end > Self.most {
                note("the header is longer than \(Self.most) bytes")
                return
            }
            let hasReturn = !hasBareLineFeeds && end < bytes.count && end > place && bytes[end - 1] == .carriageReturn
            let line = bytes[place..<(hasReturn ? end - 1 : end)]
            let isBroken = end < bytes.count && !hasBareLineFeeds && !hasReturn
            place = min(end + 1, bytes.count)
            if line.isEmpty, !isBroken {
                bodyStart = place
                return
            }
            if isBroken || line.contains(where: \.isControl) {
                note("line \(number) of the header has a control character where none may be")
            }
            if !add(line) { note("line \(number) of the header is no header") }
        }
    }

    /// The first one is told. Reading goes on, so that the signatures are known that it makes worthless.
    private mutating func note(_ words: String) { fault = fault ?? words }

    private mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        if first.isBlank {
            guard !fields.isEmpty else { return false }
            fields[fields.count - 1].bytes += [.carriageReturn, .lineFeed] + line
            return true
        }
        guard let name = Self.name(of: line) else { return false }
        fields.append(Field(name: name, bytes: Array(line)))
        return true
    }

    /// RFC 5322 §4.5 lets white space stand before the colon.
    private static func name(of line: ArraySlice<UInt8>) -> String? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var name = line[..<colon]
        while let last = name.last, last.isBlank { name.removeLast() }
        guard !name.isEmpty, name.allSatisfy({ (33...126).contains($0) }) else { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    /// All but the tab. libopendkim takes a form feed for white space, RFC 6376 does not.
    var isControl: Bool { (self < 32 && self != UInt8(ascii: "\t")) || self == 127 }
    var isWhite: Bool { isBlank || self == .lineFeed || self == .carriageReturn }
}

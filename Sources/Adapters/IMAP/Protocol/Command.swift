/// One command on its way out, as bytes and literals; what a person or a server gave is in it only as a quoted string,
/// a literal, a number or a checked atom, so no value can become a command of its own (IMAP injection).
///
/// It may hold a secret, so it cannot be printed or dumped.
struct Command: Sendable, CustomStringConvertible, CustomReflectable {
    enum Piece: Hashable, Sendable {
        case bytes([UInt8])
        /// Sent when the server says it is ready for it (RFC 9051 §4.3).
        case literal([UInt8])
    }

    enum Kind: Hashable, Sendable {
        case plain
        case startTLS
        /// SELECT and EXAMINE, whose EXISTS is no news.
        case open
        /// Ends at news, by us.
        case idle
        /// BYE is the answer.
        case logout
    }

    var kind = Kind.plain
    /// Where it hurts when the server says NO.
    var layer: IMAPFailure.Layer
    private(set) var pieces: [Piece] = []
    /// What is answered each time the server wants more, without line ends; after the last, the command is given up.
    var replies: [[UInt8]] = []
    /// The most bytes of a message's text that may come; `nil`: none is asked for.
    var bodyLimit: Int?

    init(_ words: String, layer: IMAPFailure.Layer, kind: Kind = .plain) {
        self.layer = layer
        self.kind = kind
        add(words)
    }

    /// Adds words of ours.
    mutating func add(_ words: String) { add(bytes: Array(words.utf8)) }

    /// Adds a space and a value of somebody else's.
    mutating func add(value: [UInt8]) {
        add(" ")
        let isPlain = value.count <= 500 && value.allSatisfy { (0x20...0x7E).contains($0) }
        guard isPlain else {
            pieces.append(.literal(value))
            return
        }
        let escaped = value.flatMap { "\"\\".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
        add(bytes: [UInt8(ascii: "\"")] + escaped + [UInt8(ascii: "\"")])
    }

    /// Adds a space and a value as a literal, whatever it is.
    mutating func add(literal: [UInt8]) {
        add(" ")
        pieces.append(.literal(literal))
    }

    private mutating func add(bytes: [UInt8]) {
        if case .bytes(let last) = pieces.last {
            pieces[pieces.count - 1] = .bytes(last + bytes)
        } else {
            pieces.append(.bytes(bytes))
        }
    }

    var description: String { "(command)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// What came between a command and its end.
struct Answer: Hashable, Sendable {
    var code: ResponseCode?
    var untagged: [Untagged] = []
}

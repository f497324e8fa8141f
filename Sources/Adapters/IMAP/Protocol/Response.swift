import Foundation

/// What a server said, as far as it is of use; all else is `other`.
enum Response: Hashable, Sendable {
    /// `+ …`: the server wants the next part of a command.
    case continuation
    case tagged(tag: String, StatusLine)
    case untagged(Untagged)
}

enum Untagged: Hashable, Sendable {
    case status(StatusLine)
    case capability(Set<String>)
    case enabled(Set<String>)
    case listed(ListedMailbox)
    case flags([String])
    case exists(UInt32)
    case expunge(UInt32)
    case vanished(UIDRanges, earlier: Bool)
    case fetch(FetchedItems)
    case mailboxStatus([String: UInt64])
    case other
}

struct StatusLine: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable, CaseIterable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    var kind: Kind
    var code: ResponseCode?
    /// Words for people, printable ASCII only, at most 200 characters; what else they hold stands as `\u{…}`.
    var words: String
}

/// What stands in brackets: RFC 9051 §7.1, RFC 5530, RFC 7162, RFC 4315.
enum ResponseCode: Hashable, Sendable {
    case capability(Set<String>)
    case uidValidity(UInt32)
    case uidNext(UInt32)
    case highestModSeq(UInt64)
    case permanentFlags([String])
    case appendUID(validity: UInt32, uid: UInt32)
    /// Any other: its first word, in capitals, of at most 40 letters, digits and hyphens.
    case word(String)

    var word: String {
        switch self {
        case .capability: "CAPABILITY"
        case .uidValidity: "UIDVALIDITY"
        case .uidNext: "UIDNEXT"
        case .highestModSeq: "HIGHESTMODSEQ"
        case .permanentFlags: "PERMANENTFLAGS"
        case .appendUID: "APPENDUID"
        case .word(let word): word
        }
    }
}

/// A mailbox as LIST tells it; its name as on the wire.
struct ListedMailbox: Hashable, Sendable {
    var attributes: [String]
    var delimiter: UInt8?
    var name: [UInt8]
}

/// What FETCH told of one message. `nil`: it did not tell.
struct FetchedItems: Hashable, Sendable {
    var uid: UInt32?
    var size: UInt64?
    var internalDate: Date?
    var flags: [String]?
    var modSeq: UInt64?
    var body: Body?

    enum Body: Hashable, Sendable {
        case streamed(Int)
        case inline([UInt8])
    }
}

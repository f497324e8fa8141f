/// What a server sent that is no IMAP, or more than anybody has to take. The connection is of no use after it.
struct ProtocolFault: Error, Hashable, Sendable {
    let problem: String

    init(_ problem: String) { self.problem = problem }
}

/// How much of a server's talk is taken, so that nobody fills the memory by talking.
struct ResponseLimits: Hashable, Sendable {
    /// Bytes of one response, without literals. RFC 9051 says nothing; servers write lines of some hundred.
    var line = 64 * 1024
    /// Bytes of all literals of one response, but for a message's text on its way to a file.
    var literals = 64 * 1024
    /// Parentheses within each other; a body's structure, which we never ask for, would have the most.
    var depth = 32
    /// Responses to one command, and their bytes.
    var responses = 100_000
    var bytes = 16 * 1024 * 1024
    /// Flags of one message or mailbox, ranges of one set, entries of one list.
    var entries = 10_000
}

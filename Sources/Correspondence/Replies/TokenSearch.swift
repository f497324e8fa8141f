/// Finds the token in an answer. Where it stands proves nothing: what counts is its MAC.
package enum TokenSearch {
    package enum Place: String, Hashable, Sendable, Codable {
        /// The address the answer went to.
        case address
        /// The text, mostly quoted.
        case text
        /// The mail that is answered.
        case thread
    }

    package enum Finding: Hashable, Sendable {
        case none
        case one(ApprovalToken, Place)
        /// Different ones in one mail. Whichever was meant, nothing may be decided.
        case several
    }

    /// Addresses and text have to agree. `In-Reply-To` and `References`, which also name mails before, are asked only when
    /// neither has a token.
    package static func find(in head: MailHead, _ body: MailBody) -> Finding {
        let addresses = tokens(in: head, addressHeaders)
        let text = addresses.count > 1 ? [] : tokens(in: body.text)
        let both = addresses.union(text)
        if both.count > 1 { return .several }
        if let token = both.first { return .one(token, addresses.isEmpty ? .text : .address) }
        let threads = tokens(in: head, threadHeaders)
        if threads.count > 1 { return .several }
        return threads.first.map { .one($0, .thread) } ?? .none
    }

    private static let addressHeaders = [
        "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to",
    ]
    private static let threadHeaders = ["in-reply-to", "references"]
    private static let mostHeaders = 100
    private static let mostHeaderBytes = 16_384
    private static let mostTextBytes = 2_097_152

    private static func tokens(in head: MailHead, _ names: [String]) -> Set<ApprovalToken> {
        var found: Set<ApprovalToken> = []
        for header in head.headers.lazy.filter({ names.contains($0.name.lowercased()) }).prefix(mostHeaders) {
            found.formUnion(tokens(in: Array(header.raw.utf8.prefix(mostHeaderBytes))[...]))
        }
        return found
    }

    /// As it stands, and where `Ref:` stands before one that was broken over lines.
    private static func tokens(in text: String) -> Set<ApprovalToken> {
        let bytes = Array(text.utf8.prefix(mostTextBytes))
        var found = tokens(in: bytes[...])
        if found.isEmpty { found = brokenTokens(in: bytes) }
        return found
    }

    /// Every run of letters and digits with one point in it that is a token. Stops at the second different one.
    private static func tokens(in bytes: ArraySlice<UInt8>) -> Set<ApprovalToken> {
        var found: Set<ApprovalToken> = []
        var start = bytes.startIndex
        while start < bytes.endIndex, found.count < 2 {
            guard isPart(bytes[start]) else {
                start += 1
                continue
            }
            let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.endIndex
            // A point at the end closes a sentence.
            let run = bytes[start..<end]
            let token = ApprovalToken(run) ?? ApprovalToken(run.last == UInt8(ascii: ".") ? run.dropLast() : run)
            if let token { found.insert(token) }
            start = end
        }
        return found
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: ".")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// Behind `Ref:`, over at most three lines, each of which may begin with signs of quotes.
    private static func brokenTokens(in bytes: [UInt8]) -> Set<ApprovalToken> {
        var found: Set<ApprovalToken> = []
        var marks = 0
        var index = 0
        while index + 4 <= bytes.count, found.count < 2, marks < 1_000 {
            if isMark(bytes, at: index) {
                marks += 1
                if let token = brokenToken(bytes[(index + 4)...]) { found.insert(token) }
            }
            index += 1
        }
        return found
    }

    private static func isMark(_ bytes: [UInt8], at index: Int) -> Bool {
        bytes[index] | 32 == UInt8(ascii: "r") && bytes[index + 1] | 32 == UInt8(ascii: "e")
            && bytes[index + 2] | 32 == UInt8(ascii: "f") && bytes[index + 3] == UInt8(ascii: ":")
    }

    private static func brokenToken(_ bytes: ArraySlice<UInt8>) -> ApprovalToken? {
        var run: [UInt8] = []
        var breaks = 0
        for byte in bytes.prefix(2_000) {
            if byte == UInt8(ascii: "\n") { breaks += 1 }
            if isPart(byte) {
                run.append(byte)
                if run.count > ApprovalToken.length { return nil }
            } else if !" \t\r\n>|".utf8.contains(byte) || breaks > 3 {
                break
            }
            // What follows the token, on the same line or the next, is not looked at.
            if run.count == ApprovalToken.length { return ApprovalToken(run[...]) }
        }
        return nil
    }
}

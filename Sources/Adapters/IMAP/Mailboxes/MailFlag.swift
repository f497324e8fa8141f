/// A mark of a message: one of the five that every server has, or a keyword of somebody's choice.
package struct MailFlag: Hashable, Sendable {
    /// As on the wire: `\Seen`, `$Payables`.
    package let word: String

    private init(system word: String) { self.word = word }

    package static let seen = MailFlag(system: "\\Seen")
    package static let answered = MailFlag(system: "\\Answered")
    package static let flagged = MailFlag(system: "\\Flagged")
    package static let deleted = MailFlag(system: "\\Deleted")
    package static let draft = MailFlag(system: "\\Draft")

    /// - Parameter keyword: printable ASCII, at most 60 characters, without spaces and `(){%*"\]`.
    /// - Returns: `nil` for any other; servers take no such keyword, and none may become a command.
    package init?(keyword: String) {
        guard (1...60).contains(keyword.utf8.count),
            keyword.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"(){%*\"\\]".utf8.contains($0) })
        else { return nil }
        word = keyword
    }
}

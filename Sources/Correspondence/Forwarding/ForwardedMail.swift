/// The mail that another one carries on: who wrote it first. It never proves anything about him.
package struct ForwardedMail: Hashable, Sendable {
    /// What the original sender rests on.
    package enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// Written into the text, as anybody can.
        case stated
        /// The head of an attached mail, which anybody can write, too; but whole.
        case attached
        /// The mail came through a listed forwarder or seal, which saw the original one.
        case vouched
    }

    package var standing: Standing
    package var sender: WrittenAddress?
    package var subject: String
    /// As written; empty = not told.
    package var date: String
    /// Lines of the text that hold the original mail's head, from 0; `nil` for an attached mail.
    package var lines: Range<Int>?

    /// A mail that hangs on another as `message/rfc822`.
    /// - Parameter vouching: The listed forwarder that brought the outer mail.
    package init(attached head: MailHead, vouching: String? = nil) {
        standing = vouching == nil ? .attached : .vouched
        let written = AddressList(head.first("From")?.raw ?? "")
        sender = written.isWellFormed && written.addresses.count == 1 ? written.addresses[0] : nil
        subject = head.text("Subject")
        date = head.text("Date")
        lines = nil
    }

    /// A mail that a server sent on as it was: its own header From is the original's.
    /// - Returns: `nil` where no listed forwarder brought it.
    package init?(redirected head: MailHead, by check: SenderCheck) {
        guard check.forwarder(of: head) != nil else { return nil }
        self.init(attached: head)
        standing = .vouched
    }

    init(stated block: ForwardBlock) {
        standing = .stated
        sender = block.sender
        subject = block.subject
        date = block.date
        lines = block.lines
    }

    /// Every mail whose head is written into the text, top to bottom: the first is the one that was forwarded, those below are what it
    /// answered to.
    package static func stated(in text: String) -> [ForwardedMail] {
        ForwardBlock.all(in: text).map(Self.init(stated:))
    }

    /// Whether a subject says that a mail is forwarded: `Fwd:`, `WG:`, `TR:`.
    package static func isForward(_ subject: String) -> Bool {
        let word = subject.drop(while: \.isWhitespace).prefix { $0 != ":" }.lowercased().trimmedBlanks
        return subject.contains(":") && marks.contains(word)
    }

    private static let marks: Set<String> = [
        "fw", "fwd", "wg", "tr", "tr.", "doorst", "fwd.", "i", "rv", "enc", "pd", "weitergeleitet", "inoltra",
        "reenv",
        "reenviado", "encaminhado", "doorgestuurd",
    ]
}

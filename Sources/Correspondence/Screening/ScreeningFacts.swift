/// What rules may ask about a mail. Values only, so that rules can be tried on mails of the past.
package struct ScreeningFacts: Hashable, Sendable {
    package struct Attachment: Hashable, Sendable {
        /// Empty = it has none.
        package var name: String
        package var kind: MailPart.Kind
        package var size: Int
        /// What was read of it; `nil` = it was not read.
        package var text: String?

        package init(name: String, kind: MailPart.Kind, size: Int, text: String? = nil) {
            self.name = name
            self.kind = kind
            self.size = size
            self.text = text
        }
    }

    package var head: MailHead
    package var body: String
    package var verdict: MailVerdict
    package var sender: KnownSenders.Kind
    package var attachments: [Attachment]
    /// Of the whole mail, in bytes.
    package var size: Int
    package var nature: MailNature
    /// `nil` = it carries no other mail on.
    package var forwarded: ForwardedMail.Standing?

    package init(
        head: MailHead, body: String = "", verdict: MailVerdict, sender: KnownSenders.Kind = .stranger,
        attachments: [Attachment] = [], size: Int = 0, nature: MailNature? = nil,
        forwarded: ForwardedMail.Standing? = nil
    ) {
        self.head = head
        self.body = body
        self.verdict = verdict
        self.sender = sender
        self.attachments = attachments
        self.size = size
        self.nature = nature ?? MailNature(head, text: body)
        self.forwarded = forwarded
    }
}

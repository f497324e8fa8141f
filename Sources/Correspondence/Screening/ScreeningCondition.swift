/// What a rule asks of a mail.
package indirect enum ScreeningCondition: Hashable, Sendable {
    case all([ScreeningCondition])
    case any([ScreeningCondition])
    case not(ScreeningCondition)
    case header(String, TextTest)
    case from(TextTest)
    /// This domain, or one below it.
    case fromDomain(String)
    case subject(TextTest)
    case to(TextTest)
    case copy(TextTest)
    case body(TextTest)
    case listID(TextTest)
    case authentic(Bool)
    case check(MailCheck, MailVerdict.Check)
    case suspicion(SuspicionName?)
    case sender(SenderName)
    case attachment(AttachmentTest)
    case size(SizeRange)
    case nature(MailNature.Kind)
    case forwarded(Bool)

    package enum MailCheck: String, Hashable, Sendable, CaseIterable { case spf, dkim, dmarc, arc }
    package enum SenderName: String, Hashable, Sendable, CaseIterable { case user, supplier, stranger }
    package enum SuspicionName: String, Hashable, Sendable, CaseIterable {
        case lookAlike = "look-alike"
        case displayName = "display-name"
        case replyTo = "reply-to"
        case severalSenders = "several-senders"

        init(_ suspicion: MailVerdict.Suspicion) {
            self =
                switch suspicion {
                case .lookAlike: .lookAlike
                case .displayName: .displayName
                case .replyTo: .replyTo
                case .severalSenders: .severalSenders
                }
        }
    }
}

/// A size or a number, with its ends.
package struct SizeRange: Hashable, Sendable {
    package var least: Int?
    package var most: Int?

    package init(least: Int? = nil, most: Int? = nil) {
        self.least = least
        self.most = most
    }

    func contains(_ value: Int) -> Bool { value >= least ?? .min && value <= most ?? .max }

    var words: String {
        switch (least, most) {
        case (let least?, let most?): "from \(least) to \(most)"
        case (let least?, nil): "at least \(least)"
        case (nil, let most?): "at most \(most)"
        case (nil, nil): "anything"
        }
    }
}

/// How many attachments must be of a kind.
package struct AttachmentTest: Hashable, Sendable {
    package var kind: MailPart.Kind?
    package var name: TextTest?
    package var text: TextTest?
    package var size: SizeRange?
    package var count: SizeRange

    package init(
        kind: MailPart.Kind? = nil, name: TextTest? = nil, text: TextTest? = nil, size: SizeRange? = nil,
        count: SizeRange = SizeRange(least: 1)
    ) {
        self.kind = kind
        self.name = name
        self.text = text
        self.size = size
        self.count = count
    }

    func count(in attachments: [ScreeningFacts.Attachment]) -> Int {
        attachments.count { attachment in
            (kind.map { $0 == attachment.kind } ?? true) && (name.map { $0.holds(for: attachment.name) } ?? true)
                && (text.map { test in attachment.text.map { test.holds(for: $0) } ?? false } ?? true)
                && (size.map { $0.contains(attachment.size) } ?? true)
        }
    }

    var words: String {
        var parts = ["\(count.words) attachments"]
        if let kind { parts.append("of kind \(kind.rawValue)") }
        if let name { parts.append("whose name \(name.words)") }
        if let text { parts.append("whose text \(text.words)") }
        if let size { parts.append("of \(size.words) bytes") }
        return parts.joined(separator: " ")
    }
}

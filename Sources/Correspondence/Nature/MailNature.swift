/// What sent a mail, if not a person who wrote it.
///
/// Only ``isAutomaticAnswer``, ``isOwn`` and ``isBounce`` stop a mail by themselves. ``isBulk`` never does as long as a document is
/// attached: many programs that send invoices put `List-Unsubscribe` or `Precedence: bulk` on them. Weak signs (a subject like
/// "out of office") decide only where nothing is attached.
package struct MailNature: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case autoReply = "auto-reply"
        case bulk, bounce
        case own
    }

    package struct Sign: Hashable, Sendable {
        package var kind: Kind
        /// The header, or what was read: `Auto-Submitted`, `subject`, `text`.
        package var place: String
        package var isWeak: Bool
    }

    package var signs: [Sign] = []

    /// - Parameters:
    ///   - text: Of the body, for absence notes.
    ///   - hasDeliveryStatus: Whether a part tells of a delivery (RFC 3464).
    ///   - own: What our own mails carry.
    package init(_ head: MailHead, text: String = "", hasDeliveryStatus: Bool = false, own: OwnMails = OwnMails()) {
        if own.wrote(head) { add(.own, "Message-ID") }
        readBounce(head, hasDeliveryStatus)
        readAutoReply(head, text)
        readBulk(head)
    }

    /// Strong signs only.
    package func has(_ kind: Kind) -> Bool { signs.contains { $0.kind == kind && !$0.isWeak } }
    package func seems(_ kind: Kind) -> Bool { signs.contains { $0.kind == kind } }

    package var isAutomaticAnswer: Bool { has(.autoReply) }
    package var isBulk: Bool { has(.bulk) }
    package var isBounce: Bool { has(.bounce) }
    package var isOwn: Bool { has(.own) }

    /// Why the mail as a whole makes no case; `nil` = its nature does not speak against it. Bounces and answers to questions are
    /// looked at before.
    package func reason(hasDocument: Bool) -> MailReason? {
        if isOwn { return .mailLoop }
        if isBounce { return .orphanBounce }
        if isAutomaticAnswer, !hasDocument || signs.contains(where: { $0.place == "Auto-Submitted: auto-replied" }) {
            return .autoReply
        }
        if hasDocument { return nil }
        return seems(.autoReply) ? .autoReply : isBulk ? .bulkMail : nil
    }

    /// Whether it may be answered by a program (RFC 3834 §2).
    package var mayBeAnswered: Bool { signs.allSatisfy(\.isWeak) }

    private mutating func readBounce(_ head: MailHead, _ hasDeliveryStatus: Bool) {
        let type = Self.plain(head.first("Content-Type")?.raw ?? "")
        if hasDeliveryStatus || (type.hasPrefix("multipart/report") && type.contains("delivery-status")) {
            add(.bounce, "Content-Type")
        }
        let sender = AddressList(head.first("From")?.raw ?? "").addresses.first?.spec.split(separator: "@").first ?? ""
        if ["mailer-daemon", "postmaster"].contains(sender.lowercased()), Self.isNull(head) {
            add(.bounce, "Return-Path")
        }
        if head.first("X-Failed-Recipients") != nil { add(.bounce, "X-Failed-Recipients") }
    }

    private mutating func readAutoReply(_ head: MailHead, _ text: String) {
        let submitted = head.all("Auto-Submitted").map { Self.word($0.raw) }.filter { !$0.isEmpty && $0 != "no" }
        if submitted.contains("auto-replied") {
            add(.autoReply, "Auto-Submitted: auto-replied")
        } else if !submitted.isEmpty {
            add(.autoReply, "Auto-Submitted")
        }
        for name in ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply"] where head.first(name) != nil {
            let value = Self.word(head.first(name)?.raw ?? "")
            if value != "no", value != "false" { add(.autoReply, name) }
        }
        let precedence = head.all("Precedence").map { Self.word($0.raw) }
        if precedence.contains("auto_reply") || precedence.contains("auto-reply") { add(.autoReply, "Precedence") }
        let type = Self.plain(head.first("Content-Type")?.raw ?? "")
        if type.hasPrefix("multipart/report"), type.contains("disposition-notification") {
            add(.autoReply, "Content-Type")
        }
        let isAbsence = AbsenceNotes.isSubject(head.text("Subject"))
        // Programs that want no answer set it on invoices, too; only with such a subject is it an answer.
        if head.first("X-Auto-Response-Suppress") != nil, isAbsence { add(.autoReply, "X-Auto-Response-Suppress") }
        if Self.isNull(head), !has(.bounce) { add(.autoReply, "Return-Path") }
        if isAbsence { add(.autoReply, "subject", isWeak: true) }
        if AbsenceNotes.isText(text) { add(.autoReply, "text", isWeak: true) }
    }

    private mutating func readBulk(_ head: MailHead) {
        for name in ["List-Id", "List-Unsubscribe", "List-Post"] where head.first(name) != nil { add(.bulk, name) }
        let bulk: Set = ["bulk", "list", "junk"]
        if head.all("Precedence").contains(where: { bulk.contains(Self.word($0.raw)) }) { add(.bulk, "Precedence") }
    }

    private mutating func add(_ kind: Kind, _ place: String, isWeak: Bool = false) {
        signs.append(Sign(kind: kind, place: place, isWeak: isWeak))
    }

    private static func isNull(_ head: MailHead) -> Bool {
        head.first("Return-Path").map { $0.raw.filter { !$0.isWhitespace } == "<>" } ?? false
    }

    /// The first word, without comments and parameters.
    private static func word(_ raw: String) -> String {
        var scanner = HeaderScanner(raw)
        guard scanner.skipBlanks() else { return "" }
        return scanner.run { !" \t\r\n;(".unicodeScalars.contains($0) }.lowercased()
    }

    private static func plain(_ raw: String) -> String { raw.lowercased().trimmedBlanks }
}

/// How our own mails are known again when they come back.
package struct OwnMails: Hashable, Sendable, Codable {
    /// Domain of the `Message-ID`s that this program makes, lower case; empty = unknown.
    package var messageDomain: String
    /// Addresses this program sends from, lower case.
    package var addresses: Set<String>

    package init(messageDomain: String = "", addresses: Set<String> = []) {
        self.messageDomain = messageDomain.lowercased()
        self.addresses = Set(addresses.map { $0.lowercased() })
    }

    /// Both have to fit: people of the house have the same domain, and write from other addresses. Anybody can forge both, and
    /// wins nothing by it: the mail is dropped.
    package func wrote(_ head: MailHead) -> Bool {
        guard !messageDomain.isEmpty, let from = SenderLine(head).address,
            addresses.contains(from.description.lowercased()),
            let id = head.first("Message-ID")?.raw.trimmedBlanks.lowercased()
        else { return false }
        return id.hasSuffix("@\(messageDomain)>")
    }
}

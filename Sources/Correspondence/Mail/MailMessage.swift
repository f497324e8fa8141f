/// A mail taken apart. The bytes of its parts are kept beside it, by their paths.
package struct MailMessage: Hashable, Sendable, Codable {
    package var head: MailHead
    package var body: MailBody
    /// Everything but the body that a person reads: attachments, pictures in the text, and what lies in attached mails,
    /// archives and `winmail.dat`, each behind what it lay in.
    package var parts: [MailPart]
    /// What could not be taken apart, and limits that were met.
    package var faults: [MailFault]

    package init(head: MailHead, body: MailBody = MailBody(), parts: [MailPart] = [], faults: [MailFault] = []) {
        self.head = head
        self.body = body
        self.parts = parts
        self.faults = faults
    }

    /// Header `Message-ID` with its angle brackets; `nil` where there is none, or it is longer than 998 characters.
    package var messageID: String? {
        let text = head.first("Message-ID")?.raw.trimmedBlanks ?? ""
        return text.isEmpty || text.utf8.count > 998 ? nil : text
    }
}

/// What a person reads in a mail.
package struct MailBody: Hashable, Sendable, Codable {
    /// Without control characters but line breaks and tabs; lines end with `\n`. Of the plain text part, or made from the
    /// HTML part where there is none.
    package var text: String
    package var isFromHTML: Bool
    /// Whether the mail was longer than what is kept.
    package var isCut: Bool

    package init(text: String = "", isFromHTML: Bool = false, isCut: Bool = false) {
        self.text = text
        self.isFromHTML = isFromHTML
        self.isCut = isCut
    }
}

/// A part of a mail, or of something in it.
package struct MailPart: Hashable, Sendable, Codable {
    /// By what its bytes are, not by what it calls itself.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case pdf, png, jpeg, tiff, heic, xml, mail, zip, tnef, html, text, calendar, office, program, other
        /// A delivery status, RFC 3464.
        case deliveryStatus = "delivery-status"
        /// A detached signature of the mail (S/MIME, PGP).
        case signature
        /// An encrypted mail (S/MIME, PGP).
        case encrypted
    }

    /// Numbers from the outside to the inside, from 1, with points: `"2"`, `"3.1"`. What lies in an archive is counted too.
    package var path: String
    /// As the sender calls it, without folders, control characters and reordering marks; at most 200 bytes; `nil` = no name.
    package var name: String?
    /// As declared: `application/pdf`.
    package var type: String
    package var kind: Kind
    package var size: Int
    /// Of the decoded bytes, lower-case hex.
    package var sha256: String
    /// Shown within the text.
    package var isInline: Bool
    /// Locked by a password: a PDF or an archive.
    package var isEncrypted: Bool
    /// Path of what it lay in; `nil` = the mail itself.
    package var parent: String?

    package init(
        path: String, name: String?, type: String, kind: Kind, size: Int, sha256: String, isInline: Bool = false,
        isEncrypted: Bool = false, parent: String? = nil
    ) {
        self.path = path
        self.name = name
        self.type = type
        self.kind = kind
        self.size = size
        self.sha256 = sha256
        self.isInline = isInline
        self.isEncrypted = isEncrypted
        self.parent = parent
    }
}

/// Something in a mail that was not taken apart.
package struct MailFault: Hashable, Sendable, Codable {
    package var reason: MailReason
    /// Path of the part; `nil` = the mail itself.
    package var path: String?

    package init(_ reason: MailReason, path: String? = nil) {
        self.reason = reason
        self.path = path
    }
}

extension String {
    package var trimmedBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

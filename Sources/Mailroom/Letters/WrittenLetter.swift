package import Correspondence
package import Foundation
package import Orchestrator

/// A letter as it is sent by mail: its words, its look, and how mail programs are to treat it.
package struct WrittenLetter: Hashable, Sendable {
    /// Whether it was written on the program's own account or answers somebody's mail (RFC 3834).
    package enum Automatic: String, Hashable, Sendable {
        case generated = "auto-generated"
        case replied = "auto-replied"
    }

    /// Where it comes back to when it cannot be delivered.
    package enum Bounces: Hashable, Sendable {
        case sender
        case address(MailAddress)
        /// To nobody: so no answer to an answer can ever go in a circle.
        case nowhere
    }

    package var subject: String
    /// Lines end with `\n`.
    package var text: String
    /// The same for those who want to see it; `nil` = plain text only.
    package var html: String?
    /// Shown within the HTML, which names them by their ids: `cid:ID`.
    package var pictures: [LetterPicture]
    /// Where an answer is to go; `nil` = to the sender.
    package var replyTo: MailAddress?
    /// What it follows, oldest first.
    package var thread: [ThreadMark]
    package var automatic: Automatic
    package var bounces: Bounces
    package var list: LetterList?

    package init(
        subject: String, text: String, html: String? = nil, pictures: [LetterPicture] = [],
        replyTo: MailAddress? = nil, thread: [ThreadMark] = [], automatic: Automatic = .generated,
        bounces: Bounces = .sender, list: LetterList? = nil
    ) {
        self.subject = subject
        self.text = text
        self.html = html
        self.pictures = pictures
        self.replyTo = replyTo
        self.thread = thread
        self.automatic = automatic
        self.bounces = bounces
        self.list = list
    }

    /// The letter's own words.
    package init(plain letter: Letter) { self.init(subject: letter.subject, text: letter.text) }
}

/// A picture within a letter.
package struct LetterPicture: Hashable, Sendable {
    /// Letters, digits, `-`, `.` and one `@` (RFC 2392).
    package let id: String
    package let png: Data

    /// - Parameter name: What differs between the pictures of different letters; other characters are left out.
    package init(named name: String, png: Data) {
        let plain = name.utf8.filter { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
        }
        id = String(decoding: plain.prefix(100), as: UTF8.self) + "@payables"
        self.png = png
    }
}

/// What a letter belongs to, for mail programs that sort by it (RFC 2919).
package struct LetterList: Hashable, Sendable {
    /// For people; may be empty.
    package var name: String
    /// Stands before the sender's domain.
    package var label: String

    package init(name: String, label: String) {
        self.name = name
        self.label = label
    }
}

/// A mail that another one follows.
package enum ThreadMark: Hashable, Sendable {
    /// One of ours, by the letter's id.
    case letter(String)
    /// Somebody else's, by its `Message-ID` with angle brackets. One that could break out of a header is left out.
    case mail(String)
}

/// Makes the mail of a letter.
package protocol LetterWriter: Sendable {
    /// - Throws: `.failed` where something it needs is not reached now, `.refused` where it can never be written.
    func written(_ letter: Letter, to address: MailAddress) async throws(ChannelFailure) -> WrittenLetter
}

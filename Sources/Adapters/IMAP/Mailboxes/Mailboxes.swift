package import Foundation

/// A mailbox that the account can see.
package struct MailboxEntry: Hashable, Sendable {
    package var name: String
    /// What parts the levels of its name; `nil` = it has none.
    package var delimiter: Character?
    /// In capitals, with backslash: `\NOSELECT`, `\TRASH` (RFC 6154), `\HASCHILDREN`.
    package var attributes: Set<String>

    /// Whether it can be opened.
    package var holdsMail: Bool { attributes.isDisjoint(with: ["\\NOSELECT", "\\NONEXISTENT"]) }
}

/// An open mailbox, as it was at that moment.
package struct OpenedMailbox: Hashable, Sendable {
    package var name: String
    /// Numbers of messages mean something only together with it; a new one: all numbers are new (RFC 9051 §2.3.1.1).
    package var uidValidity: UInt32
    /// The next message will have this number or a higher one.
    package var uidNext: UInt32
    package var exists: UInt32
    /// Grows with each change; `nil`: the server keeps none (RFC 7162).
    package var highestModSeq: UInt64?
    /// Flags that last; empty where the mailbox is read only.
    package var permanentFlags: Set<String>
    /// Whether keywords of our choice last.
    package var permitsKeywords: Bool
    package var isReadOnly: Bool
}

/// A mailbox that was asked about without opening it.
package struct MailboxGlance: Hashable, Sendable {
    package var uidValidity: UInt32
    package var uidNext: UInt32
    package var exists: UInt32
    package var highestModSeq: UInt64?
}

/// What is known of a message without its text.
package struct MessageHeading: Hashable, Sendable {
    package var uid: UInt32
    /// Bytes, as the server tells; some tell it only nearly right.
    package var size: UInt64
    /// When the server got it; `nil` where it tells none that can be read.
    package var internalDate: Date?
    package var flags: Set<String>
    package var modSeq: UInt64?
}

/// A part of a mailbox's headings.
package struct HeadingsPage: Hashable, Sendable {
    /// Rising.
    package var headings: [MessageHeading]
    /// Messages that are gone; told only for a look at changes, by a server that knows QRESYNC.
    package var vanished: UIDRanges
    /// Where the next page begins; `nil`: this is the last.
    package var next: UInt32?
}

/// A message that is in a file now.
package struct FetchedMessage: Hashable, Sendable {
    /// Bytes of the message: those in the file, or where the file holds only its beginning, as the server tells.
    package var size: UInt64
    /// Whether the file holds all of it.
    package var isComplete: Bool
    package var internalDate: Date?
    package var flags: Set<String>
}

/// Where an appended message is (RFC 4315).
package struct AppendedMessage: Hashable, Sendable {
    package var uidValidity: UInt32
    package var uid: UInt32
}

package import Foundation
package import Orchestrator

/// What a server tells of a mailbox when it is opened.
package struct MailboxStatus: Hashable, Sendable {
    package var validity: UInt32
    /// Every mail there now has a lower UID.
    package var uidNext: UInt32
    /// `nil` = the server has no CONDSTORE (RFC 7162).
    package var modSeq: UInt64?

    package init(validity: UInt32, uidNext: UInt32, modSeq: UInt64? = nil) {
        self.validity = validity
        self.uidNext = uidNext
        self.modSeq = modSeq
    }
}

/// A mail as it was fetched into a file.
package struct FetchedMail: Hashable, Sendable {
    /// When the server took it (INTERNALDATE).
    package var received: Moment
    /// As the server says; more than what is in the file where it is over the limit.
    package var size: Int
    package var isWhole: Bool

    package init(received: Moment, size: Int, isWhole: Bool) {
        self.received = received
        self.size = size
        self.isWhole = isWhole
    }
}

/// Why a mailbox could not be read.
package struct MailboxFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What to do about it.
    package enum Remedy: Hashable, Sendable {
        /// The network, or the server is busy: another connection, later.
        case later
        /// Login, certificate, folder: nothing changes until a person sets it right. It is tried again, seldom.
        case person
        /// The program is stopping.
        case interrupted
    }
    package var remedy: Remedy
    /// Which layer fails: `name`, `connection`, `TLS`, `login`, `mailbox`, `permission`, `protocol`.
    package var layer: String
    /// In words, without anything secret.
    package var words: String

    package init(_ remedy: Remedy, layer: String, words: String) {
        self.remedy = remedy
        self.layer = layer
        self.words = words
    }

    package var description: String { "\(layer): \(words)" }
}

/// One connection to an account. UIDs only; nothing that it does marks a mail as read.
package protocol Mailbox: Sendable {
    /// For reading, or for marks where the settings ask for them.
    func open(_ name: String) async throws(MailboxFailure) -> MailboxStatus
    /// - Returns: Ascending, those that are there.
    func uids(_ range: ClosedRange<UInt32>) async throws(MailboxFailure) -> [UInt32]
    /// - Parameter limit: Bytes; of a larger mail only the beginning is taken.
    /// - Returns: `nil` when it is not there any more.
    func fetch(_ uid: UInt32, to file: URL, limit: Int) async throws(MailboxFailure) -> FetchedMail?
    /// A courtesy for people who look into the mailbox; never the truth.
    func mark(_ uids: [UInt32], _ mark: MailMark) async throws(MailboxFailure)
    /// Until something happens, at most for `time`; where the server has no IDLE, it asks now and then.
    func wait(_ time: Duration) async throws(MailboxFailure)
    func close() async
}

/// What is left on a mail that was taken.
package struct MailMark: Hashable, Sendable {
    /// `nil` = none.
    package var keyword: String?
    /// `nil` = it stays where it is.
    package var move: String?

    package init(keyword: String? = nil, move: String? = nil) {
        self.keyword = keyword
        self.move = move
    }

    package var isNothing: Bool { keyword == nil && move == nil }
}

/// Opens connections; knows hosts and secrets.
package protocol MailboxDoor: Sendable {
    func connect(_ account: String) async throws(MailboxFailure) -> any Mailbox
}

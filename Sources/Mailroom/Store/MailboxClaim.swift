package import Orchestrator

/// A mailbox that is watched, as the settings name it. Its organisation owns what comes in, unless an address says otherwise.
package struct MailboxName: Hashable, Sendable, Codable {
    /// The account's name in the settings; never a password or a host.
    package var account: String
    /// As the server names it: `INBOX`.
    package var mailbox: String
    package var organisation: OrganisationID

    package init(account: String, mailbox: String, organisation: OrganisationID) {
        self.account = account
        self.mailbox = mailbox
        self.organisation = organisation
    }
}

/// How far a mailbox was read. UIDs count within one UIDVALIDITY (RFC 9051 §2.3.1.1).
package struct MailboxPosition: Hashable, Sendable, Codable {
    package var validity: UInt32
    /// Every UID up to this one is noted; 0 = none.
    package var last: UInt32
    /// HIGHESTMODSEQ when it was last looked at (RFC 7162); `nil` = the server has none.
    package var modSeq: UInt64?
    /// Where UIDs of an older UIDVALIDITY were noted before: everything found now may have come before.
    package var isRescan: Bool

    package init(validity: UInt32, last: UInt32 = 0, modSeq: UInt64? = nil, isRescan: Bool = false) {
        self.validity = validity
        self.last = last
        self.modSeq = modSeq
        self.isRescan = isRescan
    }
}

/// The right to act on a mailbox, for a while: a lease with a fencing token.
package struct MailboxClaim: Hashable, Sendable {
    package var name: MailboxName
    /// Higher than that of every earlier claim of the mailbox.
    package var token: Int64
    /// `nil` = it was never read.
    package var position: MailboxPosition?

    package init(name: MailboxName, token: Int64, position: MailboxPosition?) {
        self.name = name
        self.token = token
        self.position = position
    }
}

/// A mail that was noted and has no outcome yet.
package struct DueMail: Hashable, Sendable {
    package var validity: UInt32
    package var uid: UInt32
    /// Begun before; 0 = never.
    package var attempts: Int

    package init(validity: UInt32, uid: UInt32, attempts: Int) {
        self.validity = validity
        self.uid = uid
        self.attempts = attempts
    }
}

package import Correspondence
package import Invoicing
package import Orchestrator

/// Why the store did not do what it was asked.
package enum MailStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another worker has the mailbox by now: drop everything, the work is done elsewhere.
    case lostClaim
    /// What the decision rests on has changed meanwhile: judge it anew; it comes to this reason.
    case stale(MailReason)
    /// Not reached, or too busy; whether the change was kept is not known. The mail comes again by itself.
    case unavailable(String)
    /// A mistake in the program, or damaged data.
    case refused(String)

    /// Whether every mail would meet it; else it is one mail's own.
    var isOfTheStore: Bool {
        switch self {
        case .unavailable, .lostClaim: true
        case .refused, .stale: false
        }
    }

    package var description: String {
        switch self {
        case .lostClaim: "the mailbox was taken over by another program"
        case .stale(let reason): "it was decided upon what has changed: \(reason.rawValue)"
        case .unavailable(let reason): "the mail store is not available: \(reason)"
        case .refused(let reason): "the mail store refused a change: \(reason)"
        }
    }
}

/// What the store knows about a mail before it is judged.
package struct MailFacts: Hashable, Sendable {
    /// The same bytes came before.
    package var sameMail: MailID?
    /// Mails of the same Message-ID, with the sums of the documents that became cases or were linked to them, sorted. A mail counts as a copy only if its documents are
    /// the same, too: else a forger could keep an invoice out by using its Message-ID first.
    package var sameMessageID: [[String]]
    /// From the same address in the last 24 hours.
    package var sentInADay: Int

    package init(sameMail: MailID? = nil, sameMessageID: [[String]] = [], sentInADay: Int = 0) {
        self.sameMail = sameMail
        self.sameMessageID = sameMessageID
        self.sentInADay = sentInADay
    }
}

/// A question that may be answered by mail. The token that people get is made of the id and a MAC; the id alone grants nothing.
package struct MailQuestion: Hashable, Sendable, Codable {
    /// 26 characters of base32: 128 random bits.
    package var id: String
    package var organisation: OrganisationID
    package var caseID: CaseID
    /// Key of the outgoing message that asks.
    package var messageKey: String
    /// Id of the one who is asked.
    package var approver: String
    /// What the case held when it was asked (``MailStore/fingerprint(of:in:)``).
    package var fingerprint: String
    /// Of the invoice as it was asked; the fingerprint holds it to that.
    package var gross: Money?
    package var expires: Moment
    /// When it was kept, by the store's clock; `nil` = not yet.
    package var asked: Moment?

    package init(
        id: String, organisation: OrganisationID, caseID: CaseID, messageKey: String, approver: String,
        fingerprint: String, gross: Money?, expires: Moment, asked: Moment? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.caseID = caseID
        self.messageKey = messageKey
        self.approver = approver
        self.fingerprint = fingerprint
        self.gross = gross
        self.expires = expires
        self.asked = asked
    }
}

/// How a question stands.
package enum QuestionStanding: Hashable, Sendable {
    case open
    /// Answered, by its own token.
    case used
    /// The case has come to an end, or to a person who looks at it, without this answer.
    case settled
}

/// An address under which an organisation gets mails in a mailbox that several share.
package struct IntakeAddress: Hashable, Sendable, Codable {
    /// What stands before the `@`, lower case: unguessable where the program made it.
    package var local: String
    package var organisation: OrganisationID
    package var process: String
    package var made: Moment
    /// `nil` = in use. A retired one stays known, so that its mails get the right reason.
    package var retired: Moment?

    package init(local: String, organisation: OrganisationID, process: String, made: Moment, retired: Moment? = nil) {
        self.local = local
        self.organisation = organisation
        self.process = process
        self.made = made
        self.retired = retired
    }
}

/// How many mails came to what: *seen = in flight + passed on + cases + approvals + comments + bounces + rejected*.
/// A UID counts for the organisation whose mailbox it lay in. One that was for another is passed on: it counts there, too.
package struct MailTally: Hashable, Sendable, Codable {
    /// UIDs that were noted. Counted when they were, and not by what is there now: what got lost is missed.
    package var seen: Int
    /// Noted, without an outcome yet.
    package var inFlight: Int
    /// Mails for other organisations that share the mailbox.
    package var passedOn: Int
    package var cases: Int
    package var approvals: Int
    package var comments: Int
    package var bounces: Int
    package var rejected: [MailReason: Int]
    /// What does not fit together, in words: an outcome without what it led to. Empty when all is well.
    package var faults: [String]

    package init(
        seen: Int = 0, inFlight: Int = 0, passedOn: Int = 0, cases: Int = 0, approvals: Int = 0,
        comments: Int = 0, bounces: Int = 0, rejected: [MailReason: Int] = [:], faults: [String] = []
    ) {
        self.seen = seen
        self.inFlight = inFlight
        self.passedOn = passedOn
        self.cases = cases
        self.approvals = approvals
        self.comments = comments
        self.bounces = bounces
        self.rejected = rejected
        self.faults = faults
    }

    /// Whether nothing is missing and nothing is there twice.
    package var isWhole: Bool {
        faults.isEmpty
            && seen == inFlight + passedOn + cases + approvals + comments + bounces
                + rejected.values.reduce(0, +)
    }
}

/// Keeps what was seen in mailboxes and what became of it, so that no mail is lost and none counts twice.
package protocol MailStore: Sendable {
    // Mailboxes.

    /// Makes mailboxes known; the position of a known one stays.
    func register(_ names: [MailboxName]) async throws(MailStoreError)
    /// A sign of life of a program that reads mailboxes, and its part of them: as many as every living program gets.
    /// - Parameter names: That it has the settings of.
    func share(of names: [MailboxName], worker: String, lease: Duration) async throws(MailStoreError) -> Int
    /// Mailboxes that nobody has, the longest unread first.
    func claim(_ count: Int, among names: [MailboxName], worker: String, lease: Duration) async throws(MailStoreError)
        -> [MailboxClaim]
    /// - Throws: `.lostClaim` when it came too late.
    func extend(_ claim: MailboxClaim, lease: Duration) async throws(MailStoreError)
    /// - Parameter pause: Nobody takes it before that is over.
    func giveBack(_ claim: MailboxClaim, after pause: Duration) async throws(MailStoreError)

    // Mails of a mailbox. Each of these is refused with `.lostClaim` when another worker has the mailbox.

    /// Notes mails and how far the mailbox was read, all or nothing. A UID that is noted already stays as it is.
    /// - Throws: `.refused` for a UID above the position.
    func note(_ uids: [UInt32], at position: MailboxPosition, _ claim: MailboxClaim) async throws(MailStoreError)
    /// Those whose time has come, oldest first (those of an older UIDVALIDITY, too), never begun ones before those that were. Handing one out counts as beginning
    /// it: a mail that ends the program does not come first again. What is handed out and neither decided nor put off is
    /// handed out again.
    func due(_ count: Int, _ claim: MailboxClaim) async throws(MailStoreError) -> [DueMail]
    /// It could not be read this time; it is tried again.
    func putOff(_ mail: DueMail, for pause: Duration, because reason: String, _ claim: MailboxClaim)
        async throws(MailStoreError)
    /// It cannot be read any more: it gets this outcome without a mail.
    func drop(_ mail: DueMail, as reason: MailReason, _ claim: MailboxClaim) async throws(MailStoreError)
    /// The mail, its outcome, and all that it leads to (cases, an answer to a case, a token used up), in one transaction. A mail
    /// whose bytes came before is noted as ``MailReason/duplicateMail``, whatever was decided.
    /// - Parameters:
    ///   - telling: What people are told about it, kept with it; a repeated mail tells nobody again.
    ///   - mailing: Where it lay.
    /// - Returns: What it came to in the end.
    /// - Throws: `.stale` when a token is used or expired, the case has changed since it was asked, or a mail with the same
    ///   Message-ID and documents has become cases since.
    func record(
        _ mail: ReceivedMail, as decision: MailDecision, telling: [OutgoingMessage], at mailing: DueMail,
        _ claim: MailboxClaim
    ) async throws(MailStoreError) -> MailOutcome
    /// Decides a mail anew that was rejected. One that led to something stays.
    /// - Throws: `.refused` when it led to something already.
    func record(again mail: ReceivedMail, as decision: MailDecision, by: String) async throws(MailStoreError)
        -> MailOutcome

    // What a decision rests on.

    func facts(raw: BlobID, messageID: String?, from: String, in organisation: OrganisationID)
        async throws(MailStoreError) -> MailFacts
    func question(_ id: String, in organisation: OrganisationID) async throws(MailStoreError) -> MailQuestion?
    /// How a question stands, so that who answers late hears why. It is looked at again in the transaction that uses it.
    /// - Parameter id: Of one that is there.
    func standing(of id: String, in organisation: OrganisationID) async throws(MailStoreError) -> QuestionStanding
    /// Sum over what the steps of a case gave: it changes when a person sets a value right or a step is taken again.
    /// - Returns: `nil` for a case that is not there.
    func fingerprint(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> String?
    /// Keeps a question; one message asks one person once.
    /// - Returns: The one that is kept, now or earlier.
    func ask(_ question: MailQuestion) async throws(MailStoreError) -> MailQuestion

    // Addresses.

    func add(_ address: IntakeAddress) async throws(MailStoreError)
    func retire(_ local: String, of organisation: OrganisationID) async throws(MailStoreError) -> Bool
    func addresses(of organisation: OrganisationID) async throws(MailStoreError) -> [IntakeAddress]
    /// Whose address it is, whichever organisation's.
    func address(_ local: String) async throws(MailStoreError) -> IntakeAddress?

    // Looking at it.

    /// - Parameter since: Faults are looked for in what was decided from then on; `nil` = in everything, which takes seconds
    ///   for a million mails. Counts are of everything.
    func tally(of organisation: OrganisationID, since: Moment?) async throws(MailStoreError) -> MailTally
    /// Newest first.
    /// - Parameters:
    ///   - reasons: Only those rejected for one of these; `nil` = all mails.
    ///   - before: Only those received earlier; `nil` = from the newest on.
    func mails(in organisation: OrganisationID, reasons: Set<MailReason>?, before: Moment?, most: Int)
        async throws(MailStoreError) -> [KeptMail]
    /// That a case has come from; `nil` = it did not come by mail.
    func mail(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail?
    /// - Parameter name: The id, or enough of its beginning to be the only one.
    func mail(_ name: String, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail?
}

extension MailStore {
    /// With a look at everything.
    package func tally(of organisation: OrganisationID) async throws(MailStoreError) -> MailTally {
        try await tally(of: organisation, since: nil)
    }
}

extension MailStore {
    /// Nobody is told about it.
    package func record(
        _ mail: ReceivedMail, as decision: MailDecision, at mailing: DueMail, _ claim: MailboxClaim
    ) async throws(MailStoreError) -> MailOutcome {
        try await record(mail, as: decision, telling: [], at: mailing, claim)
    }
}

/// What a mail came to, as it is kept.
package struct MailOutcome: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case cases, approval, comment, bounce, rejected
    }
    package var kind: Kind
    /// Only with `rejected`.
    package var reason: MailReason?
    package var words: String
    /// Begun by it, or answered by it.
    package var cases: [CaseID]

    package init(_ kind: Kind, reason: MailReason? = nil, words: String = "", cases: [CaseID] = []) {
        self.kind = kind
        self.reason = reason
        self.words = words
        self.cases = cases
    }
}

/// A mail with what became of it.
package struct KeptMail: Hashable, Sendable {
    package var mail: ReceivedMail
    package var outcome: MailOutcome
    /// References of its cases for people: `2026-000123`.
    package var references: [String]
    package var decided: Moment

    package init(mail: ReceivedMail, outcome: MailOutcome, references: [String], decided: Moment) {
        self.mail = mail
        self.outcome = outcome
        self.references = references
        self.decided = decided
    }
}

import Correspondence
import Foundation
package import Mailroom
package import Orchestrator

/// What every store of mails has to keep, whatever it is made of. Each check gives the sentences that do not hold.
package struct MailStoreConformance: Sendable {
    let store: any MailStore
    let desk: Desk

    /// What mails lead to, and what a check needs beside the store.
    package struct Desk: Sendable {
        /// Two, without anything.
        package var organisations: [OrganisationID]
        package var cases: any CaseStore
        /// A different id for every text.
        package var id: @Sendable (String) -> CaseID
        package var now: @Sendable () -> Moment
        /// Lets time go by.
        package var pass: @Sendable (Duration) async throws -> Void
        /// Sends a mail of ours. Gives the number of its delivery.
        package var deliver: @Sendable (OrganisationID) async throws -> Int64
        /// `sent`, or `dead: came back: …`.
        package var delivery: @Sendable (Int64, OrganisationID) async throws -> String

        package init(
            organisations: [OrganisationID], cases: any CaseStore, id: @escaping @Sendable (String) -> CaseID,
            now: @escaping @Sendable () -> Moment, pass: @escaping @Sendable (Duration) async throws -> Void,
            deliver: @escaping @Sendable (OrganisationID) async throws -> Int64,
            delivery: @escaping @Sendable (Int64, OrganisationID) async throws -> String
        ) {
            self.organisations = organisations
            self.cases = cases
            self.id = id
            self.now = now
            self.pass = pass
            self.deliver = deliver
            self.delivery = delivery
        }
    }

    package init(_ store: any MailStore, _ desk: Desk) {
        self.store = store
        self.desk = desk
    }

    package enum Check: String, CaseIterable, Sendable {
        case registering, exclusion, fencing, leases, givingBack, longestUnreadFirst, share, lonelyShare
        case noting, positions, epochs, dueOrder, puttingOff, dropping
        case cases, sameBytes, sameBytesAtOnce, sameMessageAtOnce, sharedMailbox, refusals, decidedAnew
        case questions, approvals, staleAnswers, setRightMeanwhile, comments, bounces
        case facts, fingerprints, addresses, lists, tally
    }

    package func broken(_ check: Check) async throws -> [String] {
        var faults: [String] = []
        func hold(_ sentence: String, _ fact: Bool) { if !fact { faults.append("\(check.rawValue): \(sentence)") } }
        switch check {
        case .registering: try await registering(hold)
        case .exclusion: try await exclusion(hold)
        case .fencing: try await fencing(hold)
        case .leases: try await leases(hold)
        case .givingBack: try await givingBack(hold)
        case .longestUnreadFirst: try await longestUnreadFirst(hold)
        case .share: try await share(hold)
        case .lonelyShare: try await lonelyShare(hold)
        case .noting: try await noting(hold)
        case .positions: try await positions(hold)
        case .epochs: try await epochs(hold)
        case .dueOrder: try await dueOrder(hold)
        case .puttingOff: try await puttingOff(hold)
        case .dropping: try await dropping(hold)
        case .cases: try await cases(hold)
        case .sameBytes: try await sameBytes(hold)
        case .sameBytesAtOnce: try await sameBytesAtOnce(hold)
        case .sameMessageAtOnce: try await sameMessageAtOnce(hold)
        case .sharedMailbox: try await sharedMailbox(hold)
        case .refusals: try await refusals(hold)
        case .decidedAnew: try await decidedAnew(hold)
        case .questions: try await questions(hold)
        case .approvals: try await approvals(hold)
        case .staleAnswers: try await staleAnswers(hold)
        case .setRightMeanwhile: try await setRightMeanwhile(hold)
        case .comments: try await comments(hold)
        case .bounces: try await bounces(hold)
        case .facts: try await facts(hold)
        case .fingerprints: try await fingerprints(hold)
        case .addresses: try await addresses(hold)
        case .lists: try await lists(hold)
        case .tally: try await tally(hold)
        }
        return faults
    }

    typealias Hold = (String, Bool) -> Void
    static let lease = Duration.seconds(60)

    var mine: OrganisationID { desk.organisations[0] }
    var theirs: OrganisationID { desk.organisations[1] }

    package func name(_ account: String, of organisation: OrganisationID? = nil) -> MailboxName {
        MailboxName(account: account, mailbox: "INBOX", organisation: organisation ?? mine)
    }

    /// A mailbox that is known and claimed.
    func claimed(_ account: String = "a", lease: Duration = Self.lease, worker: String = "w") async throws
        -> MailboxClaim
    {
        try await store.register([name(account)])
        guard let claim = try await store.claim(1, among: [name(account)], worker: worker, lease: lease).first else {
            throw MailStoreError.refused("the mailbox was not free")
        }
        return claim
    }

    /// The same, with UIDs 1 to `count` noted.
    package func noted(_ count: UInt32, _ account: String = "a") async throws -> MailboxClaim {
        let claim = try await claimed(account)
        try await store.note(Array(1...count), at: MailboxPosition(validity: 7, last: count), claim)
        return claim
    }

    package func uid(_ uid: UInt32) -> DueMail { DueMail(validity: 7, uid: uid, attempts: 0) }

    /// A different one for every name.
    package func mail(
        _ name: String, of organisation: OrganisationID? = nil, from: String = "Billing@Supplier.example",
        messageID: String? = nil, received: Moment? = nil, parts: [PartFate] = []
    ) -> ReceivedMail {
        let owner = organisation ?? mine
        return ReceivedMail(
            id: MailID(rawValue: desk.id("mail \(owner) \(name)").rawValue), organisation: owner, raw: sum(name),
            size: 100, received: received ?? desk.now(), messageID: messageID, from: from, subject: "Invoice \(name)",
            verdict: MailVerdict(source: .nobody, from: nil), parts: parts, explanation: ["because"],
            hints: BodyHints.all(in: "Purchase order 4500012345"))
    }

    func sum(_ text: String) -> BlobID {
        let hex = desk.id("bytes \(text)").rawValue.filter { $0 != "-" }
        guard let id = BlobID(rawValue: hex + hex) else { fatalError("an id is no UUID") }
        return id
    }

    package func new(_ name: String, of organisation: OrganisationID? = nil) -> NewCase {
        let owner = organisation ?? mine
        return NewCase(
            id: desk.id("case \(owner) \(name)"), organisation: owner,
            workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
            subject: CaseSubject(name: name, sha256: sum(name).rawValue, size: 1), step: "first", key: "mail \(name)",
            by: "mail")
    }

    func part(_ path: String, _ bytes: String, _ fate: PartFate.Fate) -> PartFate {
        PartFate(
            MailPart(
                path: path, name: "\(bytes).pdf", type: "application/pdf", kind: .pdf, size: 10,
                sha256: sum(bytes).rawValue),
            fate)
    }

    /// A case that a question can be about, and that nobody works on.
    package func asked(_ name: String, expires: Duration = .seconds(3_600)) async throws -> (
        case: StoredCase, id: String
    ) {
        var new = new(name)
        new.key = "folder \(name)"
        let stored = try await desk.cases.begin(new)
        let claim = try await desk.cases.claim(stored.id, of: mine, worker: "w", lease: Self.lease)
        if let claim { try await desk.cases.giveBack(claim, next: .rest) }
        let fingerprint = try await store.fingerprint(of: stored.id, in: mine)
        let question = try await store.ask(
            MailQuestion(
                id: "q\(name)", organisation: mine, caseID: stored.id, messageKey: "\(stored.id)/ask", approver: "A01",
                fingerprint: fingerprint ?? "", gross: nil, expires: desk.now() + expires))
        return (stored, question.id)
    }

    package func yes(to id: CaseID, _ token: String?) -> MailedAnswer {
        MailedAnswer(token: token, caseID: id, answer: ApprovalAnswer(.approve, text: "fine"), by: "A01")
    }

    /// Messages that the case has not answered.
    func messages(of id: CaseID, in organisation: OrganisationID) async throws -> [CaseMessage] {
        guard let claim = try await desk.cases.claim(id, of: organisation, worker: "w", lease: Self.lease) else {
            return []
        }
        let dossier = try await desk.cases.dossier(claim, lease: Self.lease)
        try await desk.cases.giveBack(claim, next: .rest)
        return dossier.messages
    }

    /// - Returns: What was thrown; `nil` = nothing.
    func failure(_ body: () async throws(MailStoreError) -> Void) async -> MailStoreError? {
        do throws(MailStoreError) { try await body() } catch { return error }
        return nil
    }

    func isRefused(_ error: MailStoreError?) -> Bool { if case .refused = error { true } else { false } }
}

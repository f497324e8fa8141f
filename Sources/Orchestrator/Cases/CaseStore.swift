/// A case about to begin.
package struct NewCase: Hashable, Sendable {
    package var id: CaseID
    package var organisation: OrganisationID
    package var workflow: WorkflowEdition
    package var subject: CaseSubject
    /// Id of the first step.
    package var step: String
    /// Output of steps that another case has taken for this one: documents of one file are read once.
    package var records: [JournalRecord]
    package var priority: Int
    /// The same key never begins two cases in one organisation.
    package var key: String
    package var by: String

    package init(
        id: CaseID, organisation: OrganisationID, workflow: WorkflowEdition, subject: CaseSubject, step: String,
        records: [JournalRecord] = [], priority: Int = 5, key: String, by: String
    ) {
        self.id = id
        self.organisation = organisation
        self.workflow = workflow
        self.subject = subject
        self.step = step
        self.records = records
        self.priority = priority
        self.key = key
        self.by = by
    }
}

/// The right to change a case, for a while: a lease with a fencing token.
package struct CaseClaim: Hashable, Sendable {
    package var caseID: CaseID
    package var organisation: OrganisationID
    /// Higher than that of every earlier claim of the case.
    package var token: Int64
    /// How often the case was handed out since it last got on, this time included.
    package var deliveries: Int

    package init(caseID: CaseID, organisation: OrganisationID, token: Int64, deliveries: Int) {
        self.caseID = caseID
        self.organisation = organisation
        self.token = token
        self.deliveries = deliveries
    }
}

/// All that a worker has to know to take up a case.
package struct CaseDossier: Hashable, Sendable {
    package var stored: StoredCase
    /// Those that count, in the order they were made.
    package var records: [JournalRecord]
    package var effects: [CaseEffect]
    /// Not yet answered, in order.
    package var messages: [CaseMessage]
    /// How often each event that the case waits for was published.
    package var publications: [String: Int64]
    /// The store's clock.
    package var now: Moment
    /// Since when it was due when it was claimed; `nil` = it was claimed by name.
    package var due: Moment?
    package var holds: CaseHolds

    package init(
        stored: StoredCase, records: [JournalRecord], effects: [CaseEffect], messages: [CaseMessage],
        publications: [String: Int64], now: Moment, due: Moment? = nil, holds: CaseHolds = CaseHolds()
    ) {
        self.stored = stored
        self.records = records
        self.effects = effects
        self.messages = messages
        self.publications = publications
        self.now = now
        self.due = due
        self.holds = holds
    }
}

/// Why the store did not do what it was asked.
package enum CaseStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else has the case by now: drop everything, the work is done elsewhere.
    case lostClaim
    /// Not reached, or too busy; whether the change was kept is not known. The case comes again by itself.
    case unavailable(String)
    /// A mistake in the program, or damaged data: this change will never be kept.
    case refused(String)

    package var description: String {
        switch self {
        case .lostClaim: "the case was taken over by another worker"
        case .unavailable(let reason): "the case store is not available: \(reason)"
        case .refused(let reason): "the case store refused a change: \(reason)"
        }
    }
}

/// Keeps cases so that they survive everything, and hands each to one worker at a time.
package protocol CaseStore: Sendable {
    /// - Returns: The case that was begun with this key, now or earlier.
    func begin(_ new: NewCase) async throws(CaseStoreError) -> StoredCase

    /// Hands out cases that want to be looked at: by priority and age in an organisation, by weight between them.
    /// - Returns: At most `count`; empty when nothing is due.
    func claim(_ count: Int, worker: String, lease: Duration) async throws(CaseStoreError) -> [CaseClaim]
    /// Hands out a certain case, due or not; `nil` while another worker has it.
    func claim(_ id: CaseID, of organisation: OrganisationID, worker: String, lease: Duration)
        async throws(CaseStoreError) -> CaseClaim?
    /// The worker is alive and still has it.
    /// - Throws: `.lostClaim` when it came too late.
    func extend(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError)
    /// Gives a case back without a change; ``CaseChange/Next/keep`` makes it due at once.
    func giveBack(_ claim: CaseClaim, next: CaseChange.Next) async throws(CaseStoreError)
    /// Puts a case that kills its workers aside, for a person; a fingerprint groups those of one cause.
    func setAside(_ claim: CaseClaim, because reason: String) async throws(CaseStoreError)

    /// Renews the claim, too.
    func dossier(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError) -> CaseDossier
    /// All of it or nothing.
    /// - Parameter version: That the change follows.
    /// - Returns: Whether messages came since the dossier.
    /// - Throws: `.lostClaim` when the claim's token is no longer the latest, or the version is not the case's.
    func commit(_ change: CaseChange, after version: Int64, _ claim: CaseClaim, lease: Duration)
        async throws(CaseStoreError) -> Bool

    /// Keeps a message and wakes the case.
    /// - Returns: Its number.
    func send(
        _ body: CaseMessage.Body, to id: CaseID, of organisation: OrganisationID, by: String, reason: String,
        version: Int64?
    ) async throws(CaseStoreError) -> Int64
    /// - Returns: `nil` while the case has not answered.
    func reply(to number: Int64, of id: CaseID, in organisation: OrganisationID) async throws(CaseStoreError)
        -> CaseReply?
    /// Wakes every case that waits for the event.
    func publish(_ event: String, in organisation: OrganisationID) async throws(CaseStoreError)

    /// From now on no step that it names is begun. Workers are hailed: what runs is finished, the next step is not begun.
    func hold(_ hold: CaseHold, by: String, reason: String) async throws(CaseStoreError)
    /// - Returns: Whether there was such a hold.
    func letGo(_ hold: CaseHold) async throws(CaseStoreError) -> Bool

    /// Makes cases due whose time has come, and those whose worker has died.
    /// - Returns: How many.
    func tick() async throws(CaseStoreError) -> Int
}

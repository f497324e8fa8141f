import Correspondence
import Mailroom
import Orchestrator
import Support
import Synchronization

/// A store that fails when a test says so, and, as those with a server do, begins nothing in a task that was cancelled.
final class FaultyMailStore: MailStore {
    enum Fault: Sendable {
        /// Nothing was done.
        case before
        /// It was done, and the answer got lost.
        case after
    }
    enum Call: Hashable, Sendable {
        case register, share, claim, extend, giveBack, note, due, putOff, drop, record, facts
    }

    let inner: MemoryMailStore
    private let plan = Mutex<(@Sendable (Call) -> Fault?)?>(nil)
    private let records = Atomic(0)

    init(_ inner: MemoryMailStore) { self.inner = inner }

    func plan(_ plan: (@Sendable (Call) -> Fault?)?) { self.plan.withLock { $0 = plan } }
    /// How often a mail with its outcome was handed over.
    var recorded: Int { records.load(ordering: .acquiring) }

    private func carry<Value>(_ call: Call, _ body: () throws(MailStoreError) -> Value) throws(MailStoreError) -> Value
    {
        guard !Task.isCancelled else { throw .unavailable("cancelled before it began") }
        let fault = plan.withLock { $0 }?(call)
        if fault == .before { throw .unavailable("not reached") }
        let value = try body()
        if fault == .after { throw .unavailable("the answer got lost") }
        return value
    }

    func register(_ names: [MailboxName]) async throws(MailStoreError) {
        try carry(.register) { () throws(MailStoreError) in inner.register(names) }
    }
    func share(of names: [MailboxName], worker: String, lease: Duration) async throws(MailStoreError) -> Int {
        try carry(.share) { () throws(MailStoreError) in inner.share(of: names, worker: worker, lease: lease) }
    }
    func claim(_ count: Int, among names: [MailboxName], worker: String, lease: Duration) async throws(MailStoreError)
        -> [MailboxClaim]
    {
        try carry(.claim) { () throws(MailStoreError) in
            inner.claim(count, among: names, worker: worker, lease: lease)
        }
    }
    func extend(_ claim: MailboxClaim, lease: Duration) async throws(MailStoreError) {
        try carry(.extend) { () throws(MailStoreError) in try inner.extend(claim, lease: lease) }
    }
    func giveBack(_ claim: MailboxClaim, after pause: Duration) async throws(MailStoreError) {
        try carry(.giveBack) { () throws(MailStoreError) in try inner.giveBack(claim, after: pause) }
    }
    func note(_ uids: [UInt32], at position: MailboxPosition, _ claim: MailboxClaim) async throws(MailStoreError) {
        try carry(.note) { () throws(MailStoreError) in try inner.note(uids, at: position, claim) }
    }
    func due(_ count: Int, _ claim: MailboxClaim) async throws(MailStoreError) -> [DueMail] {
        try carry(.due) { () throws(MailStoreError) in try inner.due(count, claim) }
    }
    func putOff(_ mail: DueMail, for pause: Duration, because reason: String, _ claim: MailboxClaim)
        async throws(MailStoreError)
    {
        try carry(.putOff) { () throws(MailStoreError) in
            try inner.putOff(mail, for: pause, because: reason, claim)
        }
    }
    func drop(_ mail: DueMail, as reason: MailReason, _ claim: MailboxClaim) async throws(MailStoreError) {
        try carry(.drop) { () throws(MailStoreError) in try inner.drop(mail, as: reason, claim) }
    }
    func record(
        _ mail: ReceivedMail, as decision: MailDecision, telling: [OutgoingMessage], at mailing: DueMail,
        _ claim: MailboxClaim
    ) async throws(MailStoreError) -> MailOutcome {
        records.add(1, ordering: .acquiringAndReleasing)
        return try carry(.record) { () throws(MailStoreError) in
            try inner.record(mail, as: decision, telling: telling, at: mailing, claim)
        }
    }
    func record(again mail: ReceivedMail, as decision: MailDecision, by: String) async throws(MailStoreError)
        -> MailOutcome
    {
        try inner.record(again: mail, as: decision, by: by)
    }
    func facts(raw: BlobID, messageID: String?, from: String, in organisation: OrganisationID)
        async throws(MailStoreError) -> MailFacts
    {
        try carry(.facts) { () throws(MailStoreError) in
            inner.facts(raw: raw, messageID: messageID, from: from, in: organisation)
        }
    }
    func question(_ id: String, in organisation: OrganisationID) async throws(MailStoreError) -> MailQuestion? {
        inner.question(id, in: organisation)
    }
    func fingerprint(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> String? {
        inner.fingerprint(of: id, in: organisation)
    }
    func standing(of id: String, in organisation: OrganisationID) async throws(MailStoreError) -> QuestionStanding {
        inner.standing(of: id, in: organisation)
    }
    func ask(_ question: MailQuestion) async throws(MailStoreError) -> MailQuestion { try inner.ask(question) }
    func add(_ address: IntakeAddress) async throws(MailStoreError) { try inner.add(address) }
    func retire(_ local: String, of organisation: OrganisationID) async throws(MailStoreError) -> Bool {
        inner.retire(local, of: organisation)
    }
    func addresses(of organisation: OrganisationID) async throws(MailStoreError) -> [IntakeAddress] {
        inner.addresses(of: organisation)
    }
    func address(_ local: String) async throws(MailStoreError) -> IntakeAddress? { inner.address(local) }
    func tally(of organisation: OrganisationID, since: Moment?) async throws(MailStoreError) -> MailTally {
        inner.tally(of: organisation, since: since)
    }
    func mails(in organisation: OrganisationID, reasons: Set<MailReason>?, before: Moment?, most: Int)
        async throws(MailStoreError) -> [KeptMail]
    {
        inner.mails(in: organisation, reasons: reasons, before: before, most: most)
    }
    func mail(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail? {
        inner.mail(of: id, in: organisation)
    }
    func mail(_ name: String, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail? {
        inner.mail(name, in: organisation)
    }
}

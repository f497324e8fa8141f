import Correspondence
import Foundation
import Invoicing
import Mailroom
import Orchestrator
import Support
import Synchronization

/// Two organisations, their mailboxes, and all that a mail needs on its way.
final class MailHouse: Sendable {
    static let mine = OrganisationID(rawValue: "mine")
    static let theirs = OrganisationID(rawValue: "theirs")
    static let bytes = 100_000

    let clock = TurnedClock()
    let cases: MemoryCaseStore
    let memory: MemoryMailStore
    let store: FaultyMailStore
    let server: FakeServer
    let reading = FakeReading()
    let signatures = FakeSignatures()
    let blobs = MemoryBlobs { FakeSum.of($0) }
    let offices: FakeOffices
    let keys: ApprovalKeys
    let names: [MailboxName]
    let take: TakeMail
    private let told = Mutex<[MailEvent]>([])

    /// - Parameters:
    ///   - mailboxes: Accounts of the first organisation with an `INBOX` each.
    ///   - shared: Those that take mails for both.
    init(_ mailboxes: [String] = ["a"], shared: Set<String> = [], marks: MailMark? = nil) throws {
        cases = MemoryCaseStore(clock: clock)
        memory = MemoryMailStore(cases: cases, clock: clock) { FakeSum.of($0) }
        store = FaultyMailStore(memory)
        server = FakeServer(clock: clock)
        let names = mailboxes.map(Self.name)
        self.names = names
        server.make(names)
        guard let key = ApprovalKey(Data(repeating: 7, count: 32)) else { throw FakeReading.Failed() }
        keys = ApprovalKeys(key)
        offices = FakeOffices(
            [try Self.office(Self.mine, keys), try Self.office(Self.theirs, keys)], shared: shared, store: memory)
        let clock = clock
        let judge = MailJudge(
            store: store, signatures: signatures, papers: FakePapers(), digest: { FakeSum.of($0) },
            now: { clock.now })
        take = TakeMail(
            store: store, blobs: blobs, reading: reading, judge: judge, offices: offices, most: Self.bytes,
            marks: marks.map { marks in Dictionary(names.map { ($0, marks) }) { first, _ in first } } ?? [:])
    }

    static func name(_ account: String) -> MailboxName {
        MailboxName(account: account, mailbox: "INBOX", organisation: mine)
    }

    private static func office(_ organisation: OrganisationID, _ keys: ApprovalKeys) throws -> MailOffice {
        guard let euro = Currency("EUR") else { throw FakeReading.Failed() }
        let start = CaseStart(edition: WorkflowEdition(name: "ap", version: 1, digest: "d"), step: "first")
        return MailOffice(
            organisation: organisation,
            check: SenderCheck(
                trust: MailTrust(hosts: ["mx.office.example"], ownDomains: ["office.example"]),
                suffixes: PublicSuffixes("example"),
                lookAlikes: LookAlikes(known: ["office.example", "seller.example"], PublicSuffixes("example"))),
            known: KnownSenders(
                users: ["ann@office.example": "A01", "bob@office.example": "A02"], suppliers: ["seller.example": "S1"]),
            policy: SenderPolicy(),
            own: OwnMails(messageDomain: "office.example", addresses: ["approvals@office.example"]),
            answers: MailAnswers(
                keys: keys,
                approvers: [
                    Approver(id: "A01", name: "Ann Archer", email: "ann@office.example"),
                    Approver(id: "A02", name: "Bob Baker", email: "bob@office.example"),
                ], ceilings: [euro: 1_000]),
            processes: [MailOffice.usualProcess: start, "HR": start], mailsADay: 1_000)
    }

    // MARK: Mails

    @discardableResult func deliver(_ letter: Letter, to account: String = "a") -> UInt32 {
        reading.learn(letter)
        return server.deliver(letter, to: Self.name(account))
    }

    func watch(
        _ worker: String = "w", _ accounts: [String]? = nil, jobs: Int = 2, lease: Duration = .seconds(60),
        pause: Duration = .milliseconds(2)
    ) -> MailWatch {
        MailWatch(
            store: store, door: server, worker: worker, names: accounts?.map(Self.name) ?? names,
            settings: .init(lease: lease, poll: .milliseconds(2), jobs: jobs, pause: pause), take: take
        ) { [self] event in told.withLock { $0.append(event) } }
    }

    /// One look at every mailbox.
    @discardableResult func look(_ worker: String = "w") async throws -> Bool { try await watch(worker).once() }

    /// Delivers one, and looks.
    /// - Returns: What is kept of it.
    func receive(_ letter: Letter, in account: String = "a", of organisation: OrganisationID = mine) async throws
        -> KeptMail?
    {
        deliver(letter, to: account)
        try await look()
        return kept(letter, of: organisation)
    }

    func kept(_ letter: Letter, of organisation: OrganisationID = mine) -> KeptMail? {
        let raw = FakeSum.of(letter.raw)
        return memory.mails(in: organisation, reasons: nil, before: nil, most: .max)
            .first { $0.mail.raw.rawValue == raw }
    }

    var events: [MailEvent] { told.withLock { $0 } }
    func tally(of organisation: OrganisationID = mine) -> MailTally { memory.tally(of: organisation, since: nil) }

    /// Whether a mailbox is in nobody's hands.
    func isFree(_ account: String) -> Bool {
        guard let claim = memory.claim(1, among: [Self.name(account)], worker: "other", lease: .seconds(60)).first
        else {
            return false
        }
        try? memory.giveBack(claim, after: .zero)
        return true
    }

    // MARK: Questions

    /// A question to Ann about a case of 500 EUR, and its token.
    func ask(
        _ name: String, approver: String = "A01", cents: Int64? = 50_000, expires: Duration = .seconds(86_400),
        fingerprint: String? = nil
    ) throws -> (question: MailQuestion, token: ApprovalToken) {
        guard let euro = Currency("EUR") else { throw FakeReading.Failed() }
        let stored = try cases.begin(
            NewCase(
                id: CaseID(name: name, sha256: FakeSum.of(name), digest: { FakeSum.of($0) }), organisation: Self.mine,
                workflow: WorkflowEdition(name: "ap", version: 1, digest: "d"),
                subject: CaseSubject(name: name, sha256: FakeSum.of(name), size: 1), step: "first",
                key: "folder \(name)", by: "folder"))
        let id = ApprovalToken.signing(
            AskedApproval(
                organisation: "", caseID: "", message: "", approver: "", fingerprint: "", actions: [], expiry: 0),
            with: keys
        ).id
        let question = try memory.ask(
            MailQuestion(
                id: id, organisation: Self.mine, caseID: stored.id, messageKey: "\(stored.id)/ask/\(approver)",
                approver: approver,
                fingerprint: fingerprint ?? memory.fingerprint(of: stored.id, in: Self.mine) ?? "",
                gross: cents.map { Money(minorUnits: $0, euro) }, expires: clock.now + expires))
        guard let token = ApprovalToken.signing(AskedApproval(question), id: question.id, with: keys) else {
            throw FakeReading.Failed()
        }
        return (question, token)
    }

    /// Ann's answer to it.
    func answer(_ token: ApprovalToken, _ text: String = "Approved") -> Letter {
        Letter(
            from: "Ann Archer <ann@office.example>", to: "\(token.localPart)@office.example", subject: "Re: Approval",
            text: text, messageID: "<answer-\(text.count)@office.example>")
    }
}

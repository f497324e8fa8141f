import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Pipeline
import Storage

/// All that reads mailboxes, put together from the mail file.
struct MailService: Sendable {
    let watch: MailWatch
    let take: TakeMail
    private let desk: MailDesk
    private let file: MailFile
    private let home: OrganisationID
    private let processes: [String: CaseStart]
    private let store: PostgresMailStore
    private let keys: ApprovalKeys?

    struct Surroundings: Sendable {
        let open: OfficeOptions.Open
        let blobs: DirectoryBlobs
        /// The program's data folder.
        let folder: URL
        let way: any DocumentWay
        let records: Records
        /// How cases of invoices begin.
        let start: CaseStart
        let lease: Duration
        let jobs: Int
        let tell: @Sendable (MailEvent) -> Void
        /// Publishes the workflow for another organisation.
        let publish: @Sendable (CaseDirectory) async throws -> CaseStart
    }

    /// - Throws: ``CommandFailure`` with what is wrong in the settings.
    init(_ file: MailFile, _ around: Surroundings) async throws {
        self.file = file
        home = around.open.directory.id
        processes = [MailOffice.usualProcess: around.start]
        store = PostgresMailStore(around.open.pool)
        let suffixes = try Self.suffixes(file.suffixes)
        keys = file.approval == nil ? nil : try ApprovalKeyFile.open(in: around.folder)
        desk = MailDesk(file, store: store, suffixes: suffixes, keys: keys)
        let judge = MailJudge(
            store: store, signatures: file.checksSignatures ? SignatureChecker() : nil,
            papers: PaperSorter(way: around.way), digest: Assembly.digest, now: { SystemClock().now })
        var (names, marks): ([MailboxName], [MailboxName: MailMark]) = ([], [:])
        for (account, settings) in file.accounts.sorted(by: { $0.key < $1.key }) {
            for folder in settings.folders {
                let name = MailboxName(account: account, mailbox: folder, organisation: home)
                names.append(name)
                marks[name] = settings.mark
            }
        }
        take = TakeMail(
            store: store, blobs: around.blobs, reading: ConfinedMailReader(most: file.mailBytes), judge: judge,
            offices: desk, most: file.mailBytes, marks: marks)
        watch = MailWatch(
            store: store, door: try IMAPDoor(file.accounts), worker: Self.worker, names: names,
            settings: .init(
                lease: around.lease, poll: .milliseconds(Int(file.pollSeconds * 1_000)), jobs: around.jobs),
            take: take, tell: around.tell)
        try await use(around.records)
        for (name, settings) in file.organisations.sorted(by: { $0.key < $1.key }) {
            let directory = try await CaseDirectory.open(around.open.pool, organisation: name)
            let start = try await around.publish(directory)
            try await desk.take(
                directory.id, try Records(settings.master), [MailOffice.usualProcess: start], rules: settings.rules,
                own: settings.ownDomains)
        }
    }

    /// The program's own organisation.
    func office() async throws -> MailOffice { try await desk.office(home) }

    /// How questions are asked that can be answered by mail; `nil` = they cannot.
    func asking() async -> CaseQuestions.Asking? {
        guard let approval = file.approval, let answers = try? await desk.office(home).answers else { return nil }
        return CaseQuestions.Asking(
            store: store, answers: answers, domain: approval.domain, days: approval.days)
    }

    /// Where a letter comes back to, so that it names its delivery; `nil` = to its sender.
    func bounceAddress(_ letter: Letter) -> MailAddress? {
        guard let keys, let domain = file.approval?.domain, let delivery = letter.delivery else { return nil }
        return MailAddress("\(BounceAddress.signing(delivery, with: keys).localPart)@\(domain)")
    }

    /// Takes changed records of the program's own organisation into use.
    func use(_ records: Records) async throws {
        try await desk.take(home, records, processes, rules: file.rules, own: file.ownDomains)
    }

    /// Every mailbox once.
    /// - Throws: ``CommandFailure`` when one could not be read; the others were.
    func lookOnce() async throws {
        guard try await watch.once() else {
            throw CommandFailure(.setup, "A mailbox could not be read; payables mail test says at which layer.")
        }
    }

    /// For schedules.
    func look() async throws -> String {
        try await watch.once()
            ? "every mailbox was read" : "not every mailbox could be read; payables mail test says why"
    }

    /// Looks every minute whether the mails of every organisation add up, until it is cancelled: the first time at everything,
    /// then at what is new.
    func count() async {
        var last: [OrganisationID: [String]] = [:]
        var since: [OrganisationID: Moment] = [:]
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(60)) } catch { return }
            for organisation in await desk.organisations {
                let now = SystemClock().now
                guard let tally = try? await store.tally(of: organisation, since: since[organisation]) else { continue }
                let faults =
                    tally.isWhole ? [] : ["The mails do not add up; payables mail count shows more."] + tally.faults
                if faults != last[organisation] ?? [] { for fault in faults { Console.tell("mail: \(fault)") } }
                last[organisation] = faults
                // Longer than any transaction takes; a fault is looked at again until it is gone.
                if faults.isEmpty { since[organisation] = now + .seconds(-600) }
            }
        }
    }

    private static var worker: String {
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, 255)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(name) \(ProcessInfo.processInfo.processIdentifier)"
    }

    private static func suffixes(_ file: URL) throws -> PublicSuffixes {
        guard let bytes = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(
                .setup,
                "The list of public suffixes \(file.path) cannot be read: install Debian's package publicsuffix, or "
                    + "name the file with public_suffixes in the mail file.")
        }
        return PublicSuffixes(String(decoding: bytes, as: UTF8.self))
    }
}

import ArgumentParser
import Foundation
import Mailroom
import Orchestrator
import Storage

/// What a program that carries cases can do; several programs may share the work.
enum ServicePart: String, CaseIterable, ExpressibleByArgument {
    /// Takes steps.
    case queue
    /// Wakes what is due, frees what dead programs had, looks at the records, seals the audit.
    case scheduler
    /// Sends messages to people, and counts technical trouble.
    case notify
    /// Reads mailboxes, where a mail file is given.
    case mail
}

/// How cases are carried, for `payables serve` and `payables work`.
struct ServiceOptions: ParsableArguments {
    @Option(help: "Folder of suppliers.csv, purchase-orders.csv, approvals.csv and so on.", completion: .directory)
    var master: String?
    @Option(help: "Workflow that new cases follow: a name in schemas/workflows, or a file.") var workflow =
        "ap-approval"
    @Option(help: "Cases carried at the same time.") var jobs: Int?
    @Option(
        help: ArgumentHelp(
            "Where to book: file:PATH or postgresql://user@host/name. Environment: PAYABLES_LEDGER_URL.",
            valueName: "place"))
    var ledger: String?
    @Option(
        help: "Channels and recipients as JSON (docs/notifications.md). Without, messages are kept and not sent.",
        completion: .file())
    var channels: String?
    @Option(
        help: "Mailboxes to read and who is trusted, as JSON (docs/mail.md). Without, no mail is read.",
        completion: .file())
    var mail: String?
    @Flag(help: "What happens to cases and mails, as JSON lines on standard error; never what stands in a document.")
    var logJSON = false
    @Option(help: .hidden) var lease = 30.0
    @OptionGroup var agents: AgentOptions
    @OptionGroup var office: OfficeOptions
    @OptionGroup var options: SettingsOptions

    /// What schedules can do besides publishing events: `mail` looks into every mailbox.
    static let actions: Set<String> = ["mail"]

    private var observe: @Sendable (StoredCase, CaseEvent) -> Void {
        if logJSON { return EventLog.write }
        return { _, _ in }
    }

    /// Until it is interrupted, or with `once` until nothing is left to do now.
    /// - Parameter folder: Of documents; `nil` = none is watched.
    func run(_ parts: Set<ServicePart>, folder: String?, once: Bool) async throws {
        let channels = try channels.map { try ChannelsFile(path: $0) }
        // Locks of a frozen worker have to be gone when its lease is over.
        try await prepared(books: parts.contains(.queue), idle: Int(max(1, lease / 3) * 1000)) { house in
            let intake = folder.map { folder in
                FolderIntake(
                    folder: URL(filePath: folder), blobs: house.blobs, store: house.open.store,
                    organisation: house.open.directory.id, edition: house.start.edition, step: house.start.step)
            }
            let worker = CaseWorker(
                store: house.open.store, workflows: house.workflows, clock: SystemClock(),
                settings: .init(lease: .seconds(lease)), digest: Assembly.digest, observe: observe)
            let service = CaseService(
                worker: worker, intake: intake, jobs: parts.contains(.queue) ? house.jobs : 0, lease: .seconds(lease),
                duties: try await duties(parts, house, once: once))
            let notices = NoticeService(
                house.open, channels: channels, approvers: house.records.folder?.approvers ?? [],
                writer: try channels.map { try LetterDesk.writer($0, house) })
            try await carry(service, notices, parts, house.open, once: once)
        }
    }

    /// What runs beside the workers.
    private func duties(_ parts: Set<ServicePart>, _ house: House, once: Bool)
        async throws -> [@Sendable () async -> Void]
    {
        var duties: [@Sendable () async -> Void] = []
        if parts.contains(.mail), let mails = house.mails {
            if once { try await mails.lookOnce() } else { duties.append { await mails.watch.run() } }
            duties.append { await mails.count() }
        }
        if parts.contains(.scheduler) {
            let hooks: [String: ScheduleRunner.Hook] =
                house.mails.map { mails in ["mail": { _ in try await mails.look() }] } ?? [:]
            let schedules = ScheduleRunner(house.open.pool, name: "serve", hooks: hooks)
            duties.append { await CaseService.tick(house.open.store) }
            duties.append { await CaseService.keep(schedules) }
        }
        // Whoever takes steps has to know the records as they are.
        if let master {
            let watch = RecordsWatch(
                folder: URL(filePath: master), store: house.open.store, organisation: house.open.directory.id
            ) { records in
                await house.workflows.use(house.services.with(records))
                try await house.mails?.use(records)
            }
            duties.append { await watch.run(house.records, every: .seconds(2)) }
        }
        return duties
    }

    /// What cases and mails are carried with.
    struct House: Sendable {
        let assembly: Assembly
        let open: OfficeOptions.Open
        let records: Records
        let blobs: DirectoryBlobs
        let services: CaseServices
        let workflows: PublishedWorkflows
        /// How new cases begin.
        let start: CaseStart
        /// `nil` = no mail file was given.
        let mails: MailService?
        let jobs: Int
    }

    /// Opens everything, and closes it again.
    /// - Parameters:
    ///   - books: Whether the ledger is opened; a file belongs to one program.
    ///   - idle: Milliseconds that a transaction may stand still; `nil` = as the server says.
    func prepared(books: Bool = false, idle: Int? = nil, _ body: @Sendable (House) async throws -> Void) async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings)
        let records = try Records(master)
        let mailFile = try mail.map { try MailFile(path: $0) }
        let registry = try agents.registry()
        let definition = try WorkflowFiles(assembly.schemas)
            .checked(workflow, registry, approvals: records.folder?.approvals)
        for warning in records.folder?.warnings ?? [] { Console.tell("note: \(warning)") }
        let ledger =
            books ? try await LedgerPlace(ledger).open(in: office.folder, connections: settings.jobs) : nil
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            try await office.with(connections: settings.jobs + 3, idle: idle) { open in
                let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                let services = CaseServices(assembly: assembly, open: open, blobs: blobs, ledger: ledger)
                let workflows = PublishedWorkflows(open.directory, services: services.with(records), agents: registry)
                let (edition, step) = try await workflows.publish(definition)
                let start = CaseStart(edition: edition, step: step)
                var mails: MailService?
                if let mailFile {
                    mails = try await MailService(
                        mailFile,
                        MailService.Surroundings(
                            open: open, blobs: blobs, folder: office.folder, way: assembly.way(records.data),
                            records: records, start: start, lease: .seconds(lease), jobs: settings.jobs,
                            tell: logJSON ? MailLog.write : MailLog.tell,
                            publish: { directory in
                                let (edition, step) = try await directory.publish(definition, digest: Assembly.digest)
                                return CaseStart(edition: edition, step: step)
                            }))
                }
                try await body(
                    House(
                        assembly: assembly, open: open, records: records, blobs: blobs, services: services,
                        workflows: workflows,
                        start: start, mails: mails, jobs: settings.jobs))
            }
        } catch {
            await assembly.close()
            throw error
        }
        await assembly.close()
    }

    private func carry(
        _ service: CaseService, _ notices: NoticeService, _ parts: Set<ServicePart>, _ open: OfficeOptions.Open,
        once: Bool
    ) async throws {
        // Goods may have come while nobody looked.
        for event in try await open.directory.awaited("receipt:") {
            try await open.store.publish(event, in: open.directory.id)
        }
        let interrupts = Interrupts {
            Console.tell("Stopping: what runs is given back. Press Ctrl-C again to stop at once.")
            Task { await service.stop() }
        }
        async let telling: Void = parts.contains(.notify) ? notices.run() : ()
        // Who takes no steps has nothing to wait for.
        let isQuiet: @Sendable () async throws -> Bool = {
            guard parts.contains(.queue) else { return true }
            return try await !open.directory.isBusy()
        }
        if parts.contains(.scheduler) {
            try await AuditSealer(pool: open.pool).run(every: .seconds(2)) {
                try await service.run(once: once, isQuiet: isQuiet)
            }
        } else {
            try await service.run(once: once, isQuiet: isQuiet)
        }
        await notices.stop()
        await telling
        interrupts.end()
        Console.tell(Self.summary(try await open.directory.cases()))
    }

    private static func summary(_ cases: [StoredCase]) -> String {
        let counts = CaseStatus.allCases.compactMap { status -> String? in
            let count = cases.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        return "\(cases.count) cases: \(counts.joined(separator: ", ")). payables case list shows them."
    }
}

import ArgumentParser
import Foundation
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
    @Flag(help: "What happens to cases, as JSON lines on standard error; never what stands in a document.")
    var logJSON = false
    @Option(help: .hidden) var lease = 30.0
    @OptionGroup var agents: AgentOptions
    @OptionGroup var office: OfficeOptions
    @OptionGroup var options: SettingsOptions

    /// What schedules can do besides publishing events, by name.
    static let hooks: [String: ScheduleRunner.Hook] = [:]
    static var actions: Set<String> { Set(hooks.keys) }

    private var observe: @Sendable (StoredCase, CaseEvent) -> Void {
        if logJSON { return EventLog.write }
        return { _, _ in }
    }

    /// Until it is interrupted, or with `once` until nothing is left to do now.
    /// - Parameter folder: Of documents; `nil` = none is watched.
    func run(_ parts: Set<ServicePart>, folder: String?, once: Bool) async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings)
        let records = try Records(master)
        let channels = try channels.map { try ChannelsFile(path: $0) }
        let registry = try agents.registry()
        let definition = try WorkflowFiles(assembly.schemas)
            .checked(workflow, registry, approvals: records.folder?.approvals)
        for warning in records.folder?.warnings ?? [] { Console.tell("note: \(warning)") }
        let ledger = try await LedgerPlace(ledger).open(in: office.folder, connections: settings.jobs)
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            // Locks of a frozen worker have to be gone when its lease is over.
            let idle = Int(max(1, lease / 3) * 1000)
            try await office.with(connections: settings.jobs + 3, idle: idle) { open in
                let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                let services = CaseServices(assembly: assembly, open: open, blobs: blobs, ledger: ledger)
                let workflows = PublishedWorkflows(open.directory, services: services.with(records), agents: registry)
                let (edition, step) = try await workflows.publish(definition)
                let intake = folder.map { folder in
                    FolderIntake(
                        folder: URL(filePath: folder), blobs: blobs, store: open.store,
                        organisation: open.directory.id, edition: edition, step: step)
                }
                var duties: [@Sendable () async -> Void] = []
                if parts.contains(.scheduler) {
                    let schedules = ScheduleRunner(open.pool, name: "serve", hooks: Self.hooks)
                    duties.append { await CaseService.tick(open.store) }
                    duties.append { await CaseService.keep(schedules) }
                }
                // Whoever takes steps has to know the records as they are.
                if let master {
                    let watch = RecordsWatch(
                        folder: URL(filePath: master), store: open.store, organisation: open.directory.id
                    ) { await workflows.use(services.with($0)) }
                    duties.append { await watch.run(records, every: .seconds(2)) }
                }
                let worker = CaseWorker(
                    store: open.store, workflows: workflows, clock: SystemClock(),
                    settings: .init(lease: .seconds(lease)), digest: Assembly.digest,
                    observe: observe)
                let service = CaseService(
                    worker: worker, intake: intake, jobs: parts.contains(.queue) ? settings.jobs : 0,
                    lease: .seconds(lease), duties: duties)
                let notices = NoticeService(open, channels: channels, approvers: records.folder?.approvers ?? [])
                try await carry(service, notices, parts, open, once: once)
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
        let isQuiet: @Sendable () async throws -> Bool = { try await !open.directory.isBusy() }
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

import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables serve FOLDER`: a case in the database for every document of a folder.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Carry the documents of a folder as cases in the database.",
        discussion: """
            Every document of the folder becomes a case, once. Cases survive the end of the program at any moment and wait \
            for people: payables case approve answers them. Bookings stand in ledger.jsonl in the data folder, or in a \
            database that --ledger or PAYABLES_LEDGER_URL names; then several of these programs may share the cases. \
            Without --once, the folder is looked at every few seconds until Ctrl-C.

            Of cases that are carried at the same time, the first to be checked counts as the earlier one; with --jobs 1 \
            that is the order of names.

            Examples:
              payables serve invoices --master records
              payables serve invoices --master records --once
              payables serve invoices --ledger postgresql://payables_booking@erp.example/ledger
              payables case list

            \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
            """)

    @Argument(help: "Folder of documents; sub-folders too.", completion: .directory) var folder: String
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
    @Option(help: .hidden) var lease = 30.0
    @Flag(help: "Stop when every case has ended or waits.") var once = false
    @OptionGroup var agents: AgentOptions
    @OptionGroup var office: OfficeOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings)
        let records = try Records(master)
        let registry = try agents.registry()
        let definition = try WorkflowFiles(assembly.schemas)
            .checked(workflow, registry, approvals: records.folder?.approvals)
        for warning in records.folder?.warnings ?? [] { Console.tell("note: \(warning)") }
        let ledger = try await LedgerPlace(ledger).open(in: office.folder, connections: settings.jobs)
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            // Locks of a frozen worker have to be gone when its lease is over.
            let idle = Int(max(1, lease / 3) * 1000)
            try await office.with(connections: settings.jobs + 3, startsCluster: true, idle: idle) { open in
                let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                let services = CaseServices(assembly: assembly, open: open, blobs: blobs, ledger: ledger)
                let workflows = PublishedWorkflows(open.directory, services: services.with(records), agents: registry)
                let (edition, step) = try await workflows.publish(definition)
                let intake = FolderIntake(
                    folder: URL(filePath: folder), blobs: blobs, store: open.store, organisation: open.directory.id,
                    edition: edition, step: step)
                let watch = master.map { path in
                    RecordsWatch(folder: URL(filePath: path), store: open.store, organisation: open.directory.id) {
                        await workflows.use(services.with($0))
                    }
                }
                try await serve(
                    assembly.settings.jobs, workflows, intake, open,
                    duties: [{ await watch?.run(records, every: .seconds(2)) }])
            }
        } catch {
            await assembly.close()
            throw error
        }
        await assembly.close()
    }

    private func serve(
        _ jobs: Int, _ workflows: PublishedWorkflows, _ intake: FolderIntake, _ open: OfficeOptions.Open,
        duties: [@Sendable () async -> Void]
    ) async throws {
        let worker = CaseWorker(
            store: open.store, workflows: workflows, clock: SystemClock(), settings: .init(lease: .seconds(lease)),
            digest: Assembly.digest)
        // Goods may have come while nobody looked.
        for event in try await open.directory.awaited("receipt:") {
            try await open.store.publish(event, in: open.directory.id)
        }
        let service = CaseService(
            worker: worker, intake: intake, jobs: jobs, lease: .seconds(lease), duties: duties)
        let interrupts = Interrupts {
            Console.tell("Stopping: what runs is given back. Press Ctrl-C again to stop at once.")
            Task { await service.stop() }
        }
        try await AuditSealer(pool: open.pool).run(every: .seconds(2)) {
            try await service.run(once: once) { try await !open.directory.isBusy() }
        }
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

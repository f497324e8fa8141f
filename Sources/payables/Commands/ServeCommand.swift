import ArgumentParser
import Foundation
import Ledgers
import Orchestrator
import Storage
import Validation

/// `payables serve FOLDER`: a case in the database for every document of a folder.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Carry the documents of a folder as cases in the database.",
        discussion: """
            Every document of the folder becomes a case, once. Cases survive the end of the program at any moment and wait \
            for people: payables case approve answers them. Bookings stand in ledger.jsonl in the data folder. Without \
            --once, the folder is looked at every few seconds until Ctrl-C.

            Of cases that are carried at the same time, the first to be checked counts as the earlier one; with --jobs 1 \
            that is the order of names.

            Examples:
              payables serve invoices --master records
              payables serve invoices --master records --once
              payables case list

            \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
            """)

    @Argument(help: "Folder of documents; sub-folders too.", completion: .directory) var folder: String
    @Option(help: "Folder of suppliers.csv, purchase-orders.csv, approvals.csv and so on.", completion: .directory)
    var master: String?
    @Option(help: "Workflow that new cases follow: a name in schemas/workflows, or a file.") var workflow =
        "ap-approval"
    @Option(help: "Cases carried at the same time.") var jobs: Int?
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
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            try await office.with(connections: settings.jobs + 3, startsCluster: true) { open in
                try await serve(assembly, records, registry, definition, open)
            }
        } catch {
            await assembly.close()
            throw error
        }
        await assembly.close()
    }

    private func serve(
        _ assembly: Assembly, _ records: Records, _ registry: AgentRegistry, _ definition: Data,
        _ open: OfficeOptions.Open
    ) async throws {
        let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
        let ledger = try openLedger()
        let services: @Sendable (Records) -> Services = { Self.services(assembly, $0, open, blobs, ledger) }
        let workflows = PublishedWorkflows(open.directory, services: services(records), agents: registry)
        let (edition, step) = try await workflows.publish(definition)
        let intake = FolderIntake(
            folder: URL(filePath: folder), blobs: blobs, store: open.store, organisation: open.directory.id,
            edition: edition, step: step)
        let worker = CaseWorker(
            store: open.store, workflows: workflows, clock: SystemClock(), settings: .init(lease: CaseService.lease),
            digest: Assembly.digest)
        // Goods may have come while nobody looked.
        for event in try await open.directory.awaited("receipt:") {
            try await open.store.publish(event, in: open.directory.id)
        }
        let watch = master.map { path in
            RecordsWatch(folder: URL(filePath: path), store: open.store, organisation: open.directory.id) {
                await workflows.use(services($0))
            }
        }
        let service = CaseService(
            worker: worker, intake: intake, jobs: assembly.settings.jobs,
            duties: [{ await watch?.run(records, every: .seconds(2)) }])
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

    private func openLedger() throws -> any LedgerPort {
        do { return try FileLedger(office.folder.appending(path: "ledger.jsonl")) } catch {
            throw CommandFailure(.setup, "\(error)")
        }
    }

    private static func services(
        _ assembly: Assembly, _ records: Records, _ open: OfficeOptions.Open, _ blobs: DirectoryBlobs,
        _ ledger: any LedgerPort
    ) -> Services {
        Services(
            way: assembly.way(records.data),
            bytes: { file in
                guard let id = BlobID(rawValue: file.sha256) else { throw BatchError("\(file.name) has no sum") }
                return try blobs.bytes(id)
            },
            history: PostgresHistory(
                open.pool, organisation: open.directory.organisation, before: records.data.history),
            matcher: Matcher(
                orders: records.data.orders, receipts: records.data.receipts,
                tolerances: records.folder?.tolerances ?? Tolerances(), rates: records.folder?.rates ?? ExchangeRates()),
            approvals: records.folder?.approvals, suppliers: records.data.suppliers, ledger: ledger,
            limits: records.folder?.limits ?? OrganisationLimits())
    }

    private static func summary(_ cases: [StoredCase]) -> String {
        let counts = CaseStatus.allCases.compactMap { status -> String? in
            let count = cases.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        return "\(cases.count) cases: \(counts.joined(separator: ", ")). payables case list shows them."
    }
}

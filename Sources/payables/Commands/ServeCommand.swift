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
    @Option(help: "Workflow that new cases follow: a file of schemas/workflows.") var workflow = "ap-approval"
    @Option(help: "Cases carried at the same time.") var jobs: Int?
    @Flag(help: "Stop when every case has ended or waits.") var once = false
    @OptionGroup var office: OfficeOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings)
        let records = try Records(master)
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            try await office.with(connections: settings.jobs + 3, startsCluster: true) { open in
                try await serve(assembly, records, open)
            }
        } catch {
            await assembly.close()
            throw error
        }
        await assembly.close()
    }

    private func serve(_ assembly: Assembly, _ records: Records, _ open: OfficeOptions.Open) async throws {
        let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
        let workflows = PublishedWorkflows(open.directory, services: try services(assembly, records, open, blobs))
        let (edition, step) = try await publish(assembly, workflows)
        let intake = FolderIntake(
            folder: URL(filePath: folder), blobs: blobs, store: open.store, organisation: open.directory.id,
            edition: edition, step: step)
        let worker = CaseWorker(
            store: open.store, workflows: workflows, clock: SystemClock(), settings: .init(lease: CaseService.lease),
            digest: Assembly.digest)
        let schedules = ScheduleRunner(open.pool, name: "serve", hooks: Self.hooks)
        let service = CaseService(worker: worker, intake: intake, schedules: schedules, jobs: assembly.settings.jobs)
        let interrupts = Interrupts {
            Console.tell("Stopping: what runs is given back. Press Ctrl-C again to stop at once.")
            Task { await service.stop() }
        }
        try await service.run(once: once) {
            try await !open.directory.isBusy()
        }
        interrupts.end()
        Console.tell(Self.summary(try await open.directory.cases()))
    }

    /// What schedules can do besides publishing events, by name.
    static let hooks: [String: ScheduleRunner.Hook] = [:]
    static var actions: Set<String> { Set(hooks.keys) }

    private func services(
        _ assembly: Assembly, _ records: Records, _ open: OfficeOptions.Open, _ blobs: DirectoryBlobs
    ) throws -> Services {
        let ledger: FileLedger
        do { ledger = try FileLedger(office.folder.appending(path: "ledger.jsonl")) } catch {
            throw CommandFailure(.setup, "\(error)")
        }
        return Services(
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
            approvals: records.folder?.approvals, suppliers: records.data.suppliers, ledger: ledger)
    }

    private func publish(_ assembly: Assembly, _ workflows: PublishedWorkflows) async throws
        -> (edition: WorkflowEdition, step: String)
    {
        let file = assembly.schemas.appending(path: "workflows/\(workflow).json")
        guard let json = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(.noInput, "The workflow \(file.path) is missing.")
        }
        do { return try await workflows.publish(json) } catch let error as WorkflowError {
            throw CommandFailure(.usage, "The workflow \(file.path) cannot be used: \(error)")
        }
    }

    private static func summary(_ cases: [StoredCase]) -> String {
        let counts = CaseStatus.allCases.compactMap { status -> String? in
            let count = cases.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        return "\(cases.count) cases: \(counts.joined(separator: ", ")). payables case list shows them."
    }
}

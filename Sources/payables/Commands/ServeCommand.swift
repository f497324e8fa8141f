import ArgumentParser
import Foundation
import Ledgers
import Orchestrator
import SQLLedger
import Storage
import Validation

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
    @Option(help: "Workflow that new cases follow: a file of schemas/workflows.") var workflow = "ap-approval"
    @Option(help: "Cases carried at the same time.") var jobs: Int?
    @Option(
        help: ArgumentHelp(
            "Where to book: file:PATH or postgresql://user@host/name. Environment: PAYABLES_LEDGER_URL.",
            valueName: "place"))
    var ledger: String?
    @Option(help: .hidden) var lease = 30.0
    @Flag(help: "Stop when every case has ended or waits.") var once = false
    @OptionGroup var office: OfficeOptions
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings)
        let records = try Records(master)
        let ledger = try await ledger(connections: settings.jobs)
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        do {
            // Locks of a frozen worker have to be gone when its lease is over.
            let idle = Int(max(1, lease / 3) * 1000)
            try await office.with(connections: settings.jobs + 2, startsCluster: true, idle: idle) { open in
                try await serve(assembly, records, ledger, open)
            }
        } catch {
            await assembly.close()
            throw error
        }
        await assembly.close()
    }

    /// - Throws: When the ledger can't be booked in as it is. One that is only away will be there when it is needed.
    private func ledger(connections: Int) async throws -> any LedgerPort {
        switch try LedgerPlace(ledger) {
        case .database(let url):
            let ledger = SQLLedger(url: url, connections: connections)
            do throws(LedgerOfficeError) { try await ledger.test() } catch {
                guard error.mayPass else {
                    throw CommandFailure(.setup, "The ledger cannot be booked in. \(error.message)")
                }
                Console.tell("The ledger is not reached; bookings are tried again. \(error.message)")
            }
            return ledger
        case .file(let path):
            let file = path.map { URL(filePath: $0) } ?? office.folder.appending(path: "ledger.jsonl")
            do { return try FileLedger(file) } catch { throw CommandFailure(.setup, "\(error)") }
        }
    }

    private func serve(
        _ assembly: Assembly, _ records: Records, _ ledger: any LedgerPort, _ open: OfficeOptions.Open
    ) async throws {
        let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
        let workflows = PublishedWorkflows(open.directory, services: services(assembly, records, ledger, open, blobs))
        let (edition, step) = try await publish(assembly, workflows)
        let intake = FolderIntake(
            folder: URL(filePath: folder), blobs: blobs, store: open.store, organisation: open.directory.id,
            edition: edition, step: step)
        let worker = CaseWorker(
            store: open.store, workflows: workflows, clock: SystemClock(), settings: .init(lease: .seconds(lease)),
            digest: Assembly.digest)
        let service = CaseService(
            worker: worker, intake: intake, jobs: assembly.settings.jobs, lease: .seconds(lease))
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

    private func services(
        _ assembly: Assembly, _ records: Records, _ ledger: any LedgerPort, _ open: OfficeOptions.Open,
        _ blobs: DirectoryBlobs
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

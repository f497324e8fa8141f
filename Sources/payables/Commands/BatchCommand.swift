import ArgumentParser
import Foundation
import Invoicing
import Ledgers
import Orchestrator
import Pipeline
import Reports
import Validation

/// `payables batch DIR --out OUT`: the main job. Every document of a folder is read, checked, matched, routed, posted.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Carry every document of a folder through the workflow.",
        discussion: """
            Writes to the output folder: NAME.json for each document (NAME.1.json, NAME.2.json for a file that seems to \
            hold several), report.html, summary.csv, history.csv (to be given \
            to the next batch), ledger.jsonl and ledger.csv (what was approved by rule), outbox.jsonl (who was asked), \
            ignored.csv, and explain/NAME.html for documents that need review.

            A batch that was stopped or killed goes on with --resume; nothing is posted twice.

            Examples:
              payables batch invoices --out results
              payables batch invoices --out results --master records --jobs 4
              payables batch invoices --out results --resume

            \(ExitStatus.help([.accepted, .review, .rejected, .failed, .usage, .noInput, .setup, .stopped]))
            """)

    @Argument(help: "Folder of documents; sub-folders too.", completion: .directory) var folder: String
    @Option(help: "Folder for the results.", completion: .directory) var out: String
    @Option(help: "Folder of suppliers.csv, purchase-orders.csv, approvals.csv and so on.", completion: .directory)
    var master: String?
    @Option(help: "A history.csv of invoices that were handled before.", completion: .file()) var history: String?
    @Option(help: "Documents read at the same time.") var jobs: Int?
    @Flag(help: "Go on where an earlier run in --out ended.") var resume = false
    @Option(help: "Explain pages: none, review (at most 200), all.") var explain: ExplainPages.Choice = .review
    @Option(help: "Workflow: a name in schemas/workflows, or a file.") var workflow = "ap-po"
    @OptionGroup var agents: AgentOptions
    @Flag(help: "Read in this process, without limits and sandbox: for debugging.") var inProcess = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.resolved(more: jobs.map { [("jobs", String($0))] } ?? [])
        let assembly = try Assembly(settings, inProcess: inProcess)
        let records = try Records(master, history: history)
        for warning in records.folder?.warnings ?? [] { Console.tell("note: \(warning)") }
        if let warning = try await assembly.sandboxWarning() { Console.tell(warning) }
        let outcome: ExitStatus
        do {
            outcome = try await carry(assembly, records)
        } catch let error as BatchError {
            await assembly.close()
            throw CommandFailure(.noInput, error.message)
        } catch let error as LedgerError {
            await assembly.close()
            throw CommandFailure(.noInput, error.message)
        }
        await assembly.close()
        throw outcome.code
    }

    private func carry(_ assembly: Assembly, _ records: Records) async throws -> ExitStatus {
        let input = try BatchInput(folder: URL(filePath: folder), besides: URL(filePath: out))
        let results = ResultFolder(URL(filePath: out))
        let stop = StopRequest()
        let display = ProgressDisplay(total: input.documents.count)
        let interrupts = Interrupts {
            display.tell("Stopping: what runs is finished. Press Ctrl-C again to stop at once.")
            Task { await stop.set() }
        }
        let rows = RowKeeper()
        let run = try batch(assembly, records, input, results, stop, display, rows)
        let result = try await run.batch.run()
        display.close()
        interrupts.end()
        try results.write(await run.ledger.table(), to: "ledger.csv")
        try await report(result, input, results, rows, assembly, isMatched: records.folder != nil)
        return result.left > 0 ? .stopped : ExitStatus(result.cases.map(\.outcome))
    }

    private func batch(
        _ assembly: Assembly, _ records: Records, _ input: BatchInput, _ results: ResultFolder, _ stop: StopRequest,
        _ display: ProgressDisplay, _ rows: RowKeeper
    ) throws -> (batch: BatchRun, ledger: FileLedger) {
        try prepare(results)
        let ledger = try FileLedger(results.url.appending(path: "ledger.jsonl"))
        let places = Dictionary(input.documents.map { ($0.name, $0.url) }) { first, _ in first }
        let memory = CaseMemory(duplicates: DuplicateIndex(records.data.history))
        let services = Services(
            way: assembly.way(records.data),
            bytes: { file in
                guard let url = places[file.name] else { throw BatchError("\(file.name) is not in the folder") }
                return try Data(contentsOf: url)
            },
            history: memory,
            matcher: Matcher(
                orders: records.data.orders, receipts: records.data.receipts,
                tolerances: records.folder?.tolerances ?? Tolerances(),
                rates: records.folder?.rates ?? ExchangeRates()),
            approvals: records.folder?.approvals, suppliers: records.data.suppliers, ledger: ledger,
            outbox: try FileOutbox(results.url.appending(path: "outbox.jsonl")))
        let registry = try agents.registry()
        let definition = try WorkflowFiles(assembly.schemas)
            .checked(workflow, registry, approvals: records.folder?.approvals)
        let workflow = try Workflow(
            published: WorkflowDefinition(json: definition), agents: registry, services: services)
        let run = BatchRun(
            input, to: results, workflow: workflow, memory: memory, journal: FileJournal(folder: results.journal),
            settings: .init(jobs: assembly.settings.jobs, resume: resume), digest: Assembly.digest, stop: stop,
            tell: { _, cases in display.finished(cases.map(\.outcome)) }, keep: rows.keep)
        return (run, ledger)
    }

    private func prepare(_ results: ResultFolder) throws {
        do {
            try FileManager.default.createDirectory(at: results.url, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.noInput, "The folder \(out) cannot be made: \(error.localizedDescription)")
        }
    }

    private func report(
        _ result: BatchResult, _ input: BatchInput, _ results: ResultFolder, _ kept: RowKeeper,
        _ assembly: Assembly, isMatched: Bool
    ) async throws {
        let pages = ExplainPages(choice: explain, assembly: assembly, input: input, results: results, rows: kept)
        let rows = try await pages.write(result.cases)
        var remarks: [String] = []
        if !isMatched {
            remarks.append(
                "No records of the organisation were given (--master): suppliers, orders and approvals were not checked."
            )
        }
        if result.left > 0 { remarks.append("\(result.left) documents are left; --resume goes on.") }
        let report = BatchReport(
            rows: rows, folder: folder, finished: Date().formatted(.iso8601), seconds: result.seconds,
            remarks: remarks, ignored: result.ignored.map(\.name))
        try results.write(Data(report.html.utf8), to: "report.html")
        try results.write(Data(SummaryCSV.make(rows).utf8), to: "summary.csv")
        Console.tell(summary(result, results))
    }

    private func summary(_ result: BatchResult, _ results: ResultFolder) -> String {
        let counts = Outcome.allCases.map { "\(result.count($0)) \(Wording.name(of: $0))" }.joined(separator: ", ")
        let ignored = result.ignored.isEmpty ? "" : "; \(result.ignored.count) other files ignored"
        return "\(result.cases.count) documents: \(counts)\(ignored).\n"
            + "Report: \(results.url.appending(path: "report.html").path)"
    }
}

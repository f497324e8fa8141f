import ArgumentParser
import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Reports

/// `payables explain scan.pdf`: an HTML page that shows where each value stands and why it was taken.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Write an HTML page that shows where each value stands and why it was taken.",
        discussion: """
            The page holds the pictures of the document's pages with a box over each value, and beside them each value \
            with its confidence, its printed label, the reason it was chosen and what else it could have been.

            Examples:
              payables explain invoice.pdf
              payables explain invoice.pdf --out page.html

            \(ExitStatus.help([.accepted, .review, .rejected, .failed, .usage, .noInput, .setup]))
            """)

    @Argument(help: "A PDF, PNG, JPEG, TIFF or XML file.", completion: .file()) var file: String
    @Option(help: "The page to write; default FILE.html in this folder.", completion: .file()) var out: String?
    @Option(help: "Folder of suppliers.csv, customers.csv and so on.", completion: .directory) var master: String?
    @Flag(help: "Read in this process, without limits and sandbox: for debugging.") var inProcess = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let assembly = try Assembly(options.resolved(more: [("jobs", "1")]), inProcess: inProcess)
        let way = assembly.way(try Records(master).data)
        let result = try await ReadCommand.result(of: file, on: way)
        let document = SourceDocument(name: result.document.name, bytes: try Data(contentsOf: URL(filePath: file)))
        let pictures = await ExplainPages.pictures(result, document, assembly.reader)
        await assembly.close()
        let target = out ?? result.document.name + ".html"
        do {
            let page = ExplainPage(result: result, pictures: pictures)
            try Data(page.html.utf8).write(to: URL(filePath: target), options: .atomic)
        } catch {
            throw CommandFailure(.noInput, "\(target) cannot be written: \(error.localizedDescription)")
        }
        Console.tell("Wrote \(target).")
        throw ExitStatus([result.outcome]).code
    }
}

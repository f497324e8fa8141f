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
            with its confidence, its printed label, the reason it was chosen and what else it could have been. A file that \
            seems to hold several documents gives a page for each: FILE.1.html, FILE.2.html.

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
        let results = try await ReadCommand.results(of: file, on: way)
        let document = SourceDocument(
            name: URL(filePath: file).lastPathComponent, bytes: try Data(contentsOf: URL(filePath: file)))
        for result in results {
            let pictures = await ExplainPages.pictures(result, document, assembly.reader)
            try write(ExplainPage(result: result, pictures: pictures), to: target(of: result))
        }
        await assembly.close()
        throw ExitStatus(results.map(\.outcome)).code
    }

    /// A page for each document: `scan.pdf.html`, or `scan.pdf.1.html`, `scan.pdf.2.html`.
    private func target(of result: DocumentResult) -> String {
        let usual = out ?? result.document.name + ".html"
        guard let part = result.document.part else { return usual }
        let ending = URL(filePath: usual).pathExtension
        let stem = ending.isEmpty ? usual : String(usual.dropLast(ending.count + 1))
        return "\(stem).\(part.number)" + (ending.isEmpty ? "" : ".\(ending)")
    }

    private func write(_ page: ExplainPage, to target: String) throws {
        do { try Data(page.html.utf8).write(to: URL(filePath: target), options: .atomic) } catch {
            throw CommandFailure(.noInput, "\(target) cannot be written: \(error.localizedDescription)")
        }
        Console.tell("Wrote \(target).")
    }
}

import ArgumentParser
import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Reports

/// `payables read scan.pdf`: what the program sees in a file, without matching, approval or posting.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read files and print what they say as JSON.",
        discussion: """
            Kinds of file: PDF, PNG, JPEG, TIFF, and e-invoices in XML (UBL, CII, ZUGFeRD). One document gives one \
            JSON object; several files, or a file that seems to hold several documents, give one object a line. Checks that need the organisation's records are made when \
            --master names their folder.

            Examples:
              payables read invoice.pdf
              payables read --table scan.jpg
              payables read *.pdf | jq .fields.gross_total.value

            \(ExitStatus.help([.accepted, .review, .rejected, .failed, .usage, .noInput, .setup]))
            """)

    @Argument(help: "PDF, PNG, JPEG, TIFF or XML files.", completion: .file()) var files: [String]
    @Flag(help: "Print tables for people instead of JSON.") var table = false
    @Option(help: "Folder of suppliers.csv, customers.csv and so on.", completion: .directory) var master: String?
    @Flag(help: "Read in this process, without limits and sandbox: for debugging.") var inProcess = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let assembly = try Assembly(options.resolved(more: [("jobs", "1")]), inProcess: inProcess)
        let way = assembly.way(try Records(master).data)
        var outcomes: [Outcome] = []
        for file in files {
            let results = try await Self.results(of: file, on: way)
            outcomes += results.map(\.outcome)
            for result in results { try show(result, alone: files.count == 1 && results.count == 1) }
        }
        await assembly.close()
        throw ExitStatus(outcomes).code
    }

    /// - Returns: One, or several where the file seems to hold several documents.
    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    static func results(of file: String, on way: DocumentRoute) async throws -> [DocumentResult] {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.noInput, "There is no file \(file), or it may not be read.")
        }
        let name = URL(filePath: file).lastPathComponent
        let sha256 = Assembly.digest(bytes)
        let carried = await way.carry(SourceDocument(name: name, bytes: bytes), sha256: sha256)
        return DocumentResult.results(of: carried, name: name, sha256: sha256, size: bytes.count)
    }

    private func show(_ result: DocumentResult, alone: Bool) throws {
        if table {
            let output = FileHandle.standardOutput
            Console.answer(ResultTable(result).text(width: Console.width(of: output), style: Console.style(of: output)))
            return
        }
        // The console ends the line itself.
        let text = alone ? try JSONText.pretty(result).dropLast() : try JSONText.line(result)
        Console.answer(String(decoding: text, as: UTF8.self))
    }
}

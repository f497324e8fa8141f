import ArgumentParser
import Foundation
import Invoicing
import Pipeline

/// `payables words FILE... --out DIR`: what the readers see, for those who work on extraction.
struct Words: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the words of each file's pages as JSON (in this process, without the sandbox).",
        shouldDisplay: false)

    @Argument(help: "PDF, PNG, JPEG or TIFF files.", completion: .file()) var files: [String]
    @Option(help: "Folder for NAME.words.json.", completion: .directory) var out: String
    @Option(help: "auto, always or never.") var ocr: String = "auto"
    @Option(help: "Languages, the likeliest first, as Tesseract calls them.") var languages = "eng,deu,fra"

    func run() async throws {
        var settings = ReadSettings()
        guard let mode = ReadSettings.OCRMode(rawValue: ocr) else {
            throw ValidationError("--ocr must be auto, always or never, not \(ocr)")
        }
        settings.ocr = mode
        settings.languages = languages.split(separator: ",").map(String.init)
        let reader = Assembly.reading(settings)
        let folder = URL(filePath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var failed = false
        for file in files {
            let url = URL(filePath: file)
            do {
                let document = SourceDocument(name: url.lastPathComponent, bytes: try Data(contentsOf: url))
                let kind = try Identify(limits: settings.limits).kind(of: document.bytes)
                let read = try reader.read(document, as: kind)
                let name = url.deletingPathExtension().lastPathComponent + ".words.json"
                try encoder.encode(read.pages).write(to: folder.appending(path: name), options: .atomic)
            } catch let failure as ReadFailure {
                failed = true
                FileHandle.standardError.write(Data("\(url.lastPathComponent): \(failure.message)\n".utf8))
            }
        }
        if failed { throw ExitCode(1) }
    }
}

import ArgumentParser
import Extractors
import Foundation
import Invoicing

/// `payables drafts NAME.words.json... --out DIR`: extraction alone, over words that `payables words` wrote. Reading is
/// slow and does not change while extraction is worked on.
struct Drafts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Extract from words that were read before; writes NAME.json with fields and line items.",
        shouldDisplay: false)

    @Argument(help: "Files that payables words wrote.", completion: .file()) var files: [String]
    @Option(help: "Folder for NAME.json.", completion: .directory) var out: String?
    @Option(help: "File of models instead of schemas/scoring.json; - for none. With --features: what finds the items.")
    var models: String?
    @Option(help: "Write the measured candidates to this file instead, for training.") var features: String?
    @Flag(help: "The words come from pictures, not from PDFs.") var picture = false

    /// What the accuracy suite reads of a result.
    private struct Extracted: Encodable {
        var schema: String
        var fields: FieldGroup
        var lineItems: [FieldGroup]
        enum CodingKeys: String, CodingKey {
            case schema, fields
            case lineItems = "line_items"
        }
    }

    /// The candidates of one document, as a line of the features file.
    private struct Measured: Encodable {
        var doc: String
        var examples: [ScoringExample]
    }

    func run() async throws {
        let schemas = try SchemaFolder(Settings()).url
        let types = try SchemaLoader(folder: schemas).all()
        if let features {
            let known = models == nil ? ScoringModels() : try models(beside: schemas)
            return try measure(PageExtractor(schemas: types, models: known), to: URL(filePath: features))
        }
        guard let out else { throw ValidationError("Name a folder with --out, or a file with --features.") }
        let extractor = PageExtractor(schemas: types, models: try models(beside: schemas))
        let folder = URL(filePath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        for file in files {
            let document = try words(file)
            guard let draft = extractor.extract(document.pages, isPicture: picture) else { continue }
            let extracted = Extracted(schema: draft.schema, fields: draft.fields, lineItems: draft.lineItems)
            try encoder.encode(extracted).write(to: folder.appending(path: document.name + ".json"), options: .atomic)
        }
    }

    private func models(beside schemas: URL) throws -> ScoringModels {
        guard models != "-" else { return ScoringModels() }
        let file = models.map { URL(filePath: $0) } ?? schemas.appending(path: ScoringModels.file)
        return try ScoringModels(files: [ScoringModels.file: Data(contentsOf: file)])
    }

    /// First a line with the names of the features by model, then a line for each document.
    private func measure(_ extractor: PageExtractor, to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var lines = [try encoder.encode(ScoringFeatures.names)]
        for file in files {
            let document = try words(file)
            let examples = extractor.examples(document.pages, isPicture: picture)
            lines.append(try encoder.encode(Measured(doc: document.name, examples: examples)))
        }
        try Data(lines.joined(separator: Data("\n".utf8)) + Data("\n".utf8)).write(to: file, options: .atomic)
    }

    private func words(_ file: String) throws -> (name: String, pages: [PageText]) {
        let url = URL(filePath: file)
        let name = url.lastPathComponent.replacing(".words.json", with: "")
        return (name, try JSONDecoder().decode([PageText].self, from: Data(contentsOf: url)))
    }
}

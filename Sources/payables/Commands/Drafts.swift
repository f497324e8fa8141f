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
    @Option(help: "Folder for NAME.json.", completion: .directory) var out: String
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

    func run() async throws {
        let extractor = PageExtractor(schemas: try SchemaLoader(folder: SchemaFolder(Settings()).url).all())
        let folder = URL(filePath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        for file in files {
            let url = URL(filePath: file)
            let pages = try JSONDecoder().decode([PageText].self, from: Data(contentsOf: url))
            guard let draft = extractor.extract(pages, isPicture: picture) else { continue }
            let name = url.lastPathComponent.replacing(".words.json", with: ".json")
            let extracted = Extracted(schema: draft.schema, fields: draft.fields, lineItems: draft.lineItems)
            try encoder.encode(extracted).write(to: folder.appending(path: name), options: .atomic)
        }
    }
}

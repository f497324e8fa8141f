import ArgumentParser
import Extractors
import Foundation
import Invoicing

/// `payables drafts WORDS... --out DIR`: extraction alone, from what `payables words` wrote, for those who work on it.
struct Drafts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Extract fields from files that 'payables words' wrote, without reading the documents again.",
        shouldDisplay: false)

    @Argument(help: "Files NAME.words.json.", completion: .file(extensions: ["json"])) var files: [String]
    @Option(help: "Folder for NAME.json.", completion: .directory) var out: String
    @Flag(help: "The words come from pictures, not from PDFs.") var pictures = false

    /// What the scorer reads.
    private struct Result: Encodable {
        var fields: [String: Field]
        var lineItems: [[String: Field]]

        init(_ draft: Draft?) {
            fields = Self.named(draft?.fields ?? [:])
            lineItems = draft?.lineItems.map(Self.named) ?? []
        }

        private static func named(_ group: FieldGroup) -> [String: Field] {
            Dictionary(uniqueKeysWithValues: group.map { ($0.key.rawValue, $0.value) })
        }

        enum CodingKeys: String, CodingKey {
            case fields
            case lineItems = "line_items"
        }
    }

    func run() throws {
        let extractor = try Assembly(SettingsOptions.parse([]).resolved(more: [])).extractor
        let folder = URL(filePath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        for file in files {
            let url = URL(filePath: file)
            let pages = try JSONDecoder().decode([PageText].self, from: try Data(contentsOf: url))
            let result = Result(extractor.extract(pages, isPicture: pictures))
            let name = url.lastPathComponent.replacing(".words.json", with: ".json")
            try encoder.encode(result).write(to: folder.appending(path: name), options: .atomic)
        }
    }
}

import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("SchemaLoader") struct SchemaLoaderTests {
    /// A copy of the schemas that the test may change; the caller removes it.
    private func copy() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "schemas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.schemas.path)
        where name.hasSuffix(".schema.json") {
            try FileManager.default.copyItem(
                at: Repository.schemas.appending(path: name), to: folder.appending(path: name))
        }
        return folder
    }

    private func addField(_ name: String, _ extract: [String: Any], to file: URL) throws {
        var root = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        var properties = try #require(root["properties"] as? [String: Any])
        var fields = try #require(properties["fields"] as? [String: Any])
        var own = try #require(fields["properties"] as? [String: Any])
        own[name] = ["x-extract": extract]
        fields["properties"] = own
        properties["fields"] = fields
        root["properties"] = properties
        try JSONSerialization.data(withJSONObject: root).write(to: file)
    }

    @Test("the shipped schemas load; types inherit what they extend")
    func shipped() throws {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        #expect(Set(schemas.map(\.name)).isSuperset(of: ["invoice", "credit-note", "receipt"]))
        let receipt = try #require(schemas.first { $0.name == "receipt" })
        #expect(receipt.fields.contains { $0.name == .grossTotal && !$0.labels.isEmpty })
    }

    @Test("a field added to a schema is extracted")
    func added() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        try addField(
            "gate_code", ["type": "identifier", "labels": ["en": ["gate code"]]],
            to: folder.appending(path: "invoice.schema.json"))
        let page = PrintedPage.page(
            1, [[(40, "Invoice")], [(40, "Gate code: XK-4711")], [(300, "Total"), (480, "105.00")]])
        let draft = try #require(PageExtractor(schemas: SchemaLoader(folder: folder).all()).extract([page]))
        #expect(draft.fields[FieldName(rawValue: "gate_code")]?.value == "XK-4711")
    }

    @Test("a pattern restricts what a field may be")
    func restricted() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "invoice.schema.json")
        let page = PrintedPage.page(
            1,
            [
                [(40, "Invoice")], [(40, "Gate code: XK-4711")], [(40, "Gate code: 0815")],
                [(300, "Total"), (480, "105.00")],
            ])
        let cases: [(pattern: String, value: String?)] = [
            ("[0-9]{4}", "0815"), ("[A-Z]+-\\d+", "XK-4711"), ("Z.*", nil),
        ]
        for (pattern, value) in cases {
            try addField(
                "gate_code", ["type": "identifier", "labels": ["en": ["gate code"]], "pattern": pattern], to: file)
            let draft = try #require(PageExtractor(schemas: SchemaLoader(folder: folder).all()).extract([page]))
            #expect(draft.fields[FieldName(rawValue: "gate_code")]?.value == value, "\(pattern)")
        }
        try addField("gate_code", ["type": "identifier", "pattern": "(?<=a)b"], to: file)
        try addField("second", ["type": "text", "party": "supplier"], to: file)
        let error = try #require(throws: SchemaError.self) {
            try SchemaLoader(folder: folder).schema(file: "invoice.schema.json")
        }
        #expect(error.faults.count == 2)
        #expect(error.description.contains("fields.gate_code: x-extract.pattern cannot be used: of the groups"))
        #expect(error.description.contains("fields.second: x-extract has no party"))
    }

    @Test("a faulty schema is named, with all its faults")
    func faulty() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "invoice.schema.json")
        try addField("first_fault", ["type": "colour"], to: file)
        try addField("second_fault", ["type": "date", "lables": ["en": ["day"]]], to: file)
        let error = try #require(throws: SchemaError.self) {
            try SchemaLoader(folder: folder).schema(file: "invoice.schema.json")
        }
        #expect(error.file == "invoice.schema.json")
        #expect(error.faults.count == 2)
        #expect(error.description.contains("first_fault"))
        #expect(error.description.contains("lables"))
    }

    @Test("text that is no JSON is named")
    func unreadable() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{".utf8).write(to: folder.appending(path: "invoice.schema.json"))
        let error = try #require(throws: SchemaError.self) {
            try SchemaLoader(folder: folder).schema(file: "invoice.schema.json")
        }
        #expect(error.file == "invoice.schema.json")
    }
}

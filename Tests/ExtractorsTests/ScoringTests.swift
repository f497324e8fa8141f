import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("Models that weigh candidates") struct ScoringTests {
    /// One tree of `supplier_vat_id`: up to 0.5 in its first feature -1, above it 2.
    private static func file(
        feature: [Int] = [0, -1, -1], value: [Double] = [0.5, -1, 2], left: [Int] = [1, 0, 0],
        right: [Int] = [2, 0, 0],
        features: [String]? = nil, calibration: [[Double]] = [[-1, 0.1], [2, 0.9]]
    ) throws -> [String: Data] {
        let names = features ?? ScoringFeatures.names["supplier_vat_id"] ?? []
        let model: [String: Any] = [
            "features": names, "feature": feature, "value": value, "left": left, "right": right, "roots": [0],
            "calibration": calibration,
        ]
        let data = try JSONSerialization.data(withJSONObject: ["models": ["supplier_vat_id": model]])
        return [ScoringModels.file: data]
    }

    private static let names = ScoringFeatures.names["supplier_vat_id"] ?? []

    private func vector(_ first: Float) -> [Float] { [first] + [Float](repeating: 0, count: Self.names.count - 1) }

    @Test("a walk ends in the leaf that the features lead to")
    func walk() throws {
        let model = try #require(try ScoringModels(files: Self.file()).model("supplier_vat_id"))
        #expect(model.score(vector(0.5)) == -1)
        #expect(model.score(vector(0.6)) == 2)
    }

    @Test("lists of numbers may be one text each; a word among them is refused")
    func text() throws {
        let list = try #require(Self.file()[ScoringModels.file])
        let text = String(decoding: list, as: UTF8.self).replacing("[0.5,-1,2]", with: "\"0.5 -1 2\"")
        #expect(text.contains("0.5 -1 2"))
        let model = try ScoringModels(files: [ScoringModels.file: Data(text.utf8)])
            .model("supplier_vat_id")
        #expect(model?.score(vector(0.6)) == 2)
        let broken = Data(text.replacing("-1 2", with: "x 2").utf8)
        #expect(throws: SchemaError.self) { try ScoringModels(files: [ScoringModels.file: broken]) }
    }

    @Test(
        "chances lie on the line between the knots, and never beyond their ends",
        arguments: [
            (-5.0, 0.1), (-1.0, 0.1), (0.5, 0.5), (2.0, 0.9), (9.0, 0.9),
        ])
    func chance(score: Double, chance: Double) throws {
        let model = try #require(try ScoringModels(files: Self.file()).model("supplier_vat_id"))
        #expect(abs(model.chance(ofScore: score, margin: 0) - chance) < 1e-6)
    }

    @Test("damaged files are refused in words, and never walked")
    func damaged() throws {
        let cases: [(String, [String: Data])] = [
            ("missing", [:]), ("missing", [ScoringModels.file: Data("{".utf8)]),
            ("damaged", try Self.file(left: [1, 0])),
            // A child before its parent could go round for ever.
            ("damaged", try Self.file(left: [-1, 0, 0])), ("damaged", try Self.file(right: [7, 0, 0])),
            ("damaged", try Self.file(feature: [999, -1, -1])), ("damaged", try Self.file(calibration: [[1]])),
            ("another version", try Self.file(features: ["something else"])),
        ]
        for (word, files) in cases {
            let error = #expect(throws: SchemaError.self) { try ScoringModels(files: files) }
            #expect(error.map { "\($0)".contains(word) } == true, "\(word): \(String(describing: error))")
        }
    }

    @Test("the committed models fit this program and cover every field that is weighed")
    func committed() throws {
        let data = try Data(contentsOf: Repository.schemas.appending(path: ScoringModels.file))
        let models = try ScoringModels(files: [ScoringModels.file: data])
        for name in ScoringFeatures.names.keys {
            #expect(models.model(name) != nil, "\(name)")
        }
    }

    @Test("what is trained on is what is weighed: every example has as many values as its model has names")
    func examples() throws {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        let page = PrintedPage.page(
            1,
            [
                [(40, "Acme Ltd")], [(40, "Invoice"), (300, "Invoice number"), (400, "A-100")],
                [(300, "Date"), (400, "2026-03-01")], [(300, "Net total"), (400, "100.00")],
                [(300, "VAT 20 %"), (400, "20.00")], [(300, "Total"), (400, "120.00")],
            ])
        let examples = PageExtractor(schemas: schemas).examples([page])
        #expect(
            Set(examples.map(\.model)).isSuperset(of: [
                "supplier_name", "invoice_number", "invoice_date", "gross_total",
            ]))
        for example in examples { #expect(example.features.count == ScoringFeatures.names[example.model]?.count) }
        let gross = examples.filter { $0.model == "gross_total" }.map(\.value)
        #expect(gross.contains("120.00"))
    }
}

import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

/// Items chosen amount by amount, where no heading and no sum tells them all.
@Suite("Items weighed amount by amount") struct WeighedItemsTests {
    private func items(_ lines: [[(Double, String)]]) throws -> [FieldGroup] {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        let file = Repository.schemas.appending(path: ScoringModels.file)
        let models = try ScoringModels(files: [ScoringModels.file: Data(contentsOf: file)])
        return try #require(PageExtractor(schemas: schemas, models: models).extract([PrintedPage.page(1, lines)]))
            .lineItems
    }

    private func values(_ items: [FieldGroup], _ name: FieldName) -> [String?] { items.map { $0[name]?.value } }

    @Test("the words of an item may stand in the line over its numbers")
    func above() throws {
        let found = try items([
            [(40, "Invoice")], [(40, "Cordless drill")], [(60, "2 pcs x 40.00 = 80.00")], [(40, "Pallet wrap clear")],
            [(60, "5 pcs x 3.10 = 15.50")], [(40, "Copy paper box")], [(60, "4 pcs x 5.00 = 20.00")],
            [(300, "Net total"), (480, "115.50")], [(300, "VAT 20%"), (480, "23.10")],
            [(300, "Total"), (480, "138.60")],
        ])
        #expect(values(found, .netAmount) == ["80.00", "15.50", "20.00"])
        #expect(values(found, .description) == ["Cordless drill", "Pallet wrap clear", "Copy paper box"])
        #expect(values(found, .quantity) == ["2", "5", "4"])
    }

    @Test("of an amount and two taxes the amount is the item's, not their sum")
    func twoTaxes() throws {
        let found = try items([
            [(40, "Tax invoice")],
            [(40, "Description"), (250, "Taxable"), (330, "CGST"), (410, "SGST"), (500, "Total")],
            [(40, "Meeting room hire"), (250, "999.60"), (330, "89.96"), (410, "89.96"), (500, "1,179.52")],
            [(40, "Laundry service"), (250, "8,012.00"), (330, "721.08"), (410, "721.08"), (500, "9,454.16")],
            [(330, "Taxable value"), (500, "9,011.60")], [(330, "Grand Total"), (500, "10,633.68")],
        ])
        #expect(values(found, .netAmount) == ["999.60", "8012.00"])
        #expect(values(found, .grossAmount) == ["1179.52", "9454.16"])
    }

    @Test("an amount that makes the row's gross amount with its tax is no price of one, whatever stands over it")
    func priceHeading() throws {
        let found = try items([
            [(40, "Invoice")],
            [(40, "Description"), (250, "Hours"), (330, "Unit price"), (430, "Tax"), (500, "Total")],
            [(40, "Translation of a manual"), (250, "3"), (330, "696.00"), (430, "15%"), (500, "800.40")],
            [(40, "Copywriting for a page"), (250, "2"), (330, "1,660.32"), (430, "15%"), (500, "1,909.37")],
            [(330, "Net total"), (500, "2,356.32")], [(330, "VAT"), (500, "353.45")],
            [(330, "Total"), (500, "2,709.77")],
        ])
        #expect(values(found, .netAmount) == ["696.00", "1660.32"])
    }

    // MARK: With a model made for the purpose

    /// Words left of the amount make it an item's, likely (chance 0.95) or, with few of them, hardly (0.27).
    private static func model() throws -> TreeEnsemble {
        let names = FeatureVector<ItemFeature>.names
        let feature = try #require(names.firstIndex(of: "lettersLeft"))
        return TreeEnsemble(
            features: names,
            nodes: [
                TreeEnsemble.Node(feature: Int32(feature), value: 10.5, left: 1, right: 2),
                TreeEnsemble.Node(feature: 0, value: -1, left: -1, right: -1),
                TreeEnsemble.Node(feature: 0, value: 3, left: -1, right: -1),
            ], roots: [0], knots: [])
    }

    private func weighed(_ lines: [[(Double, String)]]) throws -> [String?] {
        let schema = try #require(SchemaLoader(folder: Repository.schemas).all().first { $0.name == "invoice" })
        let view = DocumentView([PrintedPage.page(1, lines)], lexicon: Lexicon(schema.fields))
        let none = LineItemReader.Reading()
        let hints = ItemScene.Hints(
            headers: [], table: none, summed: none, arithmetic: none, totals: RoleCandidates(view, itemRows: []).all())
        let reading = WeighedItems(view: view, hints: hints, model: try Self.model()).read()
        return values(reading.items, .netAmount)
    }

    private static let list: [[(Double, String)]] = [
        [(40, "Cordless drill set"), (480, "80.00")], [(40, "Wrap"), (480, "15.50")],
        [(40, "Copy paper A4 box"), (480, "20.00")],
    ]

    @Test("a doubtful amount is an item's where the items then add up to the total")
    func addsUp() throws {
        #expect(try weighed(Self.list + [[(300, "Net total"), (480, "115.50")]]) == ["80.00", "15.50", "20.00"])
    }

    @Test("it is left out where they add up to nothing")
    func doubtful() throws {
        #expect(try weighed(Self.list + [[(300, "Net total"), (480, "999.99")]]) == ["80.00", "20.00"])
    }

    @Test("the same amounts are chosen each time")
    func sameEachTime() throws {
        let lines = Self.list + [[(300, "Net total"), (480, "115.50")]]
        let first = try weighed(lines)
        for _ in 0..<5 { #expect(try weighed(lines) == first) }
    }
}

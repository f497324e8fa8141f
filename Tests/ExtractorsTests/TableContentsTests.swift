import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

/// Tables whose headings say nothing, or the wrong thing.
@Suite("Tables named by their contents") struct TableContentsTests {
    private func items(_ lines: [[(Double, String)]]) throws -> [FieldGroup] {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        return try #require(PageExtractor(schemas: schemas).extract([PrintedPage.page(1, lines)])).lineItems
    }

    private func values(_ items: [FieldGroup], _ name: FieldName) -> [String?] { items.map { $0[name]?.value } }

    @Test("the words of a column with an unknown heading stay in it")
    func unknownHeading() throws {
        let found = try items([
            [(40, "Invoice")],
            [(40, "Article no"), (120, "Xyzzy"), (300, "Quantity"), (380, "Unit price"), (480, "Amount")],
            [(40, "A-77"), (120, "Hex bolt zinc"), (310, "10"), (385, "2.50"), (480, "25.00")],
            [(40, "B-12"), (120, "Torque wrench"), (310, "2"), (385, "40.00"), (480, "80.00")],
            [(300, "Total"), (480, "105.00")],
        ])
        #expect(values(found, .description) == ["Hex bolt zinc", "Torque wrench"])
        #expect(values(found, .productCode) == ["A-77", "B-12"])
    }

    @Test("of two amounts the one that tax is added to is the net amount, whatever is called total")
    func netAndGross() throws {
        let found = try items([
            [(40, "Invoice")],
            [(40, "Description"), (220, "Charges"), (300, "Tax"), (380, "Tax amount"), (480, "Total")],
            [(40, "Data transfer"), (220, "43.00"), (300, "23 %"), (390, "9.89"), (480, "52.89")],
            [(40, "Premium support"), (220, "16.00"), (300, "23 %"), (390, "3.68"), (480, "19.68")],
            [(300, "Net total"), (480, "59.00")], [(300, "VAT"), (480, "13.57")], [(300, "Total"), (480, "72.57")],
        ])
        #expect(values(found, .netAmount) == ["43.00", "16.00"])
    }

    @Test("a list without headings is found by its sum; quantity and price stand below")
    func summed() throws {
        let found = try items([
            [(40, "Invoice")], [(40, "Toll charges"), (480, "202.60")], [(40, "5 pcs @ 40.52")],
            [(40, "Storage per pallet"), (480, "165.60")], [(40, "5 pcs @ 33.12")],
            [(300, "Net total"), (480, "368.20")],
        ])
        #expect(values(found, .netAmount) == ["202.60", "165.60"])
        #expect(values(found, .description) == ["Toll charges", "Storage per pallet"])
        #expect(values(found, .quantity) == ["5", "5"])
        #expect(values(found, .unitPrice) == ["40.52", "33.12"])
    }

    @Test("a total that nobody understands proves the list above it")
    func unknownTotal() throws {
        let found = try items([
            [(40, "Invoice")], [(40, "3 pcs Copy paper"), (480, "147.00")],
            [(40, "2 pcs Steel cabinet"), (480, "408.00")],
            [(40, "4 pcs Pallet wrap"), (480, "17.91")], [(300, "Xyzzy plugh"), (480, "572.91")],
        ])
        #expect(values(found, .netAmount) == ["147.00", "408.00", "17.91"])
        #expect(values(found, .description) == ["Copy paper", "Steel cabinet", "Pallet wrap"])
        #expect(values(found, .quantity) == ["3", "2", "4"])
    }

    @Test("amounts that add up to nothing are no items")
    func noProof() throws {
        let found = try items([
            [(40, "Invoice")], [(40, "Points balance"), (480, "147.00")], [(40, "Last year"), (480, "408.00")],
            [(300, "Xyzzy plugh"), (480, "600.00")],
        ])
        #expect(found.isEmpty)
    }

    @Test("words in the line over the numbers belong to them, not to the item before")
    func wordsAbove() throws {
        let found = try items([
            [(40, "Invoice")],
            [(40, "Item"), (90, "Description"), (300, "Quantity"), (380, "Unit price"), (480, "Amount")],
            [(40, "10"), (90, "Docking station")], [(310, "2"), (385, "39.00"), (480, "78.00")],
            [(40, "20"), (90, "Hose clamp")], [(310, "20"), (385, "21.69"), (480, "433.80")],
            [(300, "Total"), (480, "511.80")],
        ])
        #expect(values(found, .netAmount) == ["78.00", "433.80"])
        #expect(found.map { $0[.description]?.value.contains("Docking") } == [true, false])
        #expect(found.map { $0[.description]?.value.contains("Hose") } == [false, true])
    }
}

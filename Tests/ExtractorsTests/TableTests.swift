import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("Tables of items") struct TableTests {
    private func extract(_ pages: [PageText]) throws -> Draft {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        return try #require(PageExtractor(schemas: schemas).extract(pages))
    }

    private static let header: [(Double, String)] = [
        (40, "Pos"), (70, "Description"), (300, "Quantity"), (380, "Unit price"), (480, "Amount"),
    ]

    private static func line(_ position: String, _ text: String, _ quantity: String, _ price: String, _ amount: String)
        -> [(Double, String)]
    {
        [(40, position), (70, text), (310, quantity), (385, price), (480, amount)]
    }

    private func amounts(_ draft: Draft) -> [String] { draft.lineItems.compactMap { $0[.netAmount]?.value } }

    @Test("a description goes on in the next line")
    func wrapped() throws {
        let draft = try extract([
            PrintedPage.page(
                1,
                [
                    [(40, "Invoice")], Self.header, Self.line("1", "Hex bolt M8", "10", "2.50", "25.00"),
                    [(70, "zinc plated")],
                    Self.line("2", "Torque wrench", "2", "40.00", "80.00"), [(300, "Total"), (480, "105.00")],
                ])
        ])
        #expect(amounts(draft) == ["25.00", "80.00"])
        #expect(draft.lineItems.first?[.description]?.value == "Hex bolt M8\nzinc plated")
        #expect(draft.lineItems.first?[.quantity]?.value == "10")
        #expect(draft.fields[.grossTotal]?.value == "105.00")
    }

    @Test("a table goes on over pages; sums carried over are no items")
    func pages() throws {
        let draft = try extract([
            PrintedPage.page(
                1,
                [
                    [(40, "Invoice")], Self.header, Self.line("1", "Hex bolt", "10", "2.50", "25.00"),
                    Self.line("2", "Torque wrench", "2", "40.00", "80.00"), [(70, "Carried forward"), (480, "105.00")],
                ]),
            PrintedPage.page(
                2,
                [
                    Self.header, [(70, "Brought forward"), (480, "105.00")],
                    Self.line("3", "Ball valve", "3", "5.00", "15.00"),
                    [(300, "Total"), (480, "120.00")],
                ]),
        ])
        #expect(amounts(draft) == ["25.00", "80.00", "15.00"])
        #expect(draft.fields[.grossTotal]?.value == "120.00")
    }

    @Test("sums of sections stand between items and are none")
    func sections() throws {
        let draft = try extract([
            PrintedPage.page(
                1,
                [
                    [(40, "Invoice")], Self.header, Self.line("1", "Hex bolt", "10", "2.50", "25.00"),
                    [(300, "Subtotal section one"), (480, "25.00")],
                    Self.line("2", "Torque wrench", "2", "40.00", "80.00"),
                    [(300, "Total"), (480, "105.00")],
                ])
        ])
        #expect(amounts(draft) == ["25.00", "80.00"])
    }

    @Test("long runs of digits are no amounts and do no harm")
    func digits() throws {
        let draft = try extract([
            PrintedPage.page(
                1, [[(40, "Invoice")], [(40, "Terminal 12345678901234567890")], [(300, "Total"), (480, "105.00")]])
        ])
        #expect(draft.fields[.grossTotal]?.value == "105.00")
    }
}

import Invoicing
import Testing

@testable import Extractors

@Suite("Rows of sums") struct SumRowTests {
    private func rows(_ lines: [[(Double, String)]]) -> [SumRow] {
        SumRow.find(in: PrintedPage.view(lines), itemRows: [])
    }

    @Test("net, tax and gross total beside one label are told apart by what adds up")
    func one() throws {
        let found = rows([[(40, "Total"), (200, "1,061.86"), (300, "191.13"), (400, "1,252.99")]])
        let row = try #require(found.first)
        #expect(row.net.value.text() == "1061.86")
        #expect(row.tax.text() == "191.13")
        #expect(row.gross.value.text() == "1252.99")
    }

    @Test("two taxes on one base are added")
    func two() throws {
        let found = rows([[(40, "Total"), (150, "1,000.00"), (250, "90.00"), (330, "90.00"), (420, "1,180.00")]])
        let row = try #require(found.first)
        #expect(row.taxes.count == 2)
        #expect(row.tax.text() == "180.00")
    }

    @Test("amounts that make no sum, and rows without a name, are none")
    func none() {
        #expect(rows([[(40, "Total"), (200, "1,061.86"), (300, "191.13"), (400, "1,352.99")]]).isEmpty)
        #expect(rows([[(40, "Bolts"), (200, "1,061.86"), (300, "191.13"), (400, "1,252.99")]]).isEmpty)
    }
}

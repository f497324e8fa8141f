import Invoicing
import Orchestrator
import Testing

@testable import Reports

@Suite("Width on a terminal") struct TextWidthTests {
    static let cases = [
        ("abc", 3, "letters"), ("Größe", 5, "composed umlauts"), ("Gro\u{308}ße", 5, "combining marks take no room"),
        ("田中商店", 8, "ideographs are wide"), ("ＡＢ", 4, "full-width letters"), ("ｱｲ", 2, "half-width kana"),
        ("👩‍👩‍👧", 2, "a family is one picture"), ("1 €", 3, "a currency sign"), ("한국", 4, "hangul"),
    ]

    @Test(arguments: cases) func width(_ text: String, _ columns: Int, _ sentence: String) {
        #expect(TextWidth.of(text) == columns, "\(sentence)")
    }

    @Test(arguments: [1, 2, 3, 5, 8, 20]) func fittedTextHasItsWidth(_ width: Int) {
        for text in ["Kopierpapier", "田中商店 GmbH", "", "Größe"] {
            #expect(TextWidth.of(TextWidth.fitted(text, to: width)) == width)
            #expect(TextWidth.of(TextWidth.fitted(text, to: width, right: true)) == width)
        }
    }

    @Test func rowsLineUp() {
        let table = TextTable(
            [.init("Name", least: 6), .init("Sum", right: true)],
            rows: [["田中商店", "1.00"], ["Acme", "1,000.00"], ["\u{1B}[31mred\n", "2"]])
        let lines = table.text(width: nil).split(separator: "\n").map(String.init)
        #expect(Set(lines.map(TextWidth.of)).count == 1, "\(lines)")
        #expect(!table.text(width: nil).contains("\u{1B}"))
        for line in table.text(width: 16).split(separator: "\n") { #expect(TextWidth.of(String(line)) <= 16) }
    }

    @Test(arguments: Sample.attacks) func noDocumentMovesTheCursor(_ attack: String) {
        let text = ResultTable(Sample.hostile(attack)).text(width: 80)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E })
    }
}

@Suite("Amounts") struct AmountsTests {
    static let cases: [(String, String, String)] = [
        ("1234567.5", "EUR", "1,234,567.50"), ("999", "EUR", "999.00"), ("-1000", "EUR", "\u{2212}1,000.00"),
        ("1234", "JPY", "1,234"), ("0.12345", "EUR", "0.12345"), ("abc", "EUR", "abc"), ("1.5", "KWD", "1.500"),
    ]

    @Test(arguments: cases) func grouped(_ value: String, _ currency: String, _ shown: String) {
        #expect(Amounts.grouped(value, currency: Currency(currency)) == shown)
    }

    @Test func totalsAddUpByOutcomeAndCurrency() {
        let rows = [
            ReportRow(Sample.result("a", .accepted, gross: "10.10")),
            ReportRow(Sample.result("b", .accepted, gross: "0.20")),
            ReportRow(Sample.result("c", .accepted, gross: "5", currency: "JPY")),
            ReportRow(Sample.result("d", .review, gross: "x")),
        ]
        let totals = ReportTotals(rows)
        #expect(totals[.accepted].lines == ["EUR 10.30", "JPY 5"])
        #expect(totals[.review].withoutAmount == 1)
        #expect(totals[.failed].documents == 0)
    }
}

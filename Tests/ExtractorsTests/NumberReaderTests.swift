import Invoicing
import Testing

@testable import Extractors

@Suite("NumberReader") struct NumberReaderTests {
    /// The first number of a line, read with the document's sign before decimals.
    private func first(_ text: String, _ sign: DecimalSign) -> PrintedNumber? {
        let layout = Layout(PrintedPage.row(text))
        return NumberReader(sign: sign).numbers(in: layout.rows[0], at: 0).first
    }

    @Test(
        "number forms of the countries",
        arguments: [
            ("1.234,56", .comma, "1234.56"), ("1,234.56", .point, "1234.56"), ("1 234,56", .comma, "1234.56"),
            ("1'234.56", .point, "1234.56"), ("12,34,567.00", .point, "1234567.00"),
            ("1.234.567,89", .comma, "1234567.89"),
            ("12,50", .comma, "12.50"), ("12.50", .point, "12.50"), ("1.234", .comma, "1234.00"),
            ("1,234", .point, "1234.00"),
            ("0,5", .comma, "0.50"), ("100", .point, "100.00"), ("€12.50", .point, "12.50"),
            ("12,50€", .comma, "12.50"),
            ("EUR 12,50", .comma, "12.50"), ("12,-", .comma, "12.00"), ("1,250/-", .point, "1250.00"),
            (".£681.40", .point, "681.40"), ("2.287,-", .comma, "2287.00"), ("2.287,-", .point, "2287.00"),
            ("€ 78,--", .comma, "78.00"), ("1'250.–", .point, "1250.00"),
        ] as [(String, DecimalSign, String)])
    func forms(_ printed: String, _ sign: DecimalSign, _ expected: String) {
        #expect(first(printed, sign)?.value.text() == expected)
    }

    @Test(
        "signs of credit",
        arguments: [
            ("12.50-", "-12.50"), ("-12.50", "-12.50"), ("(12.50)", "-12.50"), ("12.50CR", "-12.50"),
            ("−12.50", "-12.50"), ("(-)0.10", "-0.10"),
        ])
    func negative(_ printed: String, _ expected: String) {
        #expect(first(printed, .point)?.value.text() == expected)
    }

    @Test("no numbers", arguments: ["1.2.3", "12,34,5", "abc", "12a34", "1234567890123456789012", "99999999999999999"])
    func refused(_ printed: String) {
        #expect(first(printed, .point) == nil)
    }

    @Test("per cent is told from money")
    func percent() {
        #expect(first("19 %", .comma)?.isPercent == true)
        #expect(first("19%", .comma)?.looksLikeMoney == false)
        #expect(first("19,00", .comma)?.looksLikeMoney == true)
    }

    @Test(
        "the currency beside an amount is kept", arguments: [("EUR 5,00", "EUR"), ("5,00 €", "EUR"), ("£5.00", "GBP")])
    func currency(_ printed: String, _ code: String) {
        #expect(first(printed, .comma)?.currency == code)
    }

    @Test("the sign before decimals is the document's")
    func sign() {
        #expect(NumberReader(Layout(PrintedPage.row("1.234,56 12,00 3,10"))).sign == .comma)
        #expect(NumberReader(Layout(PrintedPage.row("Total 2.287,-"))).sign == .comma)
        #expect(NumberReader(Layout(PrintedPage.row("1,234.56 12.00 3.10"))).sign == .point)
    }
}

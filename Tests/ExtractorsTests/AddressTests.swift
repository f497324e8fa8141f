import Invoicing
import Testing

@testable import Extractors

@Suite("Addresses")
struct AddressTests {
    @Test(
        "post codes of many countries, and which one alone writes so",
        arguments: [
            ("111 22 Stockholm", "111 22", "Stockholm", nil), ("CZ-110 00 Praha 1", "110 00", "Praha 1", nil),
            ("Toronto, ON M5V 2T6", "M5V 2T6", "Toronto", "CA"), ("Melbourne VIC 3000", "3000", "Melbourne", "AU"),
            ("Cork T12 X7AB", "T12 X7AB", "Cork", "IE"), ("12 Mill Lane, London SW1A 1AA", "SW1A 1AA", "London", "GB"),
            ("Mumbai - 400 001", "400 001", "Mumbai", nil), ("1234 AB Utrecht", "1234 AB", "Utrecht", "NL"),
            ("12345 Berlin Telefon 030", "12345", "Berlin", nil),
            ("Springfield, IL 62701", "62701", "Springfield", "US"),
        ] as [(String, String, String, String?)])
    func postCodes(_ text: String, _ code: String, _ city: String, _ country: String?) throws {
        let line = try #require(PostalLine.find(in: Layout(PrintedPage.row(text)).rows[0].tokens[...]))
        #expect(line.postCode == code)
        #expect(line.city == city)
        #expect(line.country == country)
    }

    @Test("an address is offered with each number of parts before its post code, up to the name")
    func parts() throws {
        let page = PrintedPage.page(
            1, [[(40, "Kraxi Trading Ltd")], [(40, "12 Mill Lane")], [(40, "London SW1A 1AA")]])
        let view = DocumentView([page], lexicon: Lexicon([]))
        let lines = TextLines(view.layout)
        let names = NameJudge(view: view, titles: [])
        let found = AddressCandidates(view: view, lines: lines, names: names, nameEnds: []).all(itemRows: [])
        #expect(
            found.map { $0.text(in: view, names) } == [
                "London SW1A 1AA", "12 Mill Lane, London SW1A 1AA", "Kraxi Trading Ltd, 12 Mill Lane, London SW1A 1AA",
            ])
    }

    @Test("in one line no part of an address goes on before the end of a name")
    func name() {
        let page = PrintedPage.page(1, [[(40, "Kraxi Trading 12 Mill Lane 12345 Berlin")]])
        let view = DocumentView([page], lexicon: Lexicon([]))
        let lines = TextLines(view.layout)
        let names = NameJudge(view: view, titles: [])
        let found = AddressCandidates(
            view: view, lines: lines, names: names, nameEnds: [AddressCandidate.Part(row: 0, tokens: 0..<2)]
        ).all(itemRows: [])
        #expect(found.contains { $0.text(in: view, names) == "12 Mill Lane, 12345 Berlin" })
    }

    @Test("signs of several currencies stay open, codes and other signs do not")
    func signs() {
        #expect(CurrencyMarks.shared("$")?.contains("CAD") == true)
        #expect(CurrencyMarks.shared("kr")?.contains("DKK") == true)
        #expect(CurrencyMarks.shared("€") == nil && CurrencyMarks.shared("USD") == nil)
        #expect(CurrencyMarks.ofCountry("CA") == "CAD" && CurrencyMarks.ofCountry("DE") == "EUR")
    }

    @Test("the lead over a runner-up counts up to a bound, and is greatest without one")
    func margin() {
        #expect(TreeEnsemble.margin(of: 3, over: [1, 2]) == 1)
        #expect(TreeEnsemble.margin(of: 3, over: [Double]()) == TreeEnsemble.mostMargin)
        #expect(TreeEnsemble.margin(of: 30, over: [1]) == TreeEnsemble.mostMargin)
        #expect(TreeEnsemble.margin(of: 1, over: [2]) == 0)
    }
}

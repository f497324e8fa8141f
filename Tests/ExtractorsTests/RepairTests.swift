import Invoicing
import Support
import Testing

@testable import Extractors

/// Letters and digits taken for each other in recognized print, put right where check digits leave one reading.
@Suite("Repairs by check digits") struct RepairTests {
    private func extract(_ lines: [[(Double, String)]], _ source: TextSource) throws -> Draft {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        return try #require(
            PageExtractor(schemas: schemas).extract([PrintedPage.page(1, lines, source: source)]))
    }

    private func vatIDs(_ text: String, _ source: TextSource) -> [PartyIdentifiers.Found] {
        PartyIdentifiers(PrintedPage.view([[(40, "Kraxi GmbH")], [(40, text)]], source: source)).vatIDs
    }

    @Test(
        "one look-alike in a VAT id is put right",
        arguments: [
            ("DEl36695976", "DE136695976"),
            ("IT O0743110157", "IT00743110157"), ("ESA588l8501", "ESA58818501"), ("ES858818501", "ESB58818501"),
            ("ATUl3585627", "ATU13585627"), ("NL0O4495445B01", "NL004495445B01"),
        ] as [(String, String)])
    func vatIDIsRepaired(_ printed: String, _ meant: String) {
        let value = Misread.repair(printed, as: VATID.self, keeping: 2)?.value
        #expect(value == meant)
    }

    @Test(
        "no repair of a VAT id",
        arguments: [
            ("digits are right", "DE136695976"), ("two places", "DEl3669S976"), ("a digit for a digit", "DE136695975"),
            ("the country", "0E136695976"), ("6 and 8 both pass", "EL1000b0000"),
            ("born before 1954: no check digit", "CZ53O101123"), ("nor in its first place", "CZS30101123"),
            ("a government department: none", "GBGD1O1"), ("not checked in this place", "SE1234567897O1"),
            ("no rule known", "EU3720O0041"), ("no rule known", "US12O456789"),
        ] as [(String, String)])
    func vatIDStays(_ why: String, _ printed: String) {
        #expect(Misread.repair(printed, as: VATID.self, keeping: 2) == nil, "\(why)")
    }

    @Test("both readings that make an id ambiguous do pass")
    func ambiguous() { #expect(VATID.isValid("EL100060000") && VATID.isValid("EL100080000")) }

    @Test("a repaired VAT id keeps its print, says what was repaired, and is less sure")
    func evidence() throws {
        let lines: (String) -> [[(Double, String)]] = { number in
            [
                [(40, "Kraxi GmbH")], [(40, "Invoice")], [(40, "VAT ID: \(number)")],
                [(300, "Total"), (480, "105.00")],
            ]
        }
        let plain = try #require(try extract(lines("DE136695976"), .ocr).fields[.supplierVATID])
        let repaired = try #require(try extract(lines("DEl36695976"), .ocr).fields[.supplierVATID])
        #expect(repaired.value == "DE136695976" && plain.value == repaired.value)
        #expect(repaired.evidence?.printed == "DEl36695976")
        #expect(repaired.evidence?.reason == "repaired: l in place 3 stands for 1, checksum is then right")
        #expect(repaired.confidence < plain.confidence)
        #expect(plain.evidence?.reason?.contains("repaired") == false)
    }

    @Test("only recognized VAT ids are repaired, also when printed in groups, and only where VAT is spoken of")
    func vatIDInDocument() throws {
        #expect(vatIDs("VAT ID: DEl36695976", .ocr).map(\.value) == ["DE136695976"])
        #expect(vatIDs("VAT ID: DE 136 69S 976", .ocr).map(\.value) == ["DE136695976"])
        #expect(vatIDs("VAT ID: DEl36695976", .text).contains { $0.repair != nil || $0.isValid } == false)
        #expect(vatIDs("Article DEl36695976", .ocr).contains { $0.repair != nil } == false)
        #expect(vatIDs("VAT ID: EL1000b0000", .ocr).contains { $0.repair != nil || $0.isValid } == false)
        #expect(vatIDs("VAT ID: CZ53O101123", .ocr).contains { $0.repair != nil || $0.isValid } == false)
    }

    @Test(
        "article numbers: the check digit tells 6 from 8 for b; two places and lengths without a rule stay",
        arguments: [
            ("40O6381333931", "4006381333931"), ("400638l333931", "4006381333931"), ("400b381333931", "4006381333931"),
            ("4006381333931", nil), ("4OO6381333931", nil), ("4006381333937", nil), ("4O06381333932", nil),
            ("4O0638133", nil),
        ] as [(String, String?)])
    func articleNumber(_ printed: String, _ meant: String?) {
        #expect(Misread.repair(printed, as: GTIN.self)?.value == meant)
    }

    private func articles(_ number: String, _ source: TextSource) throws -> [Field] {
        let lines: [[(Double, String)]] = [
            [(40, "Invoice")],
            [(40, "Pos"), (70, "EAN"), (170, "Description"), (320, "Quantity"), (400, "Unit price"), (500, "Amount")],
            [(40, "1"), (70, number), (170, "Hex bolt"), (330, "10"), (405, "2.50"), (500, "25.00")],
            [(40, "2"), (70, "4006381333931"), (170, "Torque wrench"), (330, "2"), (405, "40.00"), (500, "80.00")],
            [(320, "Total"), (500, "105.00")],
        ]
        return try extract(lines, source).lineItems.compactMap { $0[.gtin] }
    }

    @Test("an article number of a line is put right in recognized print only")
    func articleNumberInDocument() throws {
        let read = try articles("400638133393l", .ocr)
        #expect(read.map(\.value) == ["4006381333931", "4006381333931"])
        #expect(read.first?.evidence?.printed == "400638133393l")
        #expect(read.first?.evidence?.reason == "repaired: l in place 13 stands for 1, checksum is then right")
        #expect((read.first?.confidence ?? 1) < (read.last?.confidence ?? 0))
        #expect(try articles("400638133393l", .text).first?.value == "400638133393l")
    }
}

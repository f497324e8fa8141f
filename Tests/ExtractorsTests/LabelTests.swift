import Invoicing
import Testing

@testable import Extractors

@Suite("Labels") struct LabelTests {
    @Test(
        "folding leaves letters and digits",
        arguments: [
            ("Rechnungs-Nr.:", "rechnungsnr"), ("RECHNUNGSNR", "rechnungsnr"), ("N° TVA", "notva"), ("Größe", "grosse"),
            ("Échéance", "echeance"), ("Łódź", "lodz"), ("№ 5", "no5"), ("ﬁnal", "final"), ("—", ""),
        ])
    func folding(_ text: String, _ key: String) { #expect(Folding.key(text) == key) }

    private func rule(_ name: FieldName, _ labels: [String], weak: [String] = [], avoid: [String] = []) -> FieldRule {
        FieldRule(
            name: name, type: .amount, isRequired: false, labels: labels, weak: weak, avoid: avoid,
            pattern: nil)
    }

    private func hits(_ text: String, _ rules: [FieldRule]) -> [LabelHit] {
        Lexicon(rules).hits(in: Layout(PrintedPage.row(text)).rows[0], at: 0)
    }

    @Test("the longest label at a place wins")
    func longest() throws {
        let rules = [rule(.grossTotal, ["total"]), rule(.netTotal, ["total net"])]
        let hit = try #require(hits("Total net 12.00", rules).first)
        #expect(hit.strength(for: .netTotal) == .strong)
        #expect(hit.strength(for: .grossTotal) == nil)
        #expect(hit.tokens == 0..<2)
    }

    @Test("text that contains a label but means something else is told apart")
    func avoided() throws {
        let hit = try #require(hits("Total qty 12", [rule(.grossTotal, ["total"], avoid: ["total qty"])]).first)
        #expect(hit.strength(for: .grossTotal) == .avoid)
    }

    @Test("case, accents and punctuation do not matter; other words do")
    func spelling() {
        #expect(hits("ÉCHÉANCE : 5", [rule(.dueDate, ["échéance"])]).count == 1)
        #expect(hits("Echeancier 5", [rule(.dueDate, ["échéance"])]).isEmpty)
    }

    @Test(
        "post code and city",
        arguments: [
            ("12345 Berlin", "12345", "Berlin"), ("D-12345 Berlin", "12345", "Berlin"),
            ("00-950 Warszawa", "00-950", "Warszawa"),
            ("1234 AB Utrecht", "1234 AB", "Utrecht"), ("1000-205 Lisboa", "1000-205", "Lisboa"),
            ("Springfield, IL 62701", "62701", "Springfield"), ("London SW1A 1AA", "SW1A 1AA", "London"),
            ("Bengaluru 560001", "560001", "Bengaluru"),
        ])
    func postal(_ text: String, _ code: String, _ city: String) throws {
        let line = try #require(PostalLine.find(in: Layout(PrintedPage.row(text)).rows[0].tokens[...]))
        #expect(line.postCode == code)
        #expect(line.city == city)
    }

    @Test("no post code", arguments: ["HRB 12345 Musterstadt", "Tel. 12345 Berlin", "12345 EUR", "Milky Way 42"])
    func notPostal(_ text: String) {
        #expect(PostalLine.find(in: Layout(PrintedPage.row(text)).rows[0].tokens[...]) == nil)
    }
}

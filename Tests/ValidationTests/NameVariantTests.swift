import Invoicing
import Testing
import Validation

/// Generated spellings of invented companies: what is only spelled differently passes, what is another company never does.
@Suite("Names in many spellings") struct NameVariantTests {
    /// Pairs and triples here are near one another on purpose.
    static let companies = [
        "Müller Maschinenbau GmbH", "Müller Maschinenbau AG", "Möller Maschinenbau GmbH", "Miller Machinery Ltd",
        "Schmidt & Söhne GmbH & Co. KG", "Schmidt & Sohn GmbH", "Schmitt und Söhne OHG", "Gebrüder Øster ApS",
        "Deutsche Bahnservice AG", "Deutsche Bankservice AG", "Łódzki Transport Sp. z o.o.", "Lotzki Transport S.A.",
        "Société Générale d'Équipement S.A.S.", "Société Générale d'Emballage S.A.S.", "Peñarroya Talleres S.L.",
        "Ferreira & Irmãos Lda", "Ferreira Irmão Unipessoal Lda", "Rossi Meccanica S.p.A.", "Rossi Meccanica S.r.l.",
        "Van den Berg Techniek B.V.", "Van der Berg Techniek B.V.", "Smith Bros. International Inc.",
        "Smith & Co Ltd", "Smith Ltd", "Zürcher Präzision AG", "Zuger Präzision AG", "Ström Elektro AB",
        "Stroem Hydraulik AS", "Österreichische Bürobedarf GmbH", "Ostfriesische Bürobedarf GmbH",
        "St. Gallen Textil AG", "Straßenbau Weiß KG", "Strassenbau Weis KG", "Αθηναϊκή Τεχνική ΑΕ",
        "Северный Ветер ООО",
        "Kovács és Társa Kft.", "Horváth Gép Zrt.", "Dvořák Stroje s.r.o.", "Černý Kov a.s.", "Nordlys Data A/S",
    ]

    static let master = MasterData(
        suppliers: companies.enumerated().map { Supplier(id: "S\($0.offset)", name: $0.element) })
    static let directory = PartyDirectory(master)

    /// Spellings that mean the same company.
    static func spellings(of name: String) -> Set<String> {
        let plain = String(name.map { marks[$0] ?? String($0) }.joined())
        let spelled = String(name.map { umlauts[$0] ?? String($0) }.joined())
        var spellings: Set<String> = [name, name.uppercased(), name.lowercased(), plain, plain.uppercased()]
        if umlauts.keys.contains(where: name.contains) { spellings.formUnion([spelled, spelled.uppercased()]) }
        for base in [name, plain] {
            spellings.insert(base.replacing("&", with: "und"))
            spellings.insert(base.replacing(" & ", with: " + "))
            spellings.insert(base.replacing(".", with: ""))
            spellings.insert(base.replacing(" ", with: "  ") + ",")
            spellings.insert(base.replacing("GmbH", with: "Gesellschaft mbH").replacing("Ltd", with: "Limited"))
            spellings.insert(base.replacing("AG", with: "Aktiengesellschaft").replacing("Inc.", with: "Incorporated"))
            spellings.insert(base.replacing("Bros.", with: "Brothers").replacing("Gebrüder", with: "Gebr."))
            spellings.insert(base.replacing("St. ", with: "Sankt ").replacing("Kft.", with: "KFT"))
            spellings.insert(base.replacing("International", with: "Int'l").replacing("S.p.A.", with: "SpA"))
            spellings.insert(base.replacing("-", with: " ").replacing("'", with: "’"))
        }
        return spellings.union(spellings.map { $0.uppercased() }).union(spellings.map { $0.lowercased() })
    }

    /// Slips of a scanner or a typist: one letter left out, doubled or swapped inside words of six letters and more.
    static func slips(of name: String) -> Set<String> {
        let letters = Array(name)
        var slips: Set<String> = []
        for word in name.split(separator: " ") where word.count >= 6 {
            let start = name.distance(from: name.startIndex, to: word.startIndex)
            for place in [start + 2, start + 3, start + 4] {
                slips.insert(String(letters[..<place] + letters[(place + 1)...]))
                slips.insert(String(letters[...place] + letters[place...]))
                slips.insert(
                    String(letters[..<place] + [letters[place + 1], letters[place]] + letters[(place + 2)...]))
            }
        }
        return slips
    }

    @Test func onlySpelledDifferentlyPasses() throws {
        var count = 0
        for (index, company) in Self.companies.enumerated() {
            for spelling in Self.spellings(of: company) {
                count += 1
                let found = try supplier(spelling)
                #expect(found.match?.id == "S\(index)" && found.told.isEmpty, "\(spelling) is \(company)")
            }
        }
        #expect(count >= 500)
    }

    @Test func aSlipGoesToAPersonWithTheRightNameAmongThree() throws {
        var (count, offered) = (0, 0)
        for (index, company) in Self.companies.enumerated() {
            for slip in Self.slips(of: company) where !Self.companies.contains(slip) {
                count += 1
                let found = try supplier(slip)
                // Never passed as another company; a slip may fall on the same folded name, then it is that company.
                #expect(
                    !found.told.isEmpty || found.match?.id == "S\(index)", "\(slip) is not \(found.match?.name ?? "")")
                if found.told.isEmpty || found.message.contains("(S\(index),") { offered += 1 }
            }
        }
        #expect(count >= 500)
        #expect(Double(offered) >= 0.97 * Double(count), "\(offered) of \(count)")
    }

    @Test func noCompanyPassesForAnother() throws {
        for (index, company) in Self.companies.enumerated() {
            var others = Self.master
            others.suppliers.remove(at: index)
            let view = InvoiceView(Draft([.supplierName: company]), today: try #require(Day.testing))
            let found = PartyDirectory(others).supplier(of: view)
            #expect(!found.findings.isEmpty, "\(company) passed for \(found.match?.name ?? "")")
        }
    }

    private func supplier(_ name: String) throws -> (match: PartyMatch?, told: [String], message: String) {
        let view = InvoiceView(Draft([.supplierName: name]), today: try #require(Day.testing))
        let found = Self.directory.supplier(of: view)
        return (found.match, told(found.findings), found.findings.first?.message ?? "")
    }

    static let umlauts: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "ß": "ss",
    ]
    static let marks: [Character: String] = [
        "ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ø": "o", "Ø": "O", "ß": "ss", "é": "e", "É": "E",
        "ñ": "n", "ã": "a", "Ł": "L", "ó": "o", "á": "a", "ř": "r", "Č": "C", "ý": "y", "è": "e", "à": "a",
    ]
}

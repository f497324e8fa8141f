import Invoicing
import Testing

@Suite("CountryCode") struct CountryCodeTests {
    @Test(
        "names in many languages",
        arguments: [
            ("Germany", "DE"), ("DEUTSCHLAND", "DE"), ("Allemagne", "DE"), ("Duitsland", "DE"), ("Alemania", "DE"),
            ("Germania", "DE"), ("Alemanha", "DE"), ("Niemcy", "DE"), ("Österreich", "AT"), ("Osterreich", "AT"),
            ("Oesterreich", "AT"), ("Etats-Unis", "US"), ("États Unis", "US"), ("The  Netherlands", "NL"), ("UK", "GB"),
            ("U.K.", "GB"), ("el", "GR"), ("Ελλάδα", "GR"), ("Česká republika", "CZ"), ("België", "BE"), ("fr", "FR"),
            ("CHE", "CH"), ("Côte", nil), ("Georgia Street", nil), ("ZZ", nil), ("", nil),
        ])
    func alpha2(_ row: (String, String?)) { #expect(CountryCode.alpha2(row.0) == row.1) }
}

@Suite("LatinFolding") struct LatinFoldingTests {
    @Test(
        "marks go, both umlaut spellings",
        arguments: [
            ("Müller", "muller", "mueller"), ("Mu\u{308}ller", "muller", "mueller"), ("Straße", "strasse", "strasse"),
            ("Łódź", "lodz", "lodz"), ("Ørsted", "orsted", "oersted"), ("Αθήνα", "athina", "athina"),
            ("Москва", "moskva", "moskva"), ("O'Neill", "oneill", "oneill"), ("GROẞ", "gross", "gross"),
            ("Çelik", "celik", "celik"), ("İstanbul", "istanbul", "istanbul"), ("ΜΆΡΚΟΣ", "markos", "markos"),
        ])
    func fold(_ row: (String, String, String)) {
        #expect(LatinFolding.fold(row.0) == row.1)
        #expect(LatinFolding.fold(row.0, .spelledOut) == row.2)
    }
}

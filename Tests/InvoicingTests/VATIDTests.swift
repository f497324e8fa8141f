import Invoicing
import Testing

@Suite("VATID") struct VATIDTests {
    /// Examples of VIES' and the states' own publications, as python-stdnum 2.2 collects them.
    static let right = [
        "ATU13585627", "BE0428759497", "BE403019261", "BE1008770108", "BG175074752", "BG7523169263", "BG8032056031",
        "CY10259033P", "CZ25123891", "CZ7103192745", "CZ640903926", "DE136695976", "DK13585628", "EE100931558",
        "EE100594102", "EL094259216", "GR023456780", "ESB58378431", "ES54362315K", "ESX2482300W", "ESJ99216582",
        "FI20774740", "FR40303265045", "FR23334175221", "FRK7399859412", "FR4Z123456782", "GB980780684", "XI110305878",
        "GBGD001", "GBHA500", "HR33392005961", "HU12892312", "IE6433435F", "IE6433435OA", "IE8D79739I", "IT00743110157",
        "LT119511515", "LT100001919017", "LU15027442", "LV40003521600", "LV16117519997", "MT11679112",
        "NL004495445B01", "NL002455799B11", "PL8567346215", "PT501964843", "RO18547290", "SE123456789701",
        "SI50223054", "SK2022749619", "CHE107787577IVA", "CHE100155212", "NO995525828MVA", "NO995525828",
    ]

    @Test(arguments: right) func published(_ number: String) { #expect(VATID.check(number) == .valid) }

    private static let allowed: [Substring: Int] = ["BG": 2, "GB": 1, "XI": 1, "NL": 1]

    /// Every rule here sees a changed last digit, unless a second rule of the same country takes it.
    @Test(arguments: right.filter { !["GBGD001", "GBHA500"].contains($0) })
    func lastDigitChanged(_ number: String) {
        var bytes = Array(number.utf8)
        let searched = number.hasPrefix("NL") ? bytes.firstIndex(of: UInt8(ascii: "B")) : bytes.endIndex
        guard let index = bytes[..<(searched ?? 0)].lastIndex(where: { (0x30...0x39).contains($0) }) else { return }
        let place = number.hasPrefix("SE") ? index - 2 : index
        let own = bytes[place]
        var accepted = 0
        for digit in UInt8(0x30)...0x39 where digit != own {
            bytes[place] = digit
            if VATID.isValid(String(decoding: bytes, as: UTF8.self)) { accepted += 1 }
        }
        // Ten-digit Bulgarian numbers have three rules, GB three remainders, NL two.
        #expect(accepted <= (Self.allowed[number.prefix(2)] ?? 0))
    }

    @Test(
        "wrong check digits are told from a wrong format",
        arguments: [
            ("DE136695978", IdentifierCheck.wrongChecksum), ("ATU13585626", .wrongChecksum),
            ("FR41303265045", .wrongChecksum), ("IT00743110158", .wrongChecksum), ("NL004495446B01", .wrongChecksum),
            ("CHE107787578MWST", .wrongChecksum), ("NO995525829MVA", .wrongChecksum), ("IE6433436F", .wrongChecksum),
            ("DE13669597", .wrongFormat), ("DE036695976", .wrongFormat), ("ATX13585627", .wrongFormat),
            ("US123456789", .wrongFormat), ("Rechnung", .wrongFormat), ("", .wrongFormat),
            ("NL004495445C01", .wrongFormat),
            ("CHE107787577ABC", .wrongFormat), ("DE000000000", .wrongFormat),
        ])
    func kinds(_ row: (String, IdentifierCheck)) { #expect(VATID.check(row.0) == row.1) }

    @Test(
        "as printed",
        arguments: [
            ("DE 136 695 976", "DE136695976"), ("de136695976", "DE136695976"),
            ("CHE-107.787.577 IVA", "CHE107787577IVA"),
            ("NO 995 525 828 MVA", "NO995525828MVA"), ("995 525 828 MVA", "NO995525828MVA"),
            ("NL 0044.95.445.B01", "NL004495445B01"), ("ESB-58378431", "ESB58378431"),
        ])
    func normalised(_ row: (String, String)) { #expect(VATID.normalised(row.0) == row.1) }

    @Test(
        "one registration, one comparable text",
        arguments: [
            ("GR023456780", "EL023456780"), ("CHE107787577MWST", "CHE-107.787.577 TVA"),
            ("NO995525828", "NO995525828MVA"),
            ("BE403019261", "BE0403019261"),
        ])
    func comparable(_ row: (String, String)) {
        #expect(VATID.comparable(row.0) != nil)
        #expect(VATID.comparable(row.0) == VATID.comparable(row.1))
    }

    @Test func prefixIsAddedOnlyToValidNumbers() {
        #expect(VATID.completed("00743110157", country: "IT") == "IT00743110157")
        #expect(VATID.completed("00743110158", country: "IT") == nil)
        #expect(VATID.completed("00743110157", country: "DE") == nil)
        #expect(VATID.country("EL023456780") == "GR")
    }
}

import Invoicing
import Testing

/// Numbers on payment slips and goods, and tax numbers outside Europe.
@Suite("Reference numbers") struct ReferenceNumberTests {
    @Test(
        "BIC",
        arguments: [
            ("DEUTDEFF", IdentifierCheck.valid), ("deutdeff500", .valid), ("COBA DE FF XXX", .valid),
            ("NEDSZAJJXXX", .valid),
            ("DEUTXXFF", .wrongFormat), ("DEUTDEF", .wrongFormat), ("D3UTDEFF", .wrongFormat),
            ("DEUTDEFF5", .wrongFormat),
        ])
    func bic(_ row: (String, IdentifierCheck)) { #expect(BIC.check(row.0) == row.1) }

    @Test(
        "GTIN",
        arguments: [
            ("4006381333931", IdentifierCheck.valid), ("96385074", .valid), ("036000291452", .valid),
            ("10614141000415", .valid), ("4006381333932", .wrongChecksum), ("96385075", .wrongChecksum),
            ("400638133393", .wrongChecksum), ("123456789", .wrongFormat), ("00000000", .wrongFormat),
            ("40063813339A1", .wrongFormat),
        ])
    func gtin(_ row: (String, IdentifierCheck)) { #expect(GTIN.check(row.0) == row.1) }

    @Test(
        "RF reference",
        arguments: [
            ("RF18539007547034", IdentifierCheck.valid), ("RF18 5390 0754 7034", .valid), ("RF712348231", .valid),
            ("RF19539007547034", .wrongChecksum), ("RF18", .wrongFormat), ("18539007547034", .wrongFormat),
        ])
    func creditorReference(_ row: (String, IdentifierCheck)) { #expect(CreditorReference.check(row.0) == row.1) }

    @Test(
        "Swiss QR reference",
        arguments: [
            ("21 00000 00003 13947 14300 09017", IdentifierCheck.valid),
            ("210000000003139471430009018", .wrongChecksum),
            ("000000000000000000000000000", .wrongFormat), ("2100000000031394714300090", .wrongFormat),
        ])
    func qrReference(_ row: (String, IdentifierCheck)) { #expect(QRReference.check(row.0) == row.1) }

    @Test(
        "KID",
        arguments: [
            ("1234567897", IdentifierCheck.valid), ("12345678903", .valid), ("1234567898", .wrongChecksum),
            ("1", .wrongFormat),
            ("12345678901234567890123456", .wrongFormat), ("6-", .valid), ("7-", .wrongChecksum),
        ])
    func kid(_ row: (String, IdentifierCheck)) { #expect(KID.check(row.0) == row.1) }

    @Test(
        "GSTIN",
        arguments: [
            ("27AAPFU0939F1ZV", IdentifierCheck.valid), ("27AAPFU0939F1ZO", .wrongChecksum),
            ("29AAGCB7383J1Z4", .valid),
            ("27AAPFU0939F1Z", .wrongFormat), ("40AAPFU0939F1ZV", .wrongFormat), ("27AAPFU0939F1AV", .wrongFormat),
        ])
    func gstin(_ row: (String, IdentifierCheck)) { #expect(GSTIN.check(row.0) == row.1) }

    @Test(
        "ABN",
        arguments: [
            ("83 914 571 673", IdentifierCheck.valid), ("51824753556", .valid), ("99999999999", .wrongChecksum),
            ("5182475355", .wrongFormat),
        ])
    func abn(_ row: (String, IdentifierCheck)) { #expect(ABN.check(row.0) == row.1) }
}

import Invoicing
import Testing

@Suite("IBAN") struct IBANTests {
    /// Examples of the SWIFT IBAN Registry.
    static let right = [
        "AD1200012030200359100100", "AE070331234567890123456", "AL47212110090000000235698741", "AT611904300234573201",
        "BE68539007547034", "BG80BNBG96611020345678", "BR1800360305000010009795493C1", "CH9300762011623852957",
        "CY17002001280000001200527600", "CZ6508000000192000145399", "DE89370400440532013000", "DK5000400440116243",
        "EE382200221020145685", "ES9121000418450200051332", "FI2112345600000785", "FR1420041010050500013M02606",
        "GB29NWBK60161331926819", "GR1601101250000000012300695", "HR1210010051863000160",
        "HU42117730161111101800000000", "IE29AIBK93115212345678", "IT60X0542811101000000123456",
        "LI21088100002324013AA", "LT121000011101001000", "LU280019400644750000", "LV80BANK0000435195001",
        "MC5811222000010123456789030", "MT84MALT011000012345MTLCAST001S", "NL91ABNA0417164300", "NO9386011117947",
        "PL61109010140000071219812874", "PT50000201231234567890154", "RO49AAAA1B31007593840000",
        "SA0380000000608010167519", "SE4550000000058398257466", "SI56191000000123438", "SK3112000000198742637541",
        "SM86U0322509800000000270100", "TR330006100519786457841326", "UA213223130000026007233566001",
        "XK051212012345678906",
    ]

    @Test(arguments: right) func registryExampleHolds(_ iban: String) {
        #expect(IBAN.check(iban) == .valid)
        #expect(IBAN.country(iban) == String(iban.prefix(2)))
        #expect(IBAN.length(inCountry: String(iban.prefix(2))) == iban.count)
    }

    @Test(arguments: right) func anyOtherCheckDigitsFail(_ iban: String) {
        let own = iban.dropFirst(2).prefix(2)
        for number in 0...99 {
            let digits = (number < 10 ? "0" : "") + String(number)
            guard digits != own else { continue }
            // 97 remainders for 100 pairs: only digits 97 apart from the right ones are as good.
            let asGood = abs(number - (Int(own) ?? 0)) == 97
            #expect(IBAN.isValid(iban.prefix(2) + digits + iban.dropFirst(4)) == asGood)
        }
    }

    @Test(
        "separators and case do not matter",
        arguments: [
            "DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89-3704-0044-0532-0130-00",
            "DE89\u{A0}3704\u{202F}0044 0532 0130 00",
        ])
    func separators(_ text: String) { #expect(IBAN.normalised(text) == "DE89370400440532013000") }

    @Test(
        "neither length, country nor structure may differ",
        arguments: [
            "", "DE", "DE8937040044053201300", "DE893704004405320130000", "ZZ89370400440532013000",
            "DE8937040044053201300A", "NL9100000417164300", "GB29NWBK6016133192681Ä", "DEXX370400440532013000",
        ])
    func format(_ text: String) { #expect(IBAN.check(text) == .wrongFormat) }

    static let repairs: [(String, String?)] = [
        // A letter where the country has digits.
        ("DE89 37O4 0044 0532 0130 00", "DE89370400440532013000"),
        ("DEB9 3704 0044 0532 0I30 00", "DE89370400440532013000"),
        // A digit where it has letters.
        ("GB82 WE5T 1234 5698 7654 32", "GB82WEST12345698765432"),
        // Right already: nothing to repair.
        ("DE89 3704 0044 0532 0130 00", nil),
        // A digit taken for another one is no matter for guesses.
        ("DE89 3704 0044 0532 0130 08", nil),
        // The letter is repaired and the checksum still fails.
        ("DE89 37O4 0044 0532 0130 08", nil),
        // No digit looks like it.
        ("DE89 37X4 0044 0532 0130 00", nil),
    ]
    @Test(arguments: repairs) func repaired(_ printed: String, _ account: String?) {
        #expect(IBAN.repaired(printed) == account)
    }

    @Test(
        "what a country leaves out at home is put before an account that its checksum proves",
        arguments: [
            ("61 1090 1014 0000 0712 1981 2874", "PL", "PL61109010140000071219812874"),
            ("0002 0123 1234 5678 901 54", "PT", "PT50000201231234567890154"),
            ("26330-0012039086", "SI", "SI56263300012039086"),
            ("61 1090 1014 0000 0712 1981 2875", "PL", nil), ("370400440532013000", "DE", nil),
        ] as [(String, String, String?)])
    func completed(_ account: String, _ country: String, _ whole: String?) {
        #expect(IBAN.completed(account, country: country) == whole)
    }
}

import Invoicing
import Testing
import Validation

@Suite("Parties") struct PartyTests {
    static let master = MasterData(
        suppliers: [
            Supplier(
                id: "S1", name: "Quarzwerk Müller GmbH", aliases: ["QWM Technik"], vatID: "DE136695976",
                taxNumber: "214/5512/99220", ibans: ["DE89370400440532013000"], emailDomains: ["quarzwerk.example"],
                country: "DE"),
            Supplier(
                id: "S2", name: "Brackwasser & Söhne KG", vatID: "ATU13585627", ibans: ["AT611904300234573201"],
                emailDomains: ["brackwasser.example"], country: "AT"),
            Supplier(id: "S3", name: "Nordlicht Ltd", country: "GB"),
            Supplier(id: "S4", name: "Doppel GmbH", ibans: ["NL91ABNA0417164300"], country: "NL"),
            Supplier(id: "S5", name: "Doppel GmbH", country: "DE"),
        ],
        customers: [
            Customer(
                id: "C1", name: "Torfhaus AG", aliases: ["TH Energie"], vatID: "CHE-107.787.577 MWST", country: "CH"),
            Customer(id: "C2", name: "Torfhaus India Pvt Ltd", vatID: "27AAPFU0939F1ZV", country: "IN"),
        ])

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fields: [FieldName: String]
        let match: String?
        let told: [String]
        init(_ sentence: String, _ fields: [FieldName: String], _ match: String?, _ told: String...) {
            (testDescription, self.fields, self.match, self.told) = (sentence, fields, match, told)
        }
    }

    static let suppliers: [Case] = [
        Case("VAT id and name", [.supplierName: "Quarzwerk Müller GmbH", .supplierVATID: "DE 136695976"], "S1 vat-id"),
        Case(
            "a near name is no matter where the VAT id is known",
            [.supplierName: "Quarzwerk Muler GmbH", .supplierVATID: "DE136695976"], "S1 vat-id"),
        Case(
            "VAT id beats a name that is nobody's",
            [.supplierName: "Holding Alpha", .supplierVATID: "DE136695976"], "S1 vat-id",
            "supplier-name-differs:warning"),
        Case(
            "VAT id of one, name of another",
            [.supplierName: "Brackwasser und Söhne KG", .supplierVATID: "DE136695976"], "S1 vat-id",
            "supplier-contradiction:blocker"),
        Case("tax number", [.supplierName: "Quarzwerk Müller", .supplierTaxNumber: "214 5512 99220"], "S1 tax-number"),
        Case("name", [.supplierName: "QUARZWERK MUELLER GMBH"], "S1 name"),
        Case("name without legal form", [.supplierName: "Quarzwerk Muller"], "S1 name"),
        Case("alias", [.supplierName: "QWM-Technik"], "S1 alias"),
        Case(
            "an alias does not lend itself to another legal form", [.supplierName: "QWM Technik e.K."],
            "S1 similar-name",
            "supplier-similar:review"),
        Case("connecting words", [.supplierName: "Brackwasser u. Soehne KG"], "S2 name"),
        Case(
            "another legal form is another company", [.supplierName: "Quarzwerk Müller AG"], "S1 similar-name",
            "supplier-similar:review"),
        Case("a near name", [.supplierName: "Quarzwerk Miller GmbH"], "S1 similar-name", "supplier-similar:review"),
        Case("a name nobody has", [.supplierName: "Sonnenhof Gastronomie"], nil, "supplier-unknown:review"),
        Case("nothing is printed", [:], nil),
        Case(
            "the name is known, the VAT id is another's",
            [.supplierName: "Quarzwerk Müller GmbH", .supplierVATID: "FR40303265045"], "S1 name",
            "supplier-contradiction:blocker"),
        Case(
            "the name is known, the VAT id misread",
            [.supplierName: "Quarzwerk Müller GmbH", .supplierVATID: "DE136695978"], "S1 name",
            "supplier-contradiction:review"),
        Case(
            "only the account is known", [.supplierName: "Sonnenhof", .supplierIBAN: "DE89370400440532013000"],
            "S1 iban",
            "supplier-similar:review"),
        Case(
            "only the mail domain is known", [.supplierName: "Sonnenhof", .supplierEmail: "re@mail.quarzwerk.example"],
            "S1 email-domain", "supplier-similar:review"),
        Case("one name, two suppliers", [.supplierName: "Doppel GmbH"], "S4 similar-name", "supplier-similar:review"),
        Case(
            "one name, two suppliers, one account",
            [.supplierName: "Doppel GmbH", .supplierIBAN: "NL91ABNA0417164300"], "S4 name"),
        Case(
            "the supplier is ourselves", [.supplierName: "Torfhaus AG", .supplierVATID: "CHE107787577"], nil,
            "supplier-is-ourselves:blocker"),
        Case(
            "another account", [.supplierName: "Brackwasser & Söhne KG", .supplierIBAN: "AT021100000012345678"],
            "S2 name",
            "iban-differs:blocker"),
        Case(
            "another account abroad", [.supplierName: "Brackwasser & Söhne KG", .supplierIBAN: "FI2112345600000785"],
            "S2 name", "iban-differs:blocker", "iban-country-differs:warning"),
        Case(
            "the account of another supplier",
            [.supplierName: "Quarzwerk Müller GmbH", .supplierIBAN: "AT611904300234573201"], "S1 name",
            "iban-of-another-supplier:blocker"),
        Case(
            "a first account", [.supplierName: "Nordlicht Limited", .supplierIBAN: "GB29NWBK60161331926819"], "S3 name",
            "iban-not-on-record:review"),
    ]
    @Test(arguments: suppliers) func supplier(_ example: Case) throws {
        let view = InvoiceView(Draft(example.fields), today: try #require(Day.testing))
        let found = PartyDirectory(Self.master).supplier(of: view)
        #expect(told(found.findings) == example.told)
        #expect(found.match.map { "\($0.id) \($0.basis.rawValue)" } == example.match)
    }

    static let customers: [Case] = [
        Case(
            "VAT id in another spelling", [.customerName: "Torfhaus AG", .customerVATID: "CHE-107.787.577"], "C1 vat-id"
        ),
        Case("alias", [.customerName: "TH ENERGIE"], "C1 alias"),
        Case(
            "VAT id with a name of ours that is another",
            [.customerName: "Torfhaus India Private Limited", .customerVATID: "CHE107787577"], "C1 vat-id",
            "customer-contradiction:blocker"),
        Case(
            "VAT id with a stranger's name", [.customerName: "Max Moos", .customerVATID: "CHE107787577"], "C1 vat-id",
            "customer-name-differs:warning"),
        Case(
            "our name, another VAT id", [.customerName: "Torfhaus AG", .customerVATID: "ATU13585627"], "C1 name",
            "customer-contradiction:review"),
        Case("a near name", [.customerName: "Torfaus AG"], "C1 similar-name", "customer-similar:review"),
        Case("somebody else", [.customerName: "Heidehof GmbH"], nil, "addressed-to-somebody-else:blocker"),
        Case("somebody else's VAT id only", [.customerVATID: "ATU13585627"], nil, "addressed-to-somebody-else:blocker"),
        Case("nobody is named", [:], nil, "customer-not-stated:info"),
    ]
    @Test(arguments: customers) func customer(_ example: Case) throws {
        let view = InvoiceView(Draft(example.fields), today: try #require(Day.testing))
        let found = PartyDirectory(Self.master).customer(of: view)
        #expect(told(found.findings) == example.told)
        #expect(found.match.map { "\($0.id) \($0.basis.rawValue)" } == example.match)
    }

    @Test func withoutMasterDataEachGroupSaysSoOnce() throws {
        let report = Validator(directory: PartyDirectory(MasterData())).check(
            Draft(Draft.clean), today: try #require(Day.testing))
        #expect(told(report.findings) == ["suppliers-not-checked:info", "customers-not-checked:info"])
    }
}

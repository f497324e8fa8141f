import Invoicing
import Testing
import Validation

@Suite("Rules") struct RuleTests {
    /// Changes to the clean invoice (an empty value takes a field away) and all the findings they make.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var fields: [FieldName: String] = [:]
        var lines = Draft.cleanLines
        var taxes = Draft.cleanTaxes
        var allowances: [[FieldName: String]] = []
        var told: [String] = []

        init(
            _ sentence: String, _ fields: [FieldName: String] = [:], lines: [[FieldName: String]] = Draft.cleanLines,
            taxes: [[FieldName: String]] = Draft.cleanTaxes, allowances: [[FieldName: String]] = [], _ told: String...
        ) {
            testDescription = sentence
            (self.fields, self.lines, self.taxes, self.allowances, self.told) = (fields, lines, taxes, allowances, told)
        }
    }

    static let sums: [Case] = [
        Case("a clean invoice is not talked about"),
        Case("lines against their stated sum", [.lineNetTotal: "100.00"]),
        Case("the stated sum is wrong", [.lineNetTotal: "90.00"], "BR-CO-10:blocker", "BR-CO-13:blocker"),
        Case(
            "no sums: nothing to hold lines against",
            [.netTotal: "", .taxTotal: "", .grossTotal: "119.00"], taxes: Draft.cleanTaxes),
        Case("a line short of the net total", lines: [Draft.cleanLines[0]], "BR-CO-10:blocker"),
        Case(
            "a cent a line is rounding", [.netTotal: "100.02", .grossTotal: "119.02", .amountDue: "119.02"], taxes: [],
            "rounding:info"),
        Case(
            "three cents on two lines are not", [.netTotal: "100.03", .grossTotal: "119.03", .amountDue: "119.03"],
            taxes: [], "BR-CO-10:blocker"),
        Case(
            "lines whose amounts include tax",
            lines: [[.quantity: "1", .unitPrice: "119.00", .netAmount: "119.00"]], "lines-with-tax:info"),
        Case("a heading between the lines has no amount", lines: Draft.cleanLines + [[.description: "Material"]]),
        Case(
            "a line without amount silences the sum",
            lines: Draft.cleanLines + [[.quantity: "3", .unitPrice: "5.00"]]),
        Case(
            "only the total is known, and lines do not make it",
            [.netTotal: "", .taxTotal: "", .amountDue: ""], lines: [[.netAmount: "50.00"]], taxes: [], "BR-CO-10:review"
        ),
        Case(
            "only the total is known, and lines make it",
            [.netTotal: "", .taxTotal: "", .amountDue: ""], lines: [[.netAmount: "119.00"]], taxes: []),
        Case("net plus tax is not the total", [.grossTotal: "129.00", .amountDue: "129.00"], "BR-CO-15:blocker"),
        Case("no tax is stated: the total proves nothing", [.taxTotal: ""], taxes: []),
        Case(
            "tax by rate stands in for its total",
            [.taxTotal: "", .grossTotal: "120.00", .amountDue: "120.00"], "BR-CO-15:blocker"),
        Case(
            "taxes by rate are not their total", [.taxTotal: "19.00"],
            taxes: [[.taxBase: "100.00", .taxRate: "18", .taxAmount: "18.00"]], "BR-CO-14:blocker",
            "tax-rate-unusual:warning"),
        Case(
            "allowances and charges make the net total",
            [
                .lineNetTotal: "100.00", .allowanceTotal: "10.00", .chargeTotal: "5.00", .netTotal: "95.00",
                .taxTotal: "18.05", .grossTotal: "113.05", .amountDue: "113.05",
            ], taxes: [],
            allowances: [
                [.amount: "10.00", .allowanceOrCharge: "allowance"], [.amount: "5.00", .allowanceOrCharge: "charge"],
            ]),
        Case(
            "an allowance short of the total of allowances",
            [
                .allowanceTotal: "10.00", .netTotal: "90.00", .taxTotal: "17.10",
                .grossTotal: "107.10", .amountDue: "107.10",
            ], taxes: [],
            allowances: [[.amount: "8.00", .allowanceOrCharge: "allowance"]], "BR-CO-11:blocker"),
        Case(
            "a charge short of the total of charges",
            [
                .chargeTotal: "10.00", .netTotal: "110.00", .taxTotal: "20.90",
                .grossTotal: "130.90", .amountDue: "130.90",
            ], taxes: [],
            allowances: [[.amount: "8.00", .allowanceOrCharge: "charge"]], "BR-CO-12:blocker"),
        Case("part was paid before", [.prepaidAmount: "19.00", .amountDue: "100.00"]),
        Case("part was paid before, printed with a minus", [.prepaidAmount: "-19.00", .amountDue: "100.00"]),
        Case("the amount due is another", [.amountDue: "109.00"], "BR-CO-16:review"),
        Case("more is due than the total", [.amountDue: "129.00"], "BR-CO-16:blocker"),
        Case("the total itself is rounded", [.grossTotal: "120.00", .roundingAmount: "1.00", .amountDue: "120.00"]),
        Case("an old balance is in the amount due", [.amountDue: "169.00", .previousBalance: "50.00"]),
        Case("rounded to five Rappen", [.roundingAmount: "0.02", .amountDue: "119.02"]),
        Case(
            "three decimals: a thousand's mark was taken for the point",
            [.grossTotal: "1.190", .netTotal: "", .taxTotal: "", .amountDue: ""], lines: [], taxes: []),
        Case(
            "three decimals that mean something",
            [.grossTotal: "1.195", .netTotal: "", .taxTotal: "", .amountDue: ""], lines: [], taxes: [],
            "BR-DEC-14:blocker"),
        Case(
            "yen have none", [.currency: "JPY", .grossTotal: "119.50", .netTotal: "", .taxTotal: "", .amountDue: ""],
            lines: [], taxes: [], "BR-DEC-14:blocker"),
        Case(
            "a line amount with four decimals", lines: [[.netAmount: "99.9999"], [.netAmount: "0.0001"]],
            "BR-DEC-23:warning"),
    ]
    @Test(arguments: sums) func tellsSums(_ example: Case) throws { try check(example) }

    static let dates: [Case] = [
        Case("due before it was issued", [.dueDate: "2026-02-28"], "due-before-invoice:review"),
        Case("due on the day", [.dueDate: "2026-03-01"]),
        Case("no due date but terms", [.dueDate: "", .paymentTerms: "30 days"]),
        Case("neither due date nor terms", [.dueDate: ""], "BR-CO-25:warning"),
        Case("nothing is due", [.dueDate: "", .amountDue: ""]),
        Case("due in two years", [.dueDate: "2028-03-01"], "due-date-far:warning"),
        Case("dated tomorrow", [.invoiceDate: "2026-04-02", .dueDate: "2026-04-30"]),
        Case("dated next week", [.invoiceDate: "2026-04-08", .dueDate: "2026-04-30"], "invoice-date-future:review"),
        Case("dated four years ago", [.invoiceDate: "2022-03-01", .dueDate: "2022-03-31"], "invoice-date-old:review"),
        Case("delivered last month", [.deliveryDate: "2026-02-01"]),
        Case("delivered three years before", [.deliveryDate: "2023-02-01"], "delivery-date-far:warning"),
        Case(
            "a period that ends before it begins",
            [.servicePeriodStart: "2026-02-28", .servicePeriodEnd: "2026-02-01"],
            "BR-29:review"),
        Case("a period without end", [.servicePeriodStart: "2026-02-28"]),
        Case("a date that is none", [.dueDate: "soon"], "unreadable-value:blocker"),
    ]
    @Test(arguments: dates) func tellsDates(_ example: Case) throws { try check(example) }

    static let present: [Case] = [
        Case("no number", [.invoiceNumber: ""], "missing-invoice_number:blocker"),
        Case("no date", [.invoiceDate: ""], "missing-invoice_date:blocker"),
        Case("no supplier", [.supplierName: " "], "missing-supplier_name:blocker"),
        Case("no total", [.grossTotal: ""], "missing-gross_total:blocker"),
        Case("no currency", [.currency: ""], "missing-currency:blocker"),
        Case("no such currency", [.currency: "EURO"], "currency-unknown:blocker"),
        Case("a total that is no number", [.grossTotal: "119,00"], "unreadable-value:blocker"),
        Case(
            "nothing to identify the supplier by", [.supplierVATID: "", .supplierIBAN: "", .supplierBIC: ""],
            "BR-CO-26:warning"),
    ]
    @Test(arguments: present) func tellsPresent(_ example: Case) throws { try check(example) }

    static let lines: [Case] = [
        Case(
            "quantity times price is not the amount",
            lines: [[.quantity: "2", .unitPrice: "35.00", .netAmount: "60.00"], Draft.cleanLines[1]],
            "line-arithmetic:review"),
        Case("no price, nothing to say", lines: [[.quantity: "2", .netAmount: "60.00"], Draft.cleanLines[1]]),
        Case(
            "priced per hundred",
            lines: [[.quantity: "200", .unitPrice: "50.00", .priceBaseQuantity: "100", .netAmount: "100.00"]]),
        Case(
            "a base quantity of zero is ignored",
            lines: [[.quantity: "2", .unitPrice: "50.00", .priceBaseQuantity: "0", .netAmount: "100.00"]]),
        Case(
            "a discount in percent",
            lines: [[.quantity: "2", .unitPrice: "62.50", .discountRate: "20", .netAmount: "100.00"]]),
        Case(
            "a discount that the price already holds",
            lines: [[.quantity: "2", .unitPrice: "50.00", .discountAmount: "20.00", .netAmount: "100.00"]]),
        Case(
            "a rounded price times a thousand",
            lines: [[.quantity: "1300", .unitPrice: "0.08", .netAmount: "100.00"]], "line-arithmetic:review"),
        Case(
            "a price rounded a little",
            lines: [[.quantity: "30", .unitPrice: "3.33", .netAmount: "100.00"]], "rounding:info"),
        Case(
            "the price includes tax, the amount does not",
            lines: [[.quantity: "1", .unitPrice: "119.00", .netAmount: "100.00", .taxRate: "19"]],
            "line-price-with-tax:info"),
        Case(
            "a negative price",
            lines: [
                [.quantity: "1", .unitPrice: "120.00", .netAmount: "120.00"],
                [.quantity: "1", .unitPrice: "-20.00", .netAmount: "-20.00"],
            ], "BR-27:warning"),
        Case(
            "a GTIN with a wrong check digit",
            lines: [[.netAmount: "100.00", .gtin: "4006381333932"]], "gtin-checksum:warning"),
        Case("a right GTIN", lines: [[.netAmount: "100.00", .gtin: "4006381333931"]]),
        Case(
            "a line's period backwards",
            lines: [[.netAmount: "100.00", .periodStart: "2026-02-02", .periodEnd: "2026-02-01"]], "BR-30:review"),
    ]
    @Test(arguments: lines) func tellsLines(_ example: Case) throws { try check(example) }

    static let taxes: [Case] = [
        Case(
            "tax is not base times rate", [.taxTotal: "20.00", .grossTotal: "120.00", .amountDue: "120.00"],
            taxes: [[.taxBase: "100.00", .taxRate: "19", .taxAmount: "20.00"]], "BR-CO-17:blocker"),
        Case("a rate without its base", taxes: [[.taxRate: "19", .taxAmount: "19.00"]]),
        Case(
            "bases that are not the net total", [.taxTotal: "17.10", .grossTotal: "117.10", .amountDue: "117.10"],
            taxes: [[.taxBase: "90.00", .taxRate: "19", .taxAmount: "17.10"]], "tax-base-total:review"),
        Case(
            "no such rate in Germany", [.taxTotal: "17.00", .grossTotal: "117.00", .amountDue: "117.00"],
            lines: [[.netAmount: "100.00"]], taxes: [[.taxBase: "100.00", .taxRate: "17", .taxAmount: "17.00"]],
            "tax-rate-unusual:warning"),
        Case(
            "rates of a country that is not listed are not judged",
            [
                .supplierVATID: "", .supplierCountry: "US", .taxTotal: "8.88", .grossTotal: "108.88",
                .amountDue: "108.88",
            ],
            lines: [[.netAmount: "100.00"]], taxes: [[.taxBase: "100.00", .taxRate: "8.875", .taxAmount: "8.88"]]),
        Case(
            "reverse charge with tax", [.isReverseCharge: "true", .customerVATID: "ATU13585627"],
            "BR-AE-09:blocker"),
        Case(
            "reverse charge without tax",
            [
                .isReverseCharge: "true", .customerVATID: "ATU13585627", .taxTotal: "0.00", .grossTotal: "100.00",
                .amountDue: "100.00",
            ], lines: [[.netAmount: "100.00"]], taxes: []),
        Case(
            "reverse charge without the customer's VAT id",
            [.taxTotal: "0.00", .grossTotal: "100.00", .amountDue: "100.00"], lines: [[.netAmount: "100.00"]],
            taxes: [[.taxBase: "100.00", .taxRate: "0", .taxAmount: "0.00", .taxCategory: "AE"]], "BR-AE-02:review"),
    ]
    @Test(arguments: taxes) func tellsTaxes(_ example: Case) throws { try check(example) }

    static let creditNote: [FieldName: String] = [
        .documentType: "credit_note", .precedingInvoiceNumber: "R-1", .amountDue: "",
    ]
    static let kinds: [Case] = [
        Case("a credit note printed without minus signs", creditNote),
        Case(
            "a credit note with minus signs, lines without",
            creditNote.merging([.netTotal: "-100.00", .taxTotal: "-19.00", .grossTotal: "-119.00"]) { $1 },
            lines: [[.quantity: "2", .unitPrice: "50.00", .netAmount: "-100.00"]], taxes: []),
        Case(
            "a credit note with both signs",
            creditNote.merging([.grossTotal: "-119.00"]) { $1 }, lines: [], taxes: [],
            "BR-CO-15:blocker", "credit-note-sign:blocker"),
        Case(
            "a credit note without the invoice's number", [.documentType: "credit_note"],
            "credit-note-reference:warning"),
        Case(
            "a negative invoice", [.netTotal: "-100.00", .taxTotal: "-19.00", .grossTotal: "-119.00", .amountDue: ""],
            lines: [], taxes: [], "invoice-negative:review"),
    ]
    @Test(arguments: kinds) func tellsKinds(_ example: Case) throws { try check(example) }

    static let numbers: [Case] = [
        Case("an IBAN misread", [.supplierIBAN: "DE88370400440532013000"], "iban-checksum:blocker"),
        Case("no IBAN at all", [.supplierIBAN: "370400440532013000"], "iban-format:blocker"),
        Case("a BIC that is none", [.supplierBIC: "COBADE"], "bic-format:warning"),
        Case("a bank elsewhere", [.supplierBIC: "DEUTATWW"], "bic-country-differs:warning"),
        Case("a bank on Jersey", [.supplierIBAN: "GB29NWBK60161331926819", .supplierBIC: "RBOSJESXXXX"]),
        Case("a VAT id misread", [.supplierVATID: "DE136695978"], "vat-id-checksum:review"),
        Case("a VAT id a digit short", [.supplierVATID: "DE13669597"], "vat-id-format:warning"),
        Case("a customer's VAT id misread", [.customerVATID: "ATU13585626"], "vat-id-checksum:warning"),
        Case("a number of another kind", [.supplierVATID: "12-3456789"]),
        Case("a GSTIN misread", [.supplierTaxNumber: "27AAPFU0939F1ZO"], "tax-number-checksum:warning"),
        Case(
            "an ABN misread", [.supplierVATID: "", .supplierTaxNumber: "51824753557", .supplierCountry: "AU"],
            lines: [[.netAmount: "100.00"]], taxes: [], "tax-number-checksum:warning"),
        Case("VAT id and seat in different countries", [.supplierCountry: "AT"], "vat-country-differs:warning"),
        Case(
            "a creditor reference misread", [.paymentReference: "RF19539007547034"], "payment-reference-checksum:review"
        ),
        Case("a right creditor reference", [.paymentReference: "RF18539007547034"]),
        Case(
            "a Swiss reference misread",
            [
                .supplierIBAN: "CH9300762011623852957", .supplierBIC: "",
                .paymentReference: "210000000003139471430009018",
            ],
            "payment-reference-checksum:review"),
        Case(
            "a KID misread", [.supplierIBAN: "NO9386011117947", .supplierBIC: "", .paymentReference: "1234567898"],
            "payment-reference-checksum:warning"),
        Case("free words as reference", [.paymentReference: "Kunde 17"]),
    ]
    @Test(arguments: numbers) func tellsNumbers(_ example: Case) throws { try check(example) }

    @Test func lowConfidenceNamesAllFieldsAtOnce() throws {
        var draft = Draft(Draft.clean, lines: Draft.cleanLines, taxes: Draft.cleanTaxes)
        draft.fields[.grossTotal]?.confidence = 0.5
        draft.fields[.supplierIBAN]?.confidence = 0.79
        draft.fields[.dueDate]?.confidence = 0.1
        let findings = try validate(draft)
        #expect(told(findings) == ["low-confidence:review"])
        #expect(findings.first?.message.contains("gross_total (50 %), supplier_iban (79 %)") == true)
        #expect(findings.first?.evidence.count == 2)
    }

    @Test func findingsAreGravestFirstAndPointAtTheirValues() throws {
        let draft = Draft(Draft.clean.merging([.grossTotal: "129.00", .dueDate: "2026-02-01"]) { $1 })
        let findings = try validate(draft)
        #expect(findings.map(\.severity) == findings.map(\.severity).sorted(by: >))
        #expect(findings.first?.evidence.map(\.printed) == ["129.00", "100.00", "19.00"])
        #expect(findings.first?.message == "The total with tax is 129.00 EUR, but net total and tax make 119.00 EUR.")
    }

    @Test func idsDifferExceptWhereOneRuleLooksAtTwoFields() {
        let ids = invoiceRules.map(\.id).filter { $0 != "vat-id-checksum" }
        #expect(Set(ids).count == ids.count)
    }

    private func check(_ example: Case) throws {
        let fields = Draft.clean.merging(example.fields) { $1 }.filter { !$0.value.isEmpty }
        let draft = Draft(fields, lines: example.lines, taxes: example.taxes, allowances: example.allowances)
        #expect(try Set(told(validate(draft))) == Set(example.told))
    }

    /// The rules alone: that no master data was given is left out.
    private func validate(_ draft: Draft) throws -> [Finding] {
        let today = try #require(Day.testing)
        return Validator(directory: PartyDirectory(MasterData())).check(draft, today: today).findings
            .filter { !$0.rule.hasSuffix("-not-checked") }
    }
}

import Foundation
import Invoicing
import Testing

@testable import Extractors

@Suite("EInvoice") struct EInvoiceReadTests {
    private func expect(
        _ group: FieldGroup, _ expected: [FieldName: String], at location: SourceLocation = #_sourceLocation
    ) {
        for (name, value) in expected {
            #expect(group[name]?.value == value, "\(name.rawValue)", sourceLocation: location)
        }
    }

    @Test func `a CII invoice gives its header`() throws {
        let invoice = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.cii))
        #expect(invoice.syntax == .cii)
        #expect(invoice.profile == "urn:cen.eu:en16931:2017")
        #expect(invoice.draft.schema == "invoice/1")
        #expect(invoice.draft.findings.isEmpty)
        expect(
            invoice.draft.fields,
            [
                .invoiceNumber: "R-2026-17", .invoiceDate: "2026-01-31", .documentType: "invoice",
                .documentTypeCode: "380", .note: "First note\non two lines\nSecond & last", .currency: "EUR",
                .vatAccountingCurrency: "CHF", .buyerReference: "04011000-12345-34",
                .supplierName: "Seilerei Nordwind GmbH", .supplierID: "77", .supplierRegistrationNumber: "HRB 1",
                .supplierVATID: "DE123456789", .supplierTaxNumber: "12/345/67890", .supplierStreet: "Kai 1, Hof 2",
                .supplierPostCode: "20095", .supplierCity: "Hamburg", .supplierCountry: "DE",
                .supplierAddress: "Kai 1, Hof 2, 20095 Hamburg, DE", .supplierEmail: "office@nordwind.example",
                .supplierEndpointID: "EM:in@nordwind.example", .customerName: "Bergbahn Talstation AG",
                .customerID: "K-9", .purchaseOrder: "PO-5", .contractReference: "V-3", .projectReference: "P-8",
                .shippingName: "Lager Ost", .deliveryDate: "2026-01-30", .deliveryNoteNumber: "LS-4",
                .precedingInvoiceNumber: "R-2025-99", .servicePeriodStart: "2026-01-01",
                .servicePeriodEnd: "2026-01-31",
            ])
    }

    @Test func `a CII invoice gives payment and totals`() throws {
        let draft = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.cii)).draft
        expect(
            draft.fields,
            [
                .supplierIBAN: "DE02120300000000202051", .supplierBIC: "BYLADEM1001", .bankAccountName: "Nordwind",
                .paymentMeansCode: "58", .paymentReference: "R-2026-17/9", .creditorID: "DE98ZZZ09999999999",
                .directDebitMandateID: "M-1", .paymentTerms: "2 % until February 10\n30 days net",
                .dueDate: "2026-03-02", .lineNetTotal: "100.00", .chargeTotal: "5.00", .netTotal: "105.00",
                .taxTotal: "19.95", .taxTotalAccounting: "18.70", .grossTotal: "124.95", .prepaidAmount: "24.95",
                .amountDue: "100.00",
            ])
        #expect(draft.fields[.supplierIBAN]?.evidence?.rejected.map(\.value) == ["DE02500105170137075030"])
        #expect(draft.fields[.dueDate]?.evidence?.rejected.map(\.value) == ["2026-02-10"])
        #expect(draft.taxBreakdown.count == 1)
        expect(
            draft.taxBreakdown[0], [.taxBase: "105.00", .taxAmount: "19.95", .taxRate: "19", .taxCategory: "S"])
        #expect(draft.allowancesAndCharges.count == 1)
        expect(draft.allowancesAndCharges[0], [.allowanceOrCharge: "charge", .amount: "5.00", .reason: "Freight"])
    }

    @Test func `a CII line gives all its values, and a line that only informs is left out`() throws {
        let lines = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.cii)).draft.lineItems
        #expect(lines.count == 1)
        expect(
            lines[0],
            [
                .position: "1", .description: "Rope & hook", .descriptionDetail: "10 m", .productCode: "S-1",
                .gtin: "4000000000013", .quantity: "1000", .unit: "C62", .unitPrice: "11.00", .unitPriceGross: "12.50",
                .priceBaseQuantity: "100", .discountAmount: "10.50", .chargeAmount: "0.50", .netAmount: "100.00",
                .taxRate: "19", .taxCategory: "S", .orderPosition: "7",
            ])
        #expect(lines[0][.buyerProductCode] == nil)
    }

    @Test func `every value says which element it came from`() throws {
        let draft = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.cii)).draft
        let groups = [draft.fields] + draft.lineItems + draft.taxBreakdown + draft.allowancesAndCharges
        for field in groups.flatMap(\.values) {
            #expect(field.confidence == 1)
            #expect(field.evidence?.source == .xml)
            #expect(field.evidence?.label?.hasPrefix("CrossIndustryInvoice/") == true)
        }
        let number = try #require(draft.fields[.invoiceNumber]?.evidence)
        #expect(number.label == "CrossIndustryInvoice/ExchangedDocument/ID")
        #expect(draft.fields[.invoiceDate]?.evidence?.printed == "20260131")
    }

    @Test func `MINIMUM has no lines, and what is no number is told and left out`() throws {
        let invoice = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.minimum))
        #expect(invoice.draft.schema == "credit-note/1")
        #expect(invoice.draft.lineItems.isEmpty)
        expect(invoice.draft.fields, [.documentType: "credit_note", .grossTotal: "12.60", .amountDue: "12.60"])
        #expect(invoice.draft[.netTotal] == nil)
        #expect(invoice.draft.findings.map(\.rule) == ["einvoice-value", "einvoice-currency"])
        #expect(invoice.draft.findings.allSatisfy { $0.severity == .review })
    }

    @Test func `ZUGFeRD 1 is read by its older names`() throws {
        let invoice = try EInvoice.read(try #require(EInvoiceSamples.zugferd1.data(using: .isoLatin1)))
        #expect(invoice.syntax == .zugferd1)
        #expect(invoice.profile == "urn:ferd:CrossIndustryDocument:invoice:1p0:extended")
        expect(
            invoice.draft.fields,
            [
                .invoiceNumber: "Z1", .invoiceDate: "2014-07-03", .supplierName: "Gärtnerei Süd",
                .purchaseOrder: "B-2", .orderDate: "2014-06-01", .deliveryNoteNumber: "L-6", .netTotal: "50.00",
                .taxTotal: "0.00", .grossTotal: "50.00", .isReverseCharge: "true",
            ])
        expect(invoice.draft.allowancesAndCharges[0], [.allowanceOrCharge: "charge", .reason: "Versand"])
        #expect(invoice.draft.lineItems.count == 1)
        expect(
            invoice.draft.lineItems[0],
            [.description: "Blumenerde", .quantity: "10", .unit: "KGM", .unitPrice: "4.50", .netAmount: "45.00"])
        #expect(invoice.draft.findings.map(\.severity) == [.info], "a delivery month is no delivery day")
        #expect(invoice.draft[.deliveryDate] == nil)
    }

    @Test func `a UBL invoice gives header, parties and payment`() throws {
        let invoice = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.ublInvoice))
        #expect(invoice.syntax == .ublInvoice)
        #expect(invoice.draft.findings.isEmpty)
        expect(
            invoice.draft.fields,
            [
                .invoiceNumber: "U-1", .invoiceDate: "2026-03-01", .dueDate: "2026-03-31", .documentType: "invoice",
                .documentTypeCode: "389", .isSelfBilled: "true", .note: "Registered somewhere", .currency: "SEK",
                .buyerAccountingReference: "4711", .salesOrderNumber: "SO-1", .precedingInvoiceNumber: "U-0",
                .precedingInvoiceDate: "2026-02-01", .supplierName: "Tall Snickeri AB",
                .supplierTradingName: "Snickeri Tall", .supplierID: "99", .creditorID: "SE97ZZZ123",
                .supplierEndpointID: "0088:7300000000000", .supplierVATID: "SE000000000001",
                .supplierTaxNumber: "Godkänd för F-skatt", .supplierRegistrationNumber: "5500000000",
                .supplierAddress: "Gatan 1, 90320 Umea, SE", .customerName: "Kund AB", .paymentReference: "123",
                .supplierIBAN: "SE4550000000058398257466", .supplierBIC: "ESSESESS", .bankAccountNumber: "5050-1055",
                .netTotal: "180.00", .taxTotal: "45.00", .grossTotal: "225.00", .allowanceTotal: "20.00",
                .roundingAmount: "-0.40", .amountDue: "224.60",
            ])
        #expect(invoice.draft[.purchaseOrder] == nil, "Peppol's NA is no order number")
        #expect(invoice.draft.lineItems.count == 1, "parts of a line are in its own amount")
        expect(
            invoice.draft.lineItems[0],
            [
                .position: "10", .description: "Work", .descriptionDetail: "Long words", .productCode: "W",
                .quantity: "2.5", .unit: "HUR", .unitPrice: "80.00", .netAmount: "200.00", .taxRate: "25",
                .orderPosition: "3", .lineNote: "By hand",
            ])
        expect(
            invoice.draft.allowancesAndCharges[0],
            [.allowanceOrCharge: "allowance", .amount: "20.00", .baseAmount: "200.00", .discountRate: "10"])
    }

    @Test func `a UBL credit note keeps its signs`() throws {
        let invoice = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.ublCreditNote))
        #expect(invoice.syntax == .ublCreditNote)
        #expect(invoice.draft.schema == "credit-note/1")
        expect(
            invoice.draft.fields,
            [
                .documentType: "credit_note", .dueDate: "2026-05-02", .taxTotal: "-1.90", .grossTotal: "-11.90",
                .amountDue: "-11.90",
            ])
        expect(invoice.draft.lineItems[0], [.quantity: "-1", .netAmount: "-10.00", .description: "Returned"])
    }

    @Test(
        arguments: [
            ("380", "invoice"), ("381", "credit_note"), ("384", "invoice"), ("386", "invoice"), ("389", "invoice"),
            ("261", "credit_note"), ("396", "credit_note"), ("326", "invoice"), ("325", "proforma_invoice"),
        ])
    func `a type code says what is to be paid`(_ code: String, _ type: String) throws {
        let text = EInvoiceSamples.cii.replacingOccurrences(of: ">380<", with: ">\(code)<")
        let draft = try EInvoice.read(EInvoiceSamples.data(text)).draft
        #expect(draft[.documentType] == type)
        #expect(draft[.documentTypeCode] == code)
        #expect((draft[.isPrepayment] == "true") == (code == "386"))
        #expect((draft[.isSelfBilled] == "true") == ["389", "261"].contains(code))
    }

    @Test func `without namespaces an invoice is read and told`() throws {
        let bare = EInvoiceSamples.cii.replacing(#/ xmlns:\w+="[^"]*"/#, with: "")
        let invoice = try EInvoice.read(EInvoiceSamples.data(bare))
        #expect(invoice.draft[.grossTotal] == "124.95")
        #expect(invoice.draft.findings.map(\.rule) == ["einvoice-namespace"])
    }

    @Test func `Peppol's envelope is opened`() throws {
        let letter = EInvoiceSamples.ublCreditNote
        let wrapped =
            "<sbd:StandardBusinessDocument xmlns:sbd=\"urn:s\"><sbd:StandardBusinessDocumentHeader/>"
            + letter + "</sbd:StandardBusinessDocument>"
        #expect(try EInvoice.read(EInvoiceSamples.data(wrapped)).draft[.invoiceNumber] == "C-1")
    }

    @Test(arguments: [
        "<Invoice xmlns=\"http://isdoc.cz/namespace/2013\"><ID>1</ID></Invoice>",
        "<Invoice><Number>1</Number></Invoice>",
        "<html/>",
    ])
    func `another format is refused by name`(_ text: String) {
        let root = text.contains("html") ? "html" : "Invoice"
        #expect(throws: EInvoiceError.notAnInvoice(root: root)) { try EInvoice.read(EInvoiceSamples.data(text)) }
    }

    @Test func `cut off anywhere, an invoice is refused`() {
        for text in [EInvoiceSamples.cii, EInvoiceSamples.ublInvoice] {
            let data = EInvoiceSamples.data(text)
            for count in stride(from: 0, to: data.count - 2, by: 41) {
                #expect(throws: EInvoiceError.self) { try EInvoice.read(data.prefix(count)) }
            }
        }
    }

    @Test func `damaged anywhere, an invoice is read or refused, and its values keep their form`() {
        var random = SystemRandomNumberGenerator()
        let whole = EInvoiceSamples.data(EInvoiceSamples.ublInvoice)
        for _ in 0..<300 {
            var data = whole
            for _ in 0..<3 {
                data[Int.random(in: 0..<data.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let draft = try? EInvoice.read(data).draft else { continue }
            for name in [FieldName.netTotal, .taxTotal, .grossTotal] where draft[name] != nil {
                #expect(draft.decimal(name) != nil)
            }
            #expect(draft[.invoiceDate] == nil || draft.day(.invoiceDate) != nil)
        }
    }
}

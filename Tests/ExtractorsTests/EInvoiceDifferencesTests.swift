import Foundation
import Invoicing
import Testing

@testable import Extractors

@Suite("EInvoiceDifferences") struct EInvoiceDifferencesTests {
    private static let box = Box(x: 10, y: 20, width: 30, height: 8)

    private static func page(_ values: [FieldName: String], confidence: Double = 0.95) -> Draft {
        Draft(
            schema: "invoice/1",
            fields: values.mapValues {
                Field($0, confidence: confidence, evidence: Evidence(source: .text, page: 1, box: box, printed: $0))
            })
    }

    private static func xml() throws -> Draft {
        try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.cii)).draft
    }

    @Test(
        arguments: [
            (.invoiceNumber, "R-2026-71", .blocker), (.invoiceDate, "2026-01-30", .review),
            (.supplierName, "Mole & Partner GmbH", .review), (.supplierIBAN, "GB33BUKB20201555555555", .blocker),
            (.currency, "USD", .review), (.netTotal, "105.01", .blocker), (.taxTotal, "19.94", .blocker),
            (.grossTotal, "1249.50", .blocker), (.amountDue, "-100.00", .blocker),
            (.documentType, "credit_note", .review),
        ] as [(FieldName, String, Severity)])
    func `a difference names both values`(_ name: FieldName, _ value: String, _ severity: Severity) throws {
        let xml = try Self.xml()
        let findings = EInvoiceDifferences.findings(xml: xml, page: Self.page([name: value]))
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.rule == "xml-differs-\(name.rawValue)")
        #expect(finding.severity == severity)
        #expect(finding.message.contains(value))
        #expect(finding.message.contains(try #require(xml[name])))
        #expect(finding.evidence.map(\.source) == [.xml, .text])
    }

    @Test(
        arguments: [
            (.invoiceNumber, "R 2026 17"), (.supplierName, "SEILEREI NORDWIND"),
            (.supplierName, "Seilerei Nordwind G.m.b.H."), (.supplierName, "Nordwind"), (.netTotal, "105"),
            (.supplierIBAN, "DE02 1203 0000 0000 2020 51"), (.supplierIBAN, "DE02500105170137075030"),
            (.currency, "eur"),
            (.buyerReference, "other things are not compared"),
        ] as [(FieldName, String)])
    func `another way of writing is no difference`(_ name: FieldName, _ value: String) throws {
        #expect(EInvoiceDifferences.findings(xml: try Self.xml(), page: Self.page([name: value])).isEmpty)
    }

    @Test func `what the page does not say is no difference`() throws {
        #expect(EInvoiceDifferences.findings(xml: try Self.xml(), page: Self.page([:])).isEmpty)
        var computed = Self.page([.netTotal: "1.00"])
        computed.fields[.netTotal]?.evidence?.source = .computed
        #expect(EInvoiceDifferences.findings(xml: try Self.xml(), page: computed).isEmpty)
    }

    @Test func `a doubtful page only warns`() throws {
        let page = Self.page([.grossTotal: "1.00"], confidence: 0.4)
        let finding = try #require(EInvoiceDifferences.findings(xml: try Self.xml(), page: page).first)
        #expect(finding.severity == .warning)
        #expect(finding.message.contains("the page seems to say 1.00"))
    }

    @Test func `the XML's account among several on the page is enough`() throws {
        var page = Self.page([.supplierIBAN: "GB33BUKB20201555555555"])
        page.fields[.supplierIBAN]?.evidence?.rejected = [Alternative(value: "DE02120300000000202051", score: 0.4)]
        #expect(EInvoiceDifferences.findings(xml: try Self.xml(), page: page).isEmpty)
    }

    @Test func `a credit note may have either sign`() throws {
        let xml = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.ublCreditNote)).draft
        #expect(EInvoiceDifferences.findings(xml: xml, page: Self.page([.grossTotal: "11.90"])).isEmpty)
        #expect(EInvoiceDifferences.findings(xml: xml, page: Self.page([.grossTotal: "11.91"])).count == 1)
    }

    @Test(arguments: [
        ("Müller Bau GmbH", "Mueller Bau", true), ("Café de l'Été SARL", "CAFE DE L ETE", true),
        ("Straße & Söhne oHG", "Strasse und Soehne", true), ("S.A. Exemple", "Exemple SA", true),
        ("Müller Bau GmbH", "Müller Logistik GmbH", false), ("GmbH", "AG", false), ("Alpha AG", "Beta AG", false),
        ("Einfach Bau", "einfachbau", true), ("", "Alpha", false),
    ])
    func `names are compared as a clerk would`(_ left: String, _ right: String, _ isSame: Bool) {
        #expect(EInvoiceNameMatch.isSame(left, right) == isSame)
        #expect(EInvoiceNameMatch.isSame(right, left) == isSame)
    }

    @Test func `merging keeps the XML and shows where the page agrees`() throws {
        let page = Self.page([.invoiceNumber: "R 2026-17", .grossTotal: "1.00", .supplierWebsite: "nordwind.example"])
        let merged = EInvoiceDifferences.merge(xml: try Self.xml(), page: page)
        let number = try #require(merged.fields[.invoiceNumber])
        #expect(number.value == "R-2026-17")
        #expect(number.confidence == 1)
        #expect(number.evidence?.source == .xml)
        #expect(number.evidence?.page == 1)
        #expect(number.evidence?.box == Self.box)
        #expect(number.evidence?.label == "CrossIndustryInvoice/ExchangedDocument/ID")
        #expect(merged[.grossTotal] == "124.95")
        #expect(merged.fields[.grossTotal]?.evidence?.box == nil)
        #expect(merged.fields[.supplierWebsite]?.confidence == 0.9)
        #expect(merged.fields[.supplierWebsite]?.evidence?.source == .text)
        #expect(merged.findings.map(\.rule) == ["xml-differs-gross_total"])
    }

    @Test func `what a full XML leaves out is not filled from the page`() throws {
        let page = Self.page([.roundingAmount: "0.05", .isReverseCharge: "true", .supplierPhone: "123"])
        let merged = EInvoiceDifferences.merge(xml: try Self.xml(), page: page)
        #expect(merged[.roundingAmount] == nil)
        #expect(merged[.isReverseCharge] == nil)
        #expect(merged[.supplierPhone] == "123")
    }

    @Test func `lines come from the page only where the XML has none`() throws {
        var page = Self.page([:])
        page.lineItems = [[.description: Field("From the page", confidence: 0.97)]]
        page.taxBreakdown = [[.taxRate: Field("19", confidence: 0.5)]]
        let full = EInvoiceDifferences.merge(xml: try Self.xml(), page: page)
        #expect(full.lineItems.map { $0[.description]?.value } == ["Rope & hook"])
        let xml = try EInvoice.read(EInvoiceSamples.data(EInvoiceSamples.minimum)).draft
        let minimum = EInvoiceDifferences.merge(xml: xml, page: page)
        #expect(minimum.lineItems.map { $0[.description]?.confidence } == [0.9])
        #expect(minimum.taxBreakdown.map { $0[.taxRate]?.confidence } == [0.5])
    }
}

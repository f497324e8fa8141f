import Foundation
import Invoicing
import Testing

@testable import Extractors

@Suite("EInvoice.find") struct EInvoiceFindTests {
    private let cii = EInvoiceSamples.data(EInvoiceSamples.cii)
    private let note = EInvoiceSamples.data(EInvoiceSamples.ublCreditNote)

    @Test(arguments: [
        ("factur-x.xml", true), ("ZUGFeRD-invoice.xml", true), ("zugferd-invoice.xml", true), ("xrechnung.xml", true),
        ("order-x.xml", true), ("folder/Factur-X.xml", true), ("invoice.xml", false), ("factur-x.pdf", false),
        ("", false),
    ])
    func `names that formats prescribe are known`(_ name: String, _ isKnown: Bool) {
        #expect(EInvoice.isName(name) == isKnown)
    }

    @Test func `content decides, whatever the name`() {
        let found = EInvoice.find(in: [("photo.png", Data([0x89, 0x50])), ("data.bin", cii)])
        #expect(found.name == "data.bin")
        #expect(found.invoice?.draft[.invoiceNumber] == "R-2026-17")
        #expect(found.findings.isEmpty)
    }

    @Test func `a prescribed name comes first, and a second invoice that differs is told`() {
        let found = EInvoice.find(in: [("other.xml", note), ("factur-x.xml", cii)])
        #expect(found.name == "factur-x.xml")
        #expect(found.findings.map(\.rule) == ["einvoice-several"])
    }

    @Test func `the same invoice twice is no finding`() {
        #expect(EInvoice.find(in: [("xrechnung.xml", cii), ("factur-x.xml", cii)]).findings.isEmpty)
    }

    @Test(arguments: ["", "not xml", "<CrossIndustryInvoice>", EInvoiceXMLTests.doctype, "<html/>"])
    func `a broken one is told, so that the page is read`(_ text: String) throws {
        let found = EInvoice.find(in: [("factur-x.xml", Data(text.utf8))])
        #expect(found.invoice == nil)
        let finding = try #require(found.findings.first)
        #expect(finding.rule == "einvoice-broken")
        #expect(finding.severity == .review)
        #expect(finding.message.contains("factur-x.xml"))
    }

    @Test func `a broken one does not hide a good one`() {
        let found = EInvoice.find(in: [("factur-x.xml", Data("<a".utf8)), ("x.xml", cii)])
        #expect(found.name == "x.xml")
        #expect(found.findings.map(\.rule) == ["einvoice-broken"])
    }

    @Test func `other files are nothing to tell about`() {
        let others: [(name: String, data: Data)] = [
            ("order-x.xml", Data("<SCRDMCCBDACIOMessageStructure/>".utf8)), ("list.xml", Data("<list/>".utf8)),
            ("isdoc.xml", Data("<Invoice xmlns='http://isdoc.cz/namespace/2013'/>".utf8)),
            ("terms.pdf", Data("%PDF".utf8)),
        ]
        #expect(EInvoice.find(in: others) == EInvoice.Search())
    }
}

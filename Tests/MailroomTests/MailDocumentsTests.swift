import Correspondence
import Mailroom
import Testing

@Suite("Documents of a mail") struct MailDocumentsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var parts: [MailPart]
        var documents: [String]
        /// Only where there is no document.
        var reason: MailReason?

        init(_ sentence: String, _ parts: [MailPart], _ documents: [String], _ reason: MailReason? = nil) {
            testDescription = sentence
            self.parts = parts
            self.documents = documents
            self.reason = reason
        }
    }

    static func part(
        _ path: String, _ kind: MailPart.Kind, _ name: String? = nil, size: Int = 100_000, sum: String? = nil,
        isInline: Bool = false, isEncrypted: Bool = false
    ) -> MailPart {
        MailPart(
            path: path, name: name, type: "application/octet-stream", kind: kind, size: size, sha256: sum ?? path,
            isInline: isInline, isEncrypted: isEncrypted)
    }

    static let cases = [
        Case("a PDF is a document", [part("2", .pdf, "a.pdf")], ["2"]),
        Case("two PDFs are two documents", [part("2", .pdf), part("3", .pdf)], ["2", "3"]),
        Case("the same bytes twice are one document", [part("2", .pdf, sum: "x"), part("3", .pdf, sum: "x")], ["2"]),
        Case("an e-invoice with its visible copy is one document", [part("2", .xml), part("3", .pdf)], ["2"]),
        Case(
            "copies are told by their names where there are several",
            [
                part("2", .xml, "1.xml"), part("3", .xml, "2.xml"), part("4", .pdf, "1.pdf"),
                part("5", .pdf, "other.pdf"),
            ],
            ["2", "3", "5"]),
        Case("a logo in a signature is none", [part("2", .png, size: 9_000, isInline: true)], [], .noAttachment),
        Case("a photograph in the text is one where there is nothing else", [part("2", .jpeg, isInline: true)], ["2"]),
        Case(
            "beside a PDF a photograph in the text is none", [part("2", .jpeg, isInline: true), part("3", .pdf)], ["3"]),
        Case("an attached photograph is one", [part("2", .jpeg), part("3", .pdf)], ["2", "3"]),
        Case("nothing attached", [], [], .noAttachment),
        Case("a locked PDF", [part("2", .pdf, isEncrypted: true)], [], .encryptedDocument),
        Case("a locked archive", [part("2", .zip, isEncrypted: true)], [], .encryptedArchive),
        Case("a program", [part("2", .program, "a.exe")], [], .dangerousAttachment),
        Case("a program beside an invoice does not keep it out", [part("2", .program), part("3", .pdf)], ["3"]),
        Case("a text document", [part("2", .office, "a.docx")], [], .unsupportedAttachment),
        Case("something else", [part("2", .other, "a.bin")], [], .noDocument),
        Case("an encrypted mail", [part("1", .encrypted)], [], .encryptedMail),
        Case("what lies in an archive counts, the archive does not", [part("2", .zip), part("2.1", .pdf)], ["2.1"]),
    ]

    @Test(arguments: cases) func choice(_ example: Case) {
        let found = MailDocuments(MailMessage(head: MailHead(), parts: example.parts)) { _ in true }
        #expect(found.documents.map(\.path) == example.documents)
        #expect(found.reason([]) == example.reason)
    }

    @Test func aMailIsKnownAgainByWhatIsLinkedToo() {
        let parts = [Self.part("2", .xml, sum: "b"), Self.part("3", .pdf, sum: "a"), Self.part("4", .other, sum: "c")]
        let found = MailDocuments(MailMessage(head: MailHead(), parts: parts)) { _ in true }
        #expect(found.documents.map(\.sha256) == ["b"])
        #expect(found.sums == ["a", "b"])
    }

    @Test func xmlThatIsNoInvoiceIsNoDocument() {
        let parts = [Self.part("2", .xml, "data.xml"), Self.part("3", .pdf)]
        let found = MailDocuments(MailMessage(head: MailHead(), parts: parts)) { _ in false }
        #expect(found.documents.map(\.path) == ["3"])
    }

    @Test func limitsThatWereMetAreTold() {
        let found = MailDocuments(MailMessage(head: MailHead())) { _ in true }
        #expect(found.reason([MailFault(.inflatesTooMuch), MailFault(.damagedMail)]) == .inflatesTooMuch)
    }
}

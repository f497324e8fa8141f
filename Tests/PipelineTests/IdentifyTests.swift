import Foundation
import Pipeline
import Testing

@Suite("Identify") struct IdentifyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: Data
        let kind: DocumentKind

        init(_ sentence: String, _ text: String, _ kind: DocumentKind) {
            self.init(sentence, Data(text.utf8), kind)
        }
        init(_ sentence: String, _ bytes: Data, _ kind: DocumentKind) {
            testDescription = sentence
            self.bytes = bytes
            self.kind = kind
        }
    }

    static let cii =
        "<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'>"
        + "</rsm:CrossIndustryInvoice>"
    static let known = [
        Case("a PDF", "%PDF-1.4\n", .pdf),
        Case("a PDF after a mail gateway's line", "X-Scanned: clean\n\n%PDF-1.4\n", .pdf),
        Case("a PNG", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]), .png),
        Case("a JPEG", Data([0xFF, 0xD8, 0xFF, 0xE1, 0]), .jpeg),
        Case("a TIFF from Intel", Data([0x49, 0x49, 42, 0, 8]), .tiff),
        Case("a TIFF from Motorola", Data([0x4D, 0x4D, 0, 42, 0]), .tiff),
        Case("CII", cii, .cii),
        Case("CII after instruction and comment", "<?xml version='1.0'?>\n<!-- a > b --> \(cii)", .cii),
        Case("CII with a byte order mark", "\u{FEFF}\(cii)", .cii),
        Case("CII in UTF-16 with a mark", Data([0xFF, 0xFE]) + utf16(cii), .cii),
        Case("CII in UTF-16 without a mark", utf16(cii), .cii),
        Case(
            "ZUGFeRD 1", "<rsm:CrossIndustryDocument xmlns:rsm=\"urn:ferd:CrossIndustryDocument:invoice:1p0\"/>", .cii),
        Case(
            "a UBL invoice in the default namespace",
            "<Invoice a='>' xmlns = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>", .ubl),
        Case(
            "a UBL credit note with a prefix",
            "<u:CreditNote xmlns:u='urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'>", .ubl),
    ]

    @Test(arguments: known) func tellsTheKind(_ example: Case) throws {
        #expect(try Identify().kind(of: example.bytes) == example.kind)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: Data
        let reason: ReadFailure.Reason
        let words: String

        init(_ sentence: String, _ bytes: Data, _ reason: ReadFailure.Reason = .unsupported, says words: String) {
            testDescription = sentence
            self.bytes = bytes
            self.reason = reason
            self.words = words
        }
    }

    static let refused = [
        Refusal("nothing", Data(), .empty, says: "empty"),
        Refusal("only blanks and zeros", Data([0x20, 0x0A, 0, 0]), .empty, says: "empty"),
        Refusal("more than allowed", Data(repeating: 65, count: 2000), .tooLarge, says: "limit is 1000"),
        Refusal(
            "a DOCTYPE", Data("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>".utf8), .xmlRefused,
            says: "DOCTYPE"),
        Refusal("other XML", Data("<order xmlns='urn:x'/>".utf8), says: "root element order"),
        Refusal("an invoice of another namespace", Data("<Invoice xmlns='urn:x'/>".utf8), says: "urn:x"),
        Refusal("broken XML", Data("<?xml version='1.0'?><Invoice ".utf8), says: "broken XML"),
        Refusal("a ZIP", Data("PK\u{3}\u{4}abc".utf8), says: "a ZIP archive (for example a Word or Excel file)"),
        Refusal("a DOCX", Data("PK\u{3}\u{4}....word/document.xml".utf8), says: "DOCX"),
        Refusal("a XLSX", Data("PK\u{3}\u{4}....xl/workbook.xml".utf8), says: "XLSX"),
        Refusal("HTML", Data("<!DOCTYPE html><html></html>".utf8), says: "HTML"),
        Refusal("HTML without DOCTYPE", Data("<html><body/></html>".utf8), says: "HTML"),
        Refusal("a Linux program", Data([0x7F, 0x45, 0x4C, 0x46, 2]), says: "program"),
        Refusal("a Windows program", Data([0x4D, 0x5A, 0x90, 0]), says: "program"),
        Refusal("a GIF", Data("GIF89a".utf8), says: "GIF"),
        Refusal("a HEIC", Data([0, 0, 0, 24]) + Data("ftypheic....".utf8), says: "HEIC"),
        Refusal("an RTF", Data("{\\rtf1 x}".utf8), says: "RTF"),
        Refusal("an Outlook message", Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), says: "Outlook"),
        Refusal("gzip", Data([0x1F, 0x8B, 8]), says: "gzip"),
        Refusal("a mail", Data("From: a@b.c\r\nSubject: x\r\nDate: y\r\n\r\nhello".utf8), says: "mail"),
        Refusal("text", Data("Dear all, here is the invoice.".utf8), says: "plain text"),
        Refusal("noise", Data([3, 0, 200, 1, 0, 7, 9, 250]), says: "unknown"),
    ]

    @Test(arguments: refused) func saysWhatItIsInstead(_ example: Refusal) {
        var limits = ReadLimits()
        limits.bytes = 1000
        #expect { try Identify(limits: limits).kind(of: example.bytes) } throws: { error in
            guard let failure = error as? ReadFailure else { return false }
            return failure.reason == example.reason && failure.message.contains(example.words)
        }
    }

    private static func utf16(_ text: String) -> Data {
        Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    }
}

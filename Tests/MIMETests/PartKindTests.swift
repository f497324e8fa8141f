import Correspondence
import Foundation
import Testing

@testable import MIME

@Suite("PartKind") struct PartKindTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var bytes: [UInt8]
        var type: String
        var name: String?
        var kind: MailPart.Kind

        init(
            _ sentence: String, _ bytes: [UInt8], type: String = "application/octet-stream", name: String? = nil,
            _ kind: MailPart.Kind
        ) {
            (self.sentence, self.bytes, self.type, self.name, self.kind) = (sentence, bytes, type, name, kind)
        }
    }

    static let cases = [
        Case("a PDF that says it is text", Array("%PDF-1.7".utf8), type: "text/plain", .pdf),
        Case("a PDF behind junk", [UInt8](repeating: 7, count: 900) + Array("%PDF-1.7".utf8), .pdf),
        Case("a PDF too far in", [UInt8](repeating: 7, count: 1_100) + Array("%PDF-1.7".utf8), .other),
        Case("text that says it is a PDF", Array("hello".utf8), type: "application/pdf", name: "a.pdf", .other),
        Case(
            "a program that says it is a PDF", Array("MZ\u{0}".utf8), type: "application/pdf", name: "a.pdf", .program),
        Case("a PDF that would be started", Array("%PDF-1.7".utf8), name: "bill.pdf.EXE", .program),
        Case("a script by its first line", Array("#!/bin/sh".utf8), type: "text/plain", .program),
        Case("JPEG", [0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
        Case("TIFF, Motorola", [0x4D, 0x4D, 0, 0x2A], .tiff),
        Case("HEIC", [0, 0, 0, 0x18] + Array("ftypheic0000".utf8), .heic),
        Case("a film is no HEIC", [0, 0, 0, 0x18] + Array("ftypmp420000".utf8), .other),
        Case("Word, old", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .office),
        Case("XML without a declaration", Array(" <rsm:CrossIndustryInvoice>".utf8), .xml),
        Case("XML by its type", Array("<a/>".utf8), type: "text/xml", .xml),
        Case("a page that begins as XML", Array("<?xml version='1.0'?><html>".utf8), .html),
        Case("a drawing", Array("<?xml version='1.0'?><svg>".utf8), .other),
        Case("a list", Array("a;b".utf8), type: "application/octet-stream", name: "a.csv", .text),
        Case("text that is none", [0, 1, 2], type: "text/plain", .other),
        Case("an EML that is none", Array("hello world".utf8), name: "a.eml", .other),
        Case("nothing", [], .other),
    ]

    @Test(arguments: cases) func kind(_ example: Case) {
        #expect(MailPart.Kind(of: Data(example.bytes), type: example.type, name: example.name) == example.kind)
    }
}

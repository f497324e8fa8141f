import Foundation
import PDF
import Pipeline
import Support
import Testing

@Suite("Opening a PDF") struct PDFOpeningTests {
    static let page = TinyPDF.text("Hello", x: 50, y: 700)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: Data
        let reason: ReadFailure.Reason
    }

    static let refused = [
        Case(testDescription: "a password nobody gave", bytes: EncryptedPDF.withUserPassword, reason: .encrypted),
        Case(testDescription: "nothing but the header", bytes: Data("%PDF-1.7\n".utf8), reason: .damaged),
        Case(
            testDescription: "noise after the header",
            bytes: Data("%PDF-1.7\n".utf8) + Data((0..<500).map { UInt8($0 % 251) }),
            reason: .damaged),
        Case(testDescription: "no pages", bytes: TinyPDF().bytes, reason: .damaged),
        Case(
            testDescription: "more pages than allowed", bytes: TinyPDF(pages: Array(repeating: page, count: 6)).bytes,
            reason: .tooManyPages),
    ]

    @Test(arguments: refused) func isRefused(_ example: Case) {
        var settings = ReadSettings()
        settings.limits.pages = 5
        #expect { try PDFSource().open(example.bytes, as: .pdf, settings: settings) } throws: {
            ($0 as? ReadFailure)?.reason == example.reason
        }
    }

    @Test func theRightPasswordOpens() throws {
        var settings = ReadSettings()
        settings.passwords = ["wrong", "secret"]
        let document = try PDFSource().open(EncryptedPDF.withUserPassword, as: .pdf, settings: settings)
        #expect(try document.layer(of: 1).words.map(\.text) == ["Hello", "World"])
    }

    @Test func wrongPasswordsAreToldFromNone() {
        var settings = ReadSettings()
        settings.passwords = ["wrong"]
        #expect { try PDFSource().open(EncryptedPDF.withUserPassword, as: .pdf, settings: settings) } throws: {
            ($0 as? ReadFailure)?.message.contains("none of the 1 passwords") == true
        }
    }

    @Test func anOwnersPasswordDoesNotKeepReadersOut() throws {
        let document = try PDFSource().open(EncryptedPDF.withOwnerPassword, as: .pdf, settings: ReadSettings())
        #expect(try document.layer(of: 1).words.first?.text == "Hello")
    }

    /// Poppler rebuilds the table of contents of a file whose end is missing; either answer is right, a crash is not.
    @Test(arguments: [0.3, 0.5, 0.7, 0.9]) func aTruncatedFileOpensOrIsDamaged(_ share: Double) {
        let whole = TinyPDF(pages: [Self.page]).bytes
        do throws(ReadFailure) {
            let document = try PDFSource().open(
                whole.prefix(Int(Double(whole.count) * share)), as: .pdf, settings: ReadSettings())
            #expect(document.pageCount >= 1)
        } catch {
            #expect(error.reason == .damaged)
        }
    }

    @Test func aHugePageIsRefusedBeforeAnyPixelIsMade() throws {
        var pdf = TinyPDF(pages: [Self.page])
        pdf.mediaBox = "0 0 14000 14000"
        let document = try PDFSource().open(pdf.bytes, as: .pdf, settings: ReadSettings())
        #expect { try document.layer(of: 1) } throws: { ($0 as? ReadFailure)?.reason == .pageTooLarge }
        #expect { try document.raster(of: 1, dpi: 72) } throws: { ($0 as? ReadFailure)?.reason == .pageTooLarge }
    }

    @Test func tooManyPixelsAreRefused() throws {
        var settings = ReadSettings()
        settings.limits.pixels = 1_000_000
        let document = try PDFSource().open(TinyPDF(pages: [Self.page]).bytes, as: .pdf, settings: settings)
        #expect(try document.raster(of: 1, dpi: 72).width == 600)
        #expect { try document.raster(of: 1, dpi: 300) } throws: { ($0 as? ReadFailure)?.reason == .pageTooLarge }
    }

    @Test(arguments: [0, -1, 2]) func pagesThatAreNotThereAreDamaged(_ number: Int) throws {
        let document = try PDFSource().open(TinyPDF(pages: [Self.page]).bytes, as: .pdf, settings: ReadSettings())
        #expect { try document.layer(of: number) } throws: { ($0 as? ReadFailure)?.reason == .damaged }
    }
}

import Foundation
import Invoicing
import PDF
import Pipeline
import Support
import Testing

@Suite("Words of a PDF") struct PDFWordsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var rotate = 0
        var cropBox: String?
        let page: (width: Double, height: Double)
        /// Where the middle of "Total" lies, from the top left.
        let middle: (x: Double, y: Double)
    }

    // "Total" in Helvetica 12 at (100, 700) of a page of 600 x 800: 28.7 wide, its middle 96 below the top.
    static let cases = [
        Case(testDescription: "an upright page", page: (600, 800), middle: (113, 97)),
        Case(testDescription: "turned by 90", rotate: 90, page: (800, 600), middle: (703, 113)),
        Case(testDescription: "turned by 180", rotate: 180, page: (600, 800), middle: (487, 703)),
        Case(testDescription: "turned by 270", rotate: 270, page: (800, 600), middle: (97, 487)),
        Case(testDescription: "a crop box", cropBox: "50 100 550 750", page: (500, 650), middle: (63, 47)),
        Case(
            testDescription: "a crop box, turned by 90", rotate: 90, cropBox: "50 100 550 750", page: (650, 500),
            middle: (603, 63)),
    ]

    @Test(arguments: cases) func boxesCountFromTheTopLeft(_ example: Case) throws {
        var pdf = TinyPDF(pages: [TinyPDF.text("Total", x: 100, y: 700)])
        pdf.rotate = example.rotate
        pdf.cropBox = example.cropBox
        let layer = try open(pdf).layer(of: 1)
        #expect(layer.width == example.page.width && layer.height == example.page.height)
        let word = try #require(layer.words.first)
        #expect(word.text == "Total")
        #expect(abs(word.box.midX - example.middle.x) < 3 && abs(word.box.midY - example.middle.y) < 3)
        #expect(word.source == .text && word.confidence == nil)
    }

    @Test func wordsHaveFontAndSize() throws {
        let pdf = TinyPDF(pages: [
            TinyPDF.text("Invoice", x: 50, y: 700, size: 20, font: "F2") + TinyPDF.text("Net 1,234.56", x: 50, y: 600)
        ])
        let words = try open(pdf).layer(of: 1).words
        #expect(words.map(\.text) == ["Invoice", "Net", "1,234.56"])
        #expect(words.map { $0.size.rounded() } == [20, 12, 12])
        #expect(words.map(\.isBold) == [true, false, false])
    }

    @Test func columnsWithoutABlankAndLinesStayApart() throws {
        let pdf = TinyPDF(pages: [
            TinyPDF.text("Quantity", x: 50, y: 700) + TinyPDF.text("Price", x: 120, y: 700)
                + TinyPDF.text("2", x: 50, y: 686) + TinyPDF.text("9.95", x: 120, y: 686)
        ])
        #expect(Set(try open(pdf).layer(of: 1).words.map(\.text)) == ["Quantity", "Price", "2", "9.95"])
    }

    @Test func wordsOutsideThePageAreLeftOut() throws {
        let pdf = TinyPDF(pages: [TinyPDF.text("seen", x: 50, y: 700) + TinyPDF.text("hidden", x: 50, y: 900)])
        #expect(try open(pdf).layer(of: 1).words.map(\.text) == ["seen"])
    }

    @Test func aDocumentWithTooMuchTextIsRefused() throws {
        var settings = ReadSettings()
        settings.limits.textBytes = 20
        let pdf = TinyPDF(pages: [
            TinyPDF.text("ten letters", x: 50, y: 700), TinyPDF.text("and eleven", x: 50, y: 700),
        ])
        let document = try open(pdf, settings)
        _ = try document.layer(of: 1)
        _ = try document.layer(of: 1)
        #expect { try document.layer(of: 2) } throws: { ($0 as? ReadFailure)?.reason == .tooMuchText }
    }

    @Test func anOutputIntentChangesNoWord() throws {
        var pdf = TinyPDF(pages: [TinyPDF.text("Total /OutputIntents [12]", x: 50, y: 700)])
        pdf.catalog = "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)>>]"
        #expect(try open(pdf).layer(of: 1).words.first?.text == "Total")
    }

    private func open(_ pdf: TinyPDF, _ settings: ReadSettings = ReadSettings()) throws -> any OpenDocument {
        try PDFSource().open(pdf.bytes, as: .pdf, settings: settings)
    }
}

import Foundation
import Invoicing
import OCR
import PDF
import Pipeline
import Support
import Testing

/// Pages are printed with Poppler and read back with Tesseract.
@Suite("Recognition", .serialized) struct RecognitionTests {
    static let recognizer = TesseractRecognizer()
    static let lines = [
        "INVOICE Number 2024-0815", "Date 12 March 2024", "Printer paper A4 10 boxes 45.00",
        "Consulting two hours 190.00",
        "Net amount 235.00", "Tax 19 percent 44.65", "Total amount due 279.65", "Please pay within thirty days",
    ]

    @Test func wordsComeWithPlaceSizeAndConfidence() throws {
        let recognition = try Self.recognizer.recognize(raster(), settings: settings)
        #expect(recognition.turned == 0 && recognition.skew == 0)
        #expect(recognition.words.map(\.text).joined(separator: " ").contains("Total amount due 279.65"))
        let total = try #require(recognition.words.first { $0.text == "279.65" })
        // The line stands at 100 + 6 * 40 points from the top, 14 points high.
        #expect(abs(total.box.bottom - 340) < 4 && total.box.x > 100 && total.box.right < 300)
        #expect((8.0...20.0).contains(total.size) && total.source == .ocr)
        #expect((0.8...1.0).contains(try #require(total.confidence)))
        #expect(recognition.words.allSatisfy { !$0.text.isEmpty && !$0.text.contains(" ") })
    }

    @Test(arguments: [90, 180, 270]) func aTurnedPageIsReadUpright(_ degrees: Int) throws {
        var settings = settings
        settings.ocr = .always
        // The page's own /Rotate turns it the other way.
        let bytes = pdf(rotate: 360 - degrees).bytes
        let reader = ReadText(sources: [PDFSource()], recognizer: Self.recognizer, settings: settings)
        let read = try reader.read(SourceDocument(name: "a.pdf", bytes: bytes), as: .pdf)
        let page = try #require(read.pages.first)
        #expect(page.turned == degrees)
        #expect(page.width == 600 && page.height == 800)
        let total = try #require(page.words.first { $0.text == "279.65" })
        #expect(abs(total.box.bottom - 340) < 5 && total.box.x > 100 && total.box.right < 300)
    }

    @Test(arguments: [-3.0, 1.5, 5.0]) func skewIsTakenOut(_ degrees: Double) throws {
        let radians = degrees * .pi / 180
        let (c, s) = (cos(radians), sin(radians))
        let content = "q \(c) \(s) \(-s) \(c) 0 0 cm " + printed() + " Q"
        let recognition = try Self.recognizer.recognize(raster(content), settings: settings)
        #expect(abs(abs(recognition.skew) - abs(degrees)) < 0.5)
        let text = recognition.words.map(\.text)
        #expect(text.contains("279.65") && text.contains("2024-0815"))
        // One line's words share their height again.
        let total = try #require(recognition.words.first { $0.text == "Total" })
        let amount = try #require(recognition.words.first { $0.text == "279.65" })
        #expect(total.box.sharedHeight(with: amount.box) > 0.7)
    }

    @Test func smallPrintIsEnlarged() throws {
        let recognition = try Self.recognizer.recognize(raster(dpi: 72), settings: settings)
        #expect(recognition.dpi > 100)
        #expect(recognition.words.contains { $0.text == "279.65" })
    }

    @Test func anEmptyPageHasNoWords() throws {
        #expect(try Self.recognizer.recognize(raster("", dpi: 100), settings: settings).words.isEmpty)
    }

    @Test func missingLanguagesAreNamedWithTheirPackage() {
        var settings = settings
        settings.languages = ["eng", "xyz"]
        #expect { try Self.recognizer.recognize(raster("", dpi: 72), settings: settings) } throws: {
            guard let failure = $0 as? ReadFailure else { return false }
            return failure.reason == .setup && failure.message.contains("tesseract-ocr-xyz")
                && !failure.message.contains("tesseract-ocr-eng")
        }
    }

    @Test func wrongPixelsAreRefused() {
        let raster = Raster(width: 100, height: 100, dpi: 72, pixels: [0])
        #expect { try Self.recognizer.recognize(raster, settings: settings) } throws: {
            ($0 as? ReadFailure)?.reason == .damaged
        }
    }

    @Test func moreThanTheCapIsRefused() {
        var settings = settings
        settings.limits.pixels = 99
        let raster = Raster(width: 10, height: 10, dpi: 72, pixels: Array(repeating: 255, count: 100))
        #expect { try Self.recognizer.recognize(raster, settings: settings) } throws: {
            ($0 as? ReadFailure)?.reason == .pageTooLarge
        }
    }

    // MARK: Pages

    private var settings: ReadSettings {
        var settings = ReadSettings()
        settings.languages = ["eng"]
        return settings
    }

    private func printed() -> String {
        Self.lines.enumerated().map { TinyPDF.text($1, x: 80, y: 700 - $0 * 40, size: 14) }.joined()
    }

    private func pdf(_ content: String? = nil, rotate: Int = 0) -> TinyPDF {
        var pdf = TinyPDF(pages: [content ?? printed()])
        pdf.rotate = rotate
        return pdf
    }

    private func raster(_ content: String? = nil, dpi: Int = 200) throws -> Raster {
        try PDFSource().open(pdf(content).bytes, as: .pdf, settings: ReadSettings()).raster(of: 1, dpi: dpi)
    }
}

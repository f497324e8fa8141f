import Foundation
import Invoicing
import PDF
import Pipeline
import Support
import Testing

@testable import OCR

@Suite("Preparing pictures") struct PreparationTests {
    struct Merge: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var first: [(String, Double, Double)]
        var second: [(String, Double, Double)]
        var merged: [String]
    }

    /// Words with left edge and confidence; seven points a letter.
    static let merges = [
        Merge(
            testDescription: "the surer reading is kept", first: [("Tota1", 10, 0.5), ("12.00", 80, 0.9)],
            second: [("Total", 10, 0.9), ("12.80", 80, 0.6)], merged: ["Total", "12.00"]),
        Merge(
            testDescription: "alike is no reason to change", first: [("Total", 10, 0.90)],
            second: [("Tolal", 10, 0.91)], merged: ["Total"]),
        Merge(
            testDescription: "an amount is likelier than a heap", first: [("1Z€48", 10, 0.8)],
            second: [("12.48", 10, 0.8)], merged: ["12.48"]),
        Merge(
            testDescription: "what was cut in two is weighed against the whole",
            first: [("In", 10, 0.5), ("voice", 24, 0.6)],
            second: [("Invoice", 10, 0.9)], merged: ["Invoice"]),
        Merge(
            testDescription: "gaps are filled by words, not by specks", first: [("Total", 10, 0.9)],
            second: [("Total", 10, 0.8), ("12.00", 80, 0.9), ("'", 200, 0.9), ("xy", 300, 0.3)],
            merged: ["Total", "12.00"]),
        Merge(testDescription: "nothing", first: [], second: [], merged: []),
    ]

    @Test(arguments: merges) func readingsAreMerged(_ merge: Merge) {
        func words(_ list: [(String, Double, Double)]) -> [Word] {
            list.map { text, x, confidence in
                Word(
                    text: text, box: Box(x: x, y: 50, width: Double(text.count) * 7, height: 10), size: 10,
                    confidence: confidence, source: .ocr)
            }
        }
        #expect(MergedWords.merge(words(merge.first), words(merge.second)).map(\.text) == merge.merged)
    }

    @Test(arguments: [
        ("12.00", 0.1), ("12,00", 0.1), ("31/12/2024", 0.1), ("12345", 0.03), ("Total", 0), ("124€8", -0.1),
    ])
    func numbersAreShaped(_ text: String, _ bonus: Double) { #expect(NumberShape.bonus(text) == bonus) }

    @Test func aScanIsLitEvenlyAndAPhotographIsNot() {
        #expect(Self.isUneven(Self.page()) == false)
        #expect(Self.isUneven(Self.page { x, _ in 0.5 + 0.5 * x }) == true)
    }

    @Test func aSheetOnATableIsFoundAndAShadowIsNone() throws {
        let photo = Self.page { x, y in
            // Leans: the left edge goes from 8 % at the top to 14 % at the bottom.
            x > 0.08 + 0.06 * y && x < 0.95 && y > 0.05 && y < 0.93 ? 0.95 : 0.3
        }
        let edge = try #require(Self.edge(photo))
        let width = Double(photo.width)
        #expect(abs(edge.corners[0].x / width - 0.083) < 0.02 && abs(edge.corners[3].x / width - 0.136) < 0.02)
        #expect(abs(edge.frame.width / width - 0.84) < 0.03)
        #expect(Self.edge(Self.page { x, _ in 0.4 + 0.6 * x }) == nil)
        #expect(Self.edge(Self.page()) == nil)
    }

    private static func isUneven(_ raster: Raster) -> Bool? {
        guard let picture = Picture(raster) else { return nil }
        return PaperMeasure(picture).isUneven
    }

    private static func edge(_ raster: Raster) -> SheetEdge? {
        guard let picture = Picture(raster) else { return nil }
        return SheetEdge(picture)
    }

    @Test func aShadedPageIsRead() throws {
        let raster = Self.page { x, y in 0.35 + 0.6 * x * (1 - 0.4 * y) }
        let words = try TesseractRecognizer().recognize(raster, settings: Self.english).words.map(\.text)
        #expect(words.contains("2024-0815") && words.contains("279.65"))
    }

    static var english: ReadSettings {
        var settings = ReadSettings()
        settings.languages = ["eng"]
        return settings
    }

    static func printed(iban: String = "DE89370400440532013000", total: String = "279.65") -> [String] {
        [
            "INVOICE Number 2024-0815", "Date 12 March 2024", "Printer paper A4 10 boxes 45.00", "Consulting 190.00",
            "Net amount 235.00", "Tax 19 percent 44.65", "Total amount due \(total)", "IBAN \(iban)",
        ]
    }

    static func content(_ lines: [String], mode: Int = 0) -> String {
        "\(mode) Tr " + lines.enumerated().map { TinyPDF.text($1, x: 90, y: 700 - $0 * 40, size: 14) }.joined()
    }

    /// A page as gray pixels, lit by a share of full brightness that depends on the place (0...1 across and down).
    static func page(_ light: (Double, Double) -> Double = { _, _ in 1 }) -> Raster {
        let document = try? PDFSource().open(
            TinyPDF(pages: [content(printed())]).bytes, as: .pdf, settings: ReadSettings())
        guard var raster = try? document?.raster(of: 1, dpi: 150) else {
            return Raster(width: 0, height: 0, dpi: 1, pixels: [])
        }
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let share = light(Double(x) / Double(raster.width), Double(y) / Double(raster.height))
                raster.pixels[y * raster.width + x] = UInt8(Double(raster.pixels[y * raster.width + x]) * share)
            }
        }
        return raster
    }

    /// A picture of a page, and under it a text nobody sees that names another account and another total.
    @Test func hiddenTextThatSaysOtherwiseIsSeenThrough() throws {
        let visible = Self.page()
        var pdf = TinyPDF(pages: [
            "q 600 0 0 800 0 0 cm /I Do Q "
                + Self.content(Self.printed(iban: "DE02120300000000202051", total: "979.65"), mode: 3)
        ])
        pdf.image = (visible.width, visible.height, visible.pixels)
        let reader = ReadText(
            sources: [PDFSource()], recognizer: TesseractRecognizer(), settings: Self.english)
        let read = try reader.read(SourceDocument(name: "a.pdf", bytes: pdf.bytes), as: .pdf)
        let page = try #require(read.pages.first)
        #expect(page.reading == .both)
        let differing = page.words.filter { $0.layerText != nil }
        #expect(Set(differing.map(\.text)) == ["279.65", "DE89370400440532013000"])
        #expect(Set(differing.compactMap(\.layerText)) == ["979.65", "DE02120300000000202051"])
    }

    @Test func hiddenTextThatSaysTheSameIsTaken() throws {
        let visible = Self.page()
        var pdf = TinyPDF(pages: ["q 600 0 0 800 0 0 cm /I Do Q " + Self.content(Self.printed(), mode: 3)])
        pdf.image = (visible.width, visible.height, visible.pixels)
        let reader = ReadText(sources: [PDFSource()], recognizer: TesseractRecognizer(), settings: Self.english)
        let page = try #require(
            try reader.read(SourceDocument(name: "a.pdf", bytes: pdf.bytes), as: .pdf).pages.first)
        #expect(page.words.allSatisfy { $0.layerText == nil })
        #expect(page.words.contains { $0.text == "DE89370400440532013000" && $0.source == .text })
    }

    struct Side: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Tops of the words of one line, in the order they were read.
        var tops: [Double]
        var hint: Int
    }
    static let sides = [
        Side(testDescription: "lines that run down want three quarters", tops: [10, 60, 110, 160], hint: 3),
        Side(testDescription: "lines that run up want one", tops: [160, 110, 60, 10], hint: 1),
    ]
    @Test(arguments: sides) func aPageOnItsSideIsNotPlausible(_ example: Side) {
        let words = example.tops.map { top in
            Word(
                text: "Rechnung", box: Box(x: 20, y: top, width: 8, height: 40), size: 8, confidence: 0.95,
                source: .ocr)
        }
        // The engine calls them upright.
        let attempt = Attempt(Recognition(words: words, dpi: 200), wordTurns: [0, 0, 0, 0])
        #expect(!attempt.isPlausible && attempt.hint == example.hint)
    }
}

import Invoicing
import Pipeline
import Testing

@Suite("TEXT, OCR or BOTH") struct PageDecisionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let layer: TextLayer
        let reading: PageReading
        var needsInk = false
        let because: String
    }

    static let invoice = """
        Rechnung Nr. 2024-0815 Datum 12.03.2024 Kundennummer K-1001 Sehr geehrte Damen und Herren, wir berechnen Ihnen
        10 Stück Druckerpapier 4,50 EUR 45,00 EUR 2 Std. Beratung 95,00 EUR 190,00 EUR Nettobetrag 235,00 EUR
        zzgl. 19 % USt 44,65 EUR Gesamtbetrag 279,65 EUR IBAN DE89 3704 0044 0532 0130 00
        """

    static let cases = [
        Case(
            testDescription: "an ordinary invoice is taken as it is", layer: layer(invoice), reading: .text,
            because: "characters of text"),
        Case(
            testDescription: "a logo does not matter", layer: layer(invoice, picture: 0.05), reading: .text,
            because: "pictures cover 5 %"),
        Case(
            testDescription: "a large picture beside text is looked at", layer: layer(invoice, picture: 0.5),
            reading: .text, needsInk: true, because: "pictures cover 50 %"),
        Case(
            testDescription: "a scan has no text layer", layer: layer("", picture: 1), reading: .ocr,
            because: "no text layer"),
        Case(
            testDescription: "no text and no picture: blank, or print drawn as curves", layer: layer(""),
            reading: .ocr, needsInk: true, because: "no text layer"),
        Case(
            testDescription: "a stamp on a scan is looked at", layer: layer("Received 12.03.2024", picture: 1),
            reading: .text, needsInk: true, because: "pictures cover 100 %"),
        Case(
            testDescription: "text on a picture of the page is held against the picture",
            layer: layer(invoice, picture: 1), reading: .both, because: "the text lies on a picture"),
        Case(
            testDescription: "glyphs without meaning",
            layer: layer(String(invoice.map { $0.isLetter ? "\u{FFFD}" : $0 })), reading: .ocr,
            because: "have no meaning"),
        Case(
            testDescription: "glyph numbers instead of characters, off by 29", layer: layer(moved(invoice, by: -29)),
            reading: .ocr, because: "off by 29"),
        Case(
            testDescription: "letters off by 3", layer: layer(moved(invoice, by: 3)), reading: .ocr,
            because: "off by 3"),
        Case(
            testDescription: "letters without vowels are no words",
            layer: layer("Xkjtr bcdfghj mnpqrst vwxzkl trwqpl kjhgfds mnbvcxz qwrtzp sdfghjkl xcvbnm"), reading: .ocr,
            because: "looks like words"),
        Case(
            testDescription: "icons from a symbol font harm nothing",
            layer: layer(invoice + " \u{F095} 030 123 \u{F0E0} mail@example.org"), reading: .text,
            because: "characters of text"),
        Case(
            testDescription: "French is words", reading: .text,
            text:
                "Facture n° F20240023 Monsieur, veuillez trouver le détail des prestations réalisées au mois de février"
        ),
        Case(
            testDescription: "Polish is words", reading: .text,
            text:
                "Faktura VAT nr 12/2024 sprzedawca nabywca razem do zapłaty słownie złotych sto dwadzieścia trzy brutto"
        ),
        Case(
            testDescription: "Greek is words", reading: .text,
            text: "Τιμολόγιο πώλησης αριθμός 123 ημερομηνία έκδοσης 12/03/2024 σύνολο αξίας ΦΠΑ 24% πληρωτέο ποσό ευρώ"),
        Case(
            testDescription: "a page of figures is words", reading: .text,
            text: String(repeating: "4711 12,50 1.234,56 19% 2024-01-31 ", count: 5)),
    ]

    @Test(arguments: cases) func fromTheTextLayer(_ example: Case) {
        let decision = PageDecision(example.layer)
        #expect(decision.reading == example.reading)
        #expect(decision.needsInk == example.needsInk)
        #expect(decision.reasons.contains { $0.contains(example.because) }, "\(decision.reasons)")
    }

    struct InkCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let layer: TextLayer
        /// Lines of print on the picture, from the top, 12 points apart.
        let lines: Int
        let reading: PageReading
    }

    static let inkCases = [
        InkCase(testDescription: "a blank page", layer: layer(""), lines: 0, reading: .text),
        InkCase(testDescription: "print drawn as curves", layer: layer(""), lines: 30, reading: .ocr),
        InkCase(testDescription: "a stamp on a scan", layer: layer("Received", picture: 1), lines: 30, reading: .both),
        InkCase(
            testDescription: "a scan with its recognized text", layer: full(lines: 30, picture: 1), lines: 30,
            reading: .text),
        InkCase(
            testDescription: "a short page that is all text", layer: full(lines: 2, picture: 0), lines: 2,
            reading: .text),
        InkCase(
            testDescription: "a scan whose recognized text stops half way", layer: full(lines: 15, picture: 1),
            lines: 30,
            reading: .both),
    ]

    @Test(arguments: inkCases) func withThePagesInk(_ example: InkCase) {
        let ink = PageInk(Self.print(lines: example.lines), words: example.layer.words)
        let decision = PageDecision(.text, ["doubtful"], needsInk: true)
        #expect(decision.settled(example.layer, ink: ink).reading == example.reading)
    }

    // MARK: Pages

    fileprivate static func layer(_ text: String, picture: Double = 0) -> TextLayer {
        var words: [Word] = []
        for (index, part) in text.split(whereSeparator: \.isWhitespace).enumerated() {
            let box = Box(x: 60 + Double(index % 8) * 60, y: 60 + Double(index / 8) * 12, width: 55, height: 10)
            words.append(Word(text: String(part), box: box, size: 10))
        }
        let images = picture > 0 ? [Box(x: 0, y: 0, width: 600, height: 800 * picture)] : []
        return TextLayer(width: 600, height: 800, words: words, images: images)
    }

    /// Lines of words where `print(lines:)` puts ink.
    private static func full(lines: Int, picture: Double) -> TextLayer {
        var layer = layer("", picture: picture)
        for line in 0..<lines {
            layer.words.append(
                Word(text: "Zeile", box: Box(x: 60, y: 60 + Double(line) * 12, width: 480, height: 9), size: 9))
        }
        return layer
    }

    private static func print(lines: Int) -> Raster {
        let (width, height) = (600 * 50 / 72, 800 * 50 / 72)
        var pixels = [UInt8](repeating: 255, count: width * height)
        for line in 0..<lines {
            let top = (60 + line * 12) * 50 / 72
            for row in top..<top + 6 {
                for column in 42..<374 where column % 3 == row % 2 { pixels[row * width + column] = 60 }
            }
        }
        return Raster(width: width, height: height, dpi: 50, pixels: pixels)
    }

    private static func moved(_ text: String, by shift: Int) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    guard (33...126).contains(scalar.value) else { return scalar }
                    return Unicode.Scalar(UInt32(max(1, Int(scalar.value) + shift))) ?? scalar
                }))
    }
}

extension PageDecisionTests.Case {
    init(testDescription: String, reading: PageReading, text: String) {
        self.init(
            testDescription: testDescription, layer: PageDecisionTests.layer(text), reading: reading,
            because: "characters of text")
    }
}

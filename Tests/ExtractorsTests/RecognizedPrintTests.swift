import Invoicing
import Testing

@testable import Extractors

/// Words of one line in print of 10 points on the base line at 100, framed as recognition frames ink.
@Suite("Recognized print") struct RecognizedPrintTests {
    private func word(_ text: String, x: Double, top: Double, bottom: Double, width: Double) -> Word {
        Word(
            text: text, box: Box(x: x, y: top, width: width, height: bottom - top), size: 7, confidence: 0.9,
            source: .ocr)
    }

    private var line: [Word] {
        [
            word("Haus", x: 50, top: 92.6, bottom: 100, width: 24),
            word("aus", x: 78, top: 94.5, bottom: 100, width: 16),
            word("Gips", x: 98, top: 92.6, bottom: 102.1, width: 21),
        ]
    }

    @Test func lowAndHighLettersGetTheSameBox() {
        for word in RecognizedPrint.evened(line) {
            #expect(abs(word.size - 10) < 0.3, "\(word.text)")
            #expect(abs(word.box.y - 91) < 0.4 && abs(word.box.bottom - 102.2) < 0.4, "\(word.text)")
        }
    }

    @Test func aFrameThatCaughtAStrokeIsTakenFromItsLine() throws {
        let struck = word("Total", x: 123, top: 88, bottom: 105, width: 23)
        let evened = try #require(RecognizedPrint.evened(line + [struck]).last)
        #expect(abs(evened.size - 10) < 0.3 && abs(evened.box.bottom - 102.2) < 0.4)
    }

    @Test func largePrintBesideSmallPrintStaysLarge() throws {
        let large = word("RECHNUNG", x: 123, top: 85.2, bottom: 100, width: 112)
        let evened = try #require(RecognizedPrint.evened(line + [large]).last)
        #expect(abs(evened.size - 20) < 0.5)
    }

    @Test func marksWithoutLettersFollowTheirLine() throws {
        let dash = word("-", x: 123, top: 96, bottom: 97, width: 3)
        let evened = try #require(RecognizedPrint.evened(line + [dash]).last)
        #expect(abs(evened.box.y - 91) < 0.4 && abs(evened.size - 10) < 0.3)
    }

    @Test func wordsOfATextLayerAreLeftAlone() {
        let printed = Word(text: "aus", box: Box(x: 50, y: 90, width: 16, height: 11), size: 10)
        #expect(RecognizedPrint.evened([printed]) == [printed])
    }

    @Test func aNameIsOneSegmentThoughItsSecondWordIsLow() throws {
        // The space is 4 points: narrow for the font, wide for the ink of "aus".
        let page = PageText(
            number: 1, width: 595, height: 842,
            words: [
                word("Haus", x: 50, top: 92.6, bottom: 100, width: 24),
                word("aus", x: 79.5, top: 94.5, bottom: 100, width: 16),
            ], reading: .ocr)
        let row = try #require(Layout([page]).rows.first)
        #expect(row.segments.count == 1 && row.text(0..<2) == "Haus aus")
    }
}

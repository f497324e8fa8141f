import Invoicing
import Testing

@testable import Extractors

@Suite("Print that claims too much height") struct TallPrintTests {
    /// Twelve lines of two words, 12 points apart.
    private func page(height: Double, source: TextSource = .text) -> PageText {
        let words = (0..<12).flatMap { line in
            ["left\(line)", "right\(line)"].enumerated().map { column, text in
                Word(
                    text: text,
                    box: Box(
                        x: 40 + 200 * Double(column), y: 40 + 12 * Double(line) - height / 2, width: 60, height: height),
                    size: height, source: source)
            }
        }
        return PageText(
            number: 1, width: 595, height: 842, words: words, reading: source == .ocr ? .ocr : .text)
    }

    @Test("words twice as high as the distance of their lines stay in their own line", arguments: [9.0, 24, 30])
    func lines(height: Double) {
        let rows = Layout([page(height: height)]).rows.map { $0.text(0..<$0.tokens.count) }
        #expect(rows == (0..<12).map { "left\($0) right\($0)" })
    }

    @Test("print of honest height, and what recognition measured, keeps its height")
    func honest() {
        let printed = page(height: 9).words
        #expect(TallPrint.evened(printed) == printed)
        let recognized = page(height: 24, source: .ocr).words
        #expect(TallPrint.evened(recognized) == recognized)
    }
}

import Invoicing
import Testing

@testable import Extractors

@Suite("Print in the margin") struct MarginPrintTests {
    private func word(_ text: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Word {
        Word(text: text, box: Box(x: x, y: y, width: width, height: height), size: 8)
    }

    @Test("a line that runs up is read upwards, its short words with it, and is in no line of the page")
    func upwards() {
        let page = PageText(
            number: 1, width: 595, height: 842,
            words: [
                word("Invoice", 100, 60, 40, 10), word("Total", 100, 300, 30, 10),
                word("ACME", 20, 400, 8, 30), word("LIMITED", 20, 350, 8, 45), word("at", 20, 338, 8, 10),
                word("Springfield", 20, 270, 8, 60),
            ], reading: .text)
        let rows = Layout([page]).rows.map { $0.text(0..<$0.tokens.count) }
        #expect(rows == ["Invoice", "Total", "ACME LIMITED at Springfield"])
    }

    @Test("a separator belongs to the word right of it, in whatever order the words come")
    func separators() {
        let page = PageText(
            number: 1, width: 595, height: 842,
            words: [
                word("Acme", 100, 60, 20, 8), word("●", 130, 60, 4, 8), word("62701", 400, 60, 30, 8),
                word("Road", 140, 60, 25, 8),
            ], reading: .text)
        let tokens = Layout([page]).rows[0].tokens
        #expect(tokens.map(\.followsBreak) == [false, true, false])
    }
}

import Accuracy
import Testing

@Suite("Sequence ratio") struct SequenceRatioTests {
    /// Figures of Python 3.12's `SequenceMatcher(None, a, b, autojunk=False).ratio()`.
    static let cases: [(String, String, Double, String)] = [
        ("abcd", "bcde", 0.75, "the example of Python's manual"),
        ("", "", 1, "two empty texts are the same"),
        ("abc", "", 0, "nothing in common with nothing"),
        ("qabxcd", "abycdf", 2 * 4 / 12.0, "two blocks"),
        ("tide", "diet", 0.25, "not symmetric, this way round"),
        ("diet", "tide", 0.5, "not symmetric, the other way round"),
    ]

    @Test(arguments: cases) func ratio(_ first: String, _ second: String, _ expected: Double, _ sentence: String) {
        #expect(sequenceRatio(first, second) == expected, "\(sentence)")
    }
}

@Suite("Gate") struct GateTests {
    private func evaluation(right: Int, of total: Int) -> Evaluation {
        var evaluation = Evaluation()
        for index in 0..<total {
            let truth = JSONValue.object([
                "kind": .text("scan"), "fields": .object(["invoice_number": .text("R-1")]),
            ])
            let guess = JSONValue.object(["invoice_number": .text(index < right ? "R1" : "R2")])
            evaluation.add("d\(index)", truth: truth, prediction: guess)
        }
        return evaluation
    }

    @Test func sameFiguresPass() {
        let gate = Gate(recording: evaluation(right: 3, of: 4))
        #expect(gate.minimums["scan"] == .init(microF1: 0.75, lineItemsF1: nil))
        #expect(gate.falls(in: evaluation(right: 3, of: 4)).isEmpty)
        #expect(gate.falls(in: evaluation(right: 4, of: 4)).isEmpty)
    }

    @Test func aLowerFigureFalls() {
        let falls = Gate(recording: evaluation(right: 3, of: 4)).falls(in: evaluation(right: 2, of: 4))
        #expect(falls == [.init(kind: "scan", figure: "fields micro-F1", minimum: 0.75, measured: 0.5)])
    }

    @Test func aKindThatIsGoneFalls() {
        let gate = Gate(minimums: ["e-invoice": .init(microF1: 0, lineItemsF1: nil)])
        #expect(gate.falls(in: evaluation(right: 1, of: 1)).map(\.kind) == ["e-invoice"])
    }
}

import Invoicing
import Testing

@testable import Pipeline

@Suite("Text layer against picture") struct LayerVoteTests {
    @Test(arguments: [
        ("279.65", "979.65", true), ("279.65", "279.65", false), ("279,65", "279.65", false),
        ("1O0.00", "100.00", false),
        ("DE89", "DE02", true), ("2024-0815", "0815", false), ("3704", "37045", false), ("12", "AB", false),
    ])
    func numbersDiffer(_ layer: String, _ seen: String, _ expected: Bool) {
        #expect(LayerVote.differ(layer, seen) == expected)
    }

    @Test(arguments: [
        // Layer, seen, the recognizer's confidence, where it was seen, what is kept.
        ("279.65", "979.65", 0.95, 100.0, "979.65"), ("279.65", "979.65", 0.6, 100.0, "279.65"),
        ("279.65", "979.65", 0.95, 300.0, "279.65"), ("Total", "Tota1", 0.95, 100.0, "Total"),
        ("279.65", "9.65", 0.95, 112.0, "279.65"),
    ])
    func whatIsSeenClearlyIsTaken(_ layer: String, _ seen: String, _ confidence: Double, _ x: Double, _ kept: String) {
        let word = Self.word(layer, x: 100)
        let settled = LayerVote(seen: [Self.word(seen, x: x, confidence: confidence)]).settled([word])
        #expect(settled.map(\.text) == [kept])
        #expect(settled[0].layerText == (kept == layer ? nil : layer))
    }

    @Test func aFieldOnAnotherNumberIsForAPerson() {
        var total = Self.word("979.65", x: 100)
        total.layerText = "279.65"
        var other = Self.word("12", x: 400)
        other.layerText = "13"
        let page = PageText(number: 1, width: 600, height: 800, words: [total, other], reading: .both)
        let field = Field("979.65", confidence: 0.9, evidence: Evidence(source: .text, page: 1, box: total.box))
        let findings = LayerDifferences([page]).findings([.grossTotal: field])
        #expect(findings.map(\.severity) == [.review, .warning])
        #expect(findings.allSatisfy { $0.rule == "text-layer-differs" })
        #expect(findings[0].message.contains("979.65") && findings[0].message.contains("279.65"))
        #expect(findings[0].evidence.first?.box == total.box)
        #expect(LayerDifferences([]).findings([:]).isEmpty)
    }

    static func word(_ text: String, x: Double, confidence: Double? = nil) -> Word {
        Word(
            text: text, box: Box(x: x, y: 100, width: Double(text.count) * 6, height: 10), size: 10,
            confidence: confidence, source: confidence == nil ? .text : .ocr)
    }
}

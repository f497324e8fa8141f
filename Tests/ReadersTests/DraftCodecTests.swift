import Extractors
import Foundation
import Invoicing
import Pipeline
import Testing

@testable import Readers

@Suite("Drafts as bytes") struct DraftCodecTests {
    static let evidence = Evidence(
        source: .ocr, page: 2, box: Box(x: 0.1, y: -3, width: 1e-9, height: 100.0 / 3), printed: "1.234,56\u{00A0}€",
        label: "Summe", reason: "",
        rejected: [
            Alternative(value: "1.00", page: 1, box: Box(x: 1, y: 2, width: 3, height: 4), score: -2.5),
            Alternative(value: "", score: 0),
        ])
    static let draft = Draft(
        schema: "invoice/1",
        fields: [
            .grossTotal: Field("1234.56", confidence: 0.97, evidence: evidence), .note: Field("😀", confidence: 0),
            .currency: Field("EUR", confidence: 1, evidence: Evidence(source: .computed)),
        ], lineItems: [[.position: Field("1", confidence: 1)], [:]], taxBreakdown: [[:]],
        allowancesAndCharges: [[.reason: Field("Skonto", confidence: 0.5)]],
        findings: [
            Finding(rule: "read-damaged", severity: .review, message: "A page.", evidence: [evidence, evidence]),
            Finding(rule: "", severity: .blocker, message: ""),
        ])
    static let document = DraftedDocument(
        pageCount: 2,
        pages: [
            PageSummary(
                number: 1, width: 595.28, height: 841.89, reading: .both, reasons: ["one", ""], turned: 270, problem: ""
            ),
            PageSummary(number: 2, width: 0, height: 0, reading: .failed),
        ], draft: draft, secondsToExtract: 0.25)
    static let bytes = DraftCodec.encoded(document)

    @Test func comeBackAsTheyWere() throws {
        #expect(try DraftCodec.decoded(Self.bytes) == Self.document)
        var several = Self.document
        several.parts = [
            DraftedPart(Self.draft, pages: 1..<2),
            DraftedPart(Draft(schema: "reminder/1"), pages: 2..<3, signs: FirstPageSign.allCases),
        ]
        #expect(try DraftCodec.decoded(DraftCodec.encoded(several)) == several)
        let empty = DraftedDocument(pageCount: 0, pages: [], draft: Draft(schema: ""), secondsToExtract: 0)
        #expect(try DraftCodec.decoded(DraftCodec.encoded(empty)) == empty)
    }

    @Test func areRefusedWhenCutAnywhere() {
        for length in 0..<Self.bytes.count {
            #expect(throws: MessageFault.self) { try DraftCodec.decoded(Self.bytes.prefix(length)) }
        }
        #expect(throws: MessageFault.self) { try DraftCodec.decoded(Self.bytes + [0]) }
    }

    @Test func neverTrapWhateverTheBytes() {
        for index in Self.bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = Self.bytes
                changed[index] = value
                guard let document = try? DraftCodec.decoded(changed) else { continue }
                #expect(document.draft.fields.values.allSatisfy { (0...1).contains($0.confidence) })
            }
        }
    }
}

import Foundation
import Invoicing
import Testing

@testable import Readers

@Suite("Pages as bytes") struct PageCodecTests {
    static let pages = [
        PageText(
            number: 1, width: 595.28, height: 841.89,
            words: [
                Word(
                    text: "Gesamtbetrag", box: Box(x: 0.1, y: -3, width: 1e-9, height: 100.0 / 3),
                    font: "ABCDEF+Arial-Bold", size: 9.5),
                Word(
                    text: "1.234,56\u{00A0}€", box: Box(x: 1, y: 2, width: 3, height: 4), size: 11, confidence: 0,
                    source: .ocr),
                Word(text: "", box: Box(x: 0, y: 0, width: 0, height: 0), font: "", size: 0, confidence: 1),
                Word(text: "😀", box: Box(x: 0, y: 0, width: 0, height: 0), font: "B", size: 0, source: .xml),
            ], reading: .both, reasons: ["one", ""], turned: 270, problem: "half of it"),
        PageText(number: 2, width: 0, height: 0, words: [], reading: .failed),
    ]

    @Test func comeBackAsTheyWere() throws {
        #expect(try PageCodec.decoded(PageCodec.encoded(Self.pages)) == Self.pages)
        #expect(try PageCodec.decoded(PageCodec.encoded([])) == [])
    }

    @Test func areRefusedWhenCutAnywhere() {
        let whole = PageCodec.encoded(Self.pages)
        for length in 0..<whole.count {
            #expect(throws: MessageFault.self) { try PageCodec.decoded(whole.prefix(length)) }
        }
        #expect(throws: MessageFault.self) { try PageCodec.decoded(whole + [0]) }
    }

    @Test func neverTrapWhateverTheBytes() {
        let whole = PageCodec.encoded(Self.pages)
        for index in whole.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = whole
                changed[index] = value
                guard let pages = try? PageCodec.decoded(changed) else { continue }
                #expect(pages.allSatisfy { page in page.words.allSatisfy { $0.box.x.isFinite && $0.size.isFinite } })
            }
        }
    }
}

import Foundation
import Testing

@testable import Orchestrator

@Suite("JSON as it is written") struct JSONTextTests {
    private struct Inner: Codable {
        var name: String?
        var list: [Int] = []
    }

    private enum Choice: Codable { case one(Inner), two(first: Bool, second: UInt8), none }

    private struct Everything: Codable {
        var zero = 0.0
        var box = 100.0 / 3
        var small = 1e-9
        var large = -1.25e300
        var single: Float = 0.1
        var whole: Double? = 595
        var absent: String?
        var decimal = Decimal(string: "-1234.50")!
        var decimals = [Decimal(string: "0.001")!, 0]
        var words = ["", "a/b", "\"\\\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}", "Größe €😀", "e\u{301}"]
        var dictionary = ["b": 1, "a": 2, "A": 3, "a_b": 4, "aB": 5, "10": 6, "9": 7]
        var nothing: [String: Int] = [:]
        var empty: [[Inner]] = [[], [Inner(), Inner(name: "x", list: [1, -2])]]
        var choices: [Choice] = [.one(Inner(name: "y")), .two(first: true, second: 255), .none]
        var wide = [Int64.min, Int64.max]
        var value = JSONValue.object(["k": .array([.null, .bool(false), .number(1.5), .string("s")])])
        var maybe: [Int?] = [nil, 1]
    }

    @Test func isWhatFoundationWrites() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(try text(JSONText.line(Everything())) == text(encoder.encode(Everything())))
        encoder.outputFormatting.insert(.prettyPrinted)
        #expect(try text(JSONText.pretty(Everything())) == text(encoder.encode(Everything())) + "\n")
        #expect(try text(JSONText.line("a\u{0}")) == #""a\u0000""#)
    }

    @Test func hasNoNumbersThatAreNone() {
        #expect(throws: EncodingError.self) { try JSONText.line([1, Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONText.line(["x": Double.infinity]) }
    }

    private func text(_ bytes: Data) -> String { String(decoding: bytes, as: UTF8.self) }
}

import Correspondence
import Testing

/// What must hold of any reply, tried on 100,000 of them. The generator has a seed, so that a failure comes again.
@Suite("ReplyMutation") struct ReplyMutationTests {
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    static let all = ReplyCorpus.made + ReplyCorpus.written
    /// Short, so that many can be tried; without quoted lines, of which a line break would free a part.
    static let refused = all.filter { reply in
        reply.truth != "approve" && reply.text.utf8.count < 200
            && !reply.text.split(separator: "\n").contains { $0.hasPrefix(">") }
    }
    static let approvals = all.filter { $0.truth == "approve" && $0.text.utf8.count < 60 && !$0.text.contains("\n>") }
    static let doubts = [
        "not", "but", "only", "if", "unless", "nicht", "nur", "aber", "pas", "sauf", "mais", "niet", "maar", "non",
        "solo",
        "ma non", "no", "pero", "não", "mas", "apenas", "nie", "tylko", "ale", "500", "50%", "except line 2", "?",
    ]

    /// Between words, where anybody might put something.
    private func boundaries(_ text: String) -> [String.Index] {
        text.indices.filter {
            $0 == text.startIndex || text[text.index(before: $0)] == " " || text[text.index(before: $0)] == "\n"
        }
    }

    /// Blanks between words, signs of quotes within lines, and words of doubt make no approval of what was none.
    @Test func nothingBecomesAnApproval() throws {
        var random = Seeded(state: 1)
        for _ in 0..<60_000 {
            let reply = try #require(Self.refused.randomElement(using: &random))
            var text = reply.text
            // Not both: a sign of quotes behind a new line break quotes what follows.
            let signs =
                Bool.random(using: &random) ? ["\n", "\n\n", " ", "\t", "\u{A0}"] : ["> ", ">> ", " ", "\u{A0}"]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let places = boundaries(text)
                guard let place = places.randomElement(using: &random) else { break }
                let isLineStart = text[..<place].reversed().first { $0 == "\n" || !$0.isWhitespace }?.isNewline ?? true
                let blanks = isLineStart ? ["  ", "\t", "\u{A0}"] : signs
                let doubt = Self.doubts.randomElement(using: &random)! + " "
                text.insert(
                    contentsOf: Bool.random(using: &random) ? doubt : blanks.randomElement(using: &random)!, at: place)
            }
            let reading = ReplyReading(text, names: [reply.name])
            if reading == .approve { Issue.record("\(reply.id): \(text)") }
        }
    }

    /// A word of doubt anywhere in an approval of one line takes it back.
    @Test func doubtTakesAnApprovalBack() throws {
        var random = Seeded(state: 2)
        let lines = Self.approvals.filter { !$0.text.contains("\n") }
        for _ in 0..<20_000 {
            let reply = try #require(lines.randomElement(using: &random))
            var text = reply.text
            let place = (boundaries(text) + [text.endIndex]).randomElement(using: &random)!
            text.insert(contentsOf: " " + Self.doubts.randomElement(using: &random)! + " ", at: place)
            let reading = ReplyReading(text, names: [reply.name])
            if reading == .approve { Issue.record("\(reply.id): \(text)") }
        }
    }

    /// Quoted as a whole, however deep and with whatever under it, it says nothing.
    @Test func whatIsQuotedSaysNothing() throws {
        var random = Seeded(state: 3)
        for _ in 0..<10_000 {
            let reply = try #require(Self.approvals.randomElement(using: &random))
            let depth = Int.random(in: 1...6, using: &random)
            let blank = ["", " ", "\t", "\u{A0}"].randomElement(using: &random)!
            let mark = [">", "> ", " >"].randomElement(using: &random)!
            let text = reply.text.split(separator: "\n", omittingEmptySubsequences: false).map {
                blank + String(repeating: mark, count: depth) + $0
            }.joined(separator: "\n")
            let reading = ReplyReading(text, names: [reply.name])
            if reading == .approve { Issue.record("\(reply.id): \(text)") }
        }
    }

    /// A line more that is no politeness takes it back, above or below.
    @Test func anotherLineTakesAnApprovalBack() throws {
        var random = Seeded(state: 4)
        let more = [
            "But only line 2.", "Bitte erst nach dem 5.", "max. 500 EUR", "PS: attendre", "see below", "❌", "No.",
            "Tom",
        ]
        for _ in 0..<10_000 {
            let reply = try #require(Self.approvals.randomElement(using: &random))
            let line = more.randomElement(using: &random)!
            let gap = ["\n", "\n\n"].randomElement(using: &random)!
            let isAbove = Bool.random(using: &random)
            let text = isAbove ? line + gap + reply.text : reply.text.trimmedBlanks + gap + line
            let reading = ReplyReading(text, names: [reply.name])
            if reading == .approve, isAbove || !reply.text.contains("\n") { Issue.record("\(reply.id): \(text)") }
        }
    }

    struct Extreme: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var reading: ReplyReading
    }
    static let extremes = [
        Extreme(
            testDescription: "a line of a megabyte", text: String(repeating: "Approved ", count: 120_000),
            reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "a word of a megabyte", text: String(repeating: "a", count: 1_000_000),
            reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "marks of a megabyte", text: "Approved" + String(repeating: "\u{301}", count: 500_000),
            reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "100,000 levels", text: String(repeating: ">", count: 100_000) + " Approved",
            reading: .unclear(.empty)),
        Extreme(
            testDescription: "an approval above 100,000 levels",
            text: "Approved\n\n" + String(repeating: "> ", count: 100_000), reading: .approve),
        Extreme(
            testDescription: "100,000 quoted lines", text: "Approved\n\n" + String(repeating: "> x\n", count: 100_000),
            reading: .approve),
        Extreme(
            testDescription: "100,000 lines", text: String(repeating: "Approved\n", count: 100_000),
            reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "100,000 lines with digits that begin nothing",
            text: String(repeating: "On 1 x\n", count: 100_000), reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "300,000 empty lines", text: String(repeating: "\n", count: 300_000) + "Approved",
            reading: .unclear(.tooLong)),
        Extreme(
            testDescription: "five megabytes",
            text: "Approved\n\n" + String(repeating: "> xxxxxxxxxxxxxxxxx\n", count: 250_000),
            reading: .unclear(.tooLong)),
    ]
    @Test(arguments: extremes) func workIsBounded(_ example: Extreme) {
        #expect(ReplyReading(example.text) == example.reading)
    }
}

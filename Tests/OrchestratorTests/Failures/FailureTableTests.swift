import Orchestrator
import Testing

@Suite("FailureTable") struct FailureTableTests {
    @Test(arguments: ExpectedFailure.all) func isClassified(_ example: ExpectedFailure) throws {
        let sign = try #require(example.sign, "the code is of the family's form")
        let quiet = Classification.of(sign, duringEffect: false)
        let underWay = Classification.of(sign, duringEffect: true)
        #expect(quiet.kind == example.kind)
        #expect(underWay.kind == (example.leavesDoubt ? .uncertain : example.kind))
        #expect(quiet.isKnown)
        #expect(!quiet.hint.isEmpty && quiet.hint.hasSuffix("."))
    }

    /// Both ways, so that no row goes untested.
    @Test(arguments: ExpectedFailures.all.map(\.family)) func expectedAreTheSameCodes(_ family: FailureFamily) {
        let expected = ExpectedFailure.all.filter { $0.family == family }.map(\.code)
        let rows = FailureTable.rows(of: family)
        // What people call an errno is its name; the number is the system's.
        let known = rows.map { family == .systemCall ? $0.name : $0.code }
        #expect(known.sorted() == expected.sorted())
    }

    @Test func everyFamilyIsExpected() {
        #expect(ExpectedFailures.all.map(\.family) == FailureFamily.allCases)
        #expect(ExpectedFailure.all.count >= 300)
    }

    @Test(arguments: FailureFamily.allCases) func noCodeStandsTwice(_ family: FailureFamily) {
        let codes = FailureTable.rows(of: family).map(\.code)
        #expect(Set(codes).count == codes.count)
    }

    @Test(arguments: FailureFamily.allCases) func unknownCodesAreNeverTakenForADecision(_ family: FailureFamily) {
        let unknown = FailureTable.unknown(in: family)
        #expect(unknown.verdict.kind != .business)
        #expect(unknown.verdict.kind(duringEffect: true) == .uncertain, "what nobody knows leaves doubt")
        #expect(!unknown.hint.isEmpty)
        for row in FailureTable.rows(of: family) where row.code.hasSuffix("x") || row.code.hasSuffix("…") {
            #expect(row.verdict.kind != .business, "\(row.code) is a group")
        }
    }

    static let strangers: [FailureSign] = [
        .sqlState("ZZ999"), .sqlState(""), .systemCall(9_999), .systemCall(-1), .curl(9_999), .http(status: 0),
        .http(status: 799), .http(status: -5), .tlsAlert(255), .smtp(reply: 0), .smtp(reply: 250, enhanced: "2.0.0"),
        .s3(code: "NobodyKnows"), .s3(code: ""),
    ]

    @Test(arguments: strangers) func unknownCodesAreClassified(_ sign: FailureSign) {
        let judged = Classification.of(sign, duringEffect: false)
        #expect(!judged.isKnown)
        #expect([.bug, .contract].contains(judged.kind))
        #expect(Classification.of(sign, duringEffect: true).kind == .uncertain)
    }

    /// Every number and many texts: all are judged, and a decision of business is only ever read from a known code.
    @Test func nothingIsUnclassified() {
        var random = SystemRandomNumberGenerator()
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var signs: [FailureSign] = (-10...1_100).flatMap { number -> [FailureSign] in
            [
                .http(status: number), .curl(Int32(number)), .systemCall(Int32(number)), .smtp(reply: number),
                .smtp(reply: number, enhanced: "5.\(number).\(number)"), .s3(code: "Code\(number)", status: number),
            ]
        }
        for _ in 0..<10_000 {
            let text = String((0..<5).compactMap { _ in letters.randomElement(using: &random) })
            signs += [.sqlState(text), .imap(.no, code: text), .s3(code: text)]
        }
        for sign in signs {
            let judged = Classification.of(sign, duringEffect: Bool.random(using: &random))
            if judged.kind == .business { #expect(judged.isKnown, "\(sign)") }
        }
    }
}

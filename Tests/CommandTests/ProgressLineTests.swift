import Orchestrator
import Testing

@testable import payables

@Suite("Progress") struct ProgressLineTests {
    @Test func saysRateAndEstimate() {
        var line = ProgressLine(total: 100)
        for index in 1...20 { line.finished([index == 3 ? .review : .accepted], at: Double(index) * 0.5) }
        #expect(line.line(at: 10) == "20 of 100 documents, 2.0/s, 40 s left: 19 accepted, 1 to review")
        #expect(line.bar(at: 10, width: 100).hasPrefix("█████░"))
        #expect(line.bar(at: 10, width: 40).count == 40)
    }

    @Test func theRateFollowsTheLastDocuments() {
        var line = ProgressLine(total: 1000)
        for index in 1...200 { line.finished([.accepted], at: Double(index) * 0.01) }
        for index in 1...200 { line.finished([.accepted], at: 2 + Double(index)) }
        #expect(line.rate(at: 202).map { abs($0 - 1) < 0.02 } == true)
    }

    static let spans: [(Double, String)] = [
        (0.2, "1 s"), (59, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"), (.infinity, "?"),
    ]
    @Test(arguments: spans) func span(_ seconds: Double, _ text: String) { #expect(ProgressLine.span(seconds) == text) }

    static let outcomes: [([Outcome], Int32, String)] = [
        ([], 0, "nothing to do is well"), ([.accepted, .review], 2, "one to review"),
        ([.review, .rejected, .accepted], 3, "rejected is graver"), ([.failed, .rejected], 4, "failed is gravest"),
    ]
    @Test(arguments: outcomes) func status(_ outcomes: [Outcome], _ code: Int32, _ sentence: String) {
        #expect(ExitStatus(outcomes).rawValue == code, "\(sentence)")
    }
}

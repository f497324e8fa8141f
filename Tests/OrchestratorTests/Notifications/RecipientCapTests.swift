import Orchestrator
import Testing

@Suite("Cap of a recipient") struct RecipientCapTests {
    struct Example: CustomTestStringConvertible {
        var testDescription: String
        /// Minutes before now.
        var sent: [Int64]
        /// Minutes from now; `nil` = now.
        var wait: Int64?
    }

    static let examples = [
        Example(testDescription: "the first goes at once", sent: [], wait: nil),
        Example(testDescription: "one short of the hour's", sent: [1, 59], wait: nil),
        Example(testDescription: "the hour is full until its third newest is an hour old", sent: [1, 2, 30], wait: 30),
        Example(testDescription: "in any order", sent: [30, 1, 2], wait: 30),
        Example(testDescription: "more than the hour's", sent: [1, 2, 3, 50], wait: 57),
        Example(testDescription: "an hour ago is over", sent: [1, 2, 60], wait: nil),
        Example(testDescription: "the day is full", sent: [100, 200, 300, 400, 500], wait: 940),
        Example(testDescription: "the longer wait counts", sent: [1, 2, 3, 400, 500], wait: 940),
        Example(testDescription: "a day ago is over", sent: [100, 200, 300, 400, 1_440], wait: nil),
    ]

    @Test(arguments: examples) func wait(_ example: Example) {
        let minute: Int64 = 60_000_000
        let now = Moment(microseconds: 1_772_443_800_000_000)
        let cap = RecipientCap(perHour: 3, perDay: 5)
        let until = cap.wait(
            until: now, sent: example.sent.map { Moment(microseconds: now.microseconds - $0 * minute) })
        #expect(until == example.wait.map { Moment(microseconds: now.microseconds + $0 * minute) })
    }
}

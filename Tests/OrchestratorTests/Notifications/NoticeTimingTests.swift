import Foundation
import Orchestrator
import Testing

@Suite("When people are told") struct NoticeTimingTests {
    struct Example: Sendable {
        var what: String
        var zone: String
        var digest: String?
        var quiet: String?
        var now: String
        var expected: String
    }

    static let examples = [
        Example(what: "at once", zone: "GMT", now: "2026-03-02T10:15:30Z", expected: "2026-03-02T10:15:30Z"),
        Example(
            what: "the next digest is today's", zone: "Europe/Berlin", digest: "17:00", now: "2026-03-02T10:15:30Z",
            expected: "2026-03-02T16:00:00Z"),
        Example(
            what: "the next digest is tomorrow's", zone: "Europe/Berlin", digest: "07:30", now: "2026-03-02T10:15:30Z",
            expected: "2026-03-03T06:30:00Z"),
        Example(
            what: "exactly at the hour it is tomorrow's", zone: "GMT", digest: "07:30", now: "2026-03-02T07:30:00Z",
            expected: "2026-03-03T07:30:00Z"),
        Example(
            what: "quiet before midnight", zone: "America/New_York", quiet: "19:00-07:00", now: "2026-01-05T02:00:00Z",
            expected: "2026-01-05T12:00:00Z"),
        Example(
            what: "quiet after midnight", zone: "America/New_York", quiet: "19:00-07:00", now: "2026-01-05T09:00:00Z",
            expected: "2026-01-05T12:00:00Z"),
        Example(
            what: "its end is not quiet", zone: "America/New_York", quiet: "19:00-07:00", now: "2026-01-05T12:00:00Z",
            expected: "2026-01-05T12:00:00Z"),
        Example(
            what: "quiet at noon", zone: "GMT", quiet: "12:00-13:00", now: "2026-01-05T12:59:59Z",
            expected: "2026-01-05T13:00:00Z"),
        Example(
            what: "a digest in quiet hours waits for their end", zone: "GMT", digest: "06:00", quiet: "20:00-08:00",
            now: "2026-01-05T12:00:00Z", expected: "2026-01-06T08:00:00Z"),
        Example(
            what: "an hour that summer time leaves out", zone: "Europe/Berlin", digest: "02:30",
            now: "2026-03-28T12:00:00Z", expected: "2026-03-29T01:00:00Z"),
        Example(
            what: "the first of two equal hours", zone: "Europe/Berlin", digest: "02:30", now: "2026-10-24T12:00:00Z",
            expected: "2026-10-25T00:30:00Z"),
        Example(
            what: "quiet hours over the change to summer time", zone: "Europe/Berlin", quiet: "22:00-07:00",
            now: "2026-03-28T22:30:00Z", expected: "2026-03-29T05:00:00Z"),
    ]

    @Test(arguments: examples) func due(_ example: Example) throws {
        let zone = try #require(TimeZone(identifier: example.zone))
        let timing = NoticeTiming(
            digestAt: try example.digest.map { try #require(ClockTime($0)) },
            quiet: try example.quiet.map { try #require(QuietHours($0)) }, zone: zone)
        let now = try moment(example.now)
        let due = timing.digest(after: now) ?? timing.moment(now)
        #expect(due.iso == example.expected, "\(example.what)")
    }

    @Test(arguments: ["", "7:30", "24:00", "07:60", "07:3a", "07:30:00", "-1:00", "０７:30"])
    func noTime(_ text: String) { #expect(ClockTime(text) == nil) }

    @Test(arguments: ["", "07:00", "07:00-07:00", "07:00-25:00", "07:00-08:00-09:00"])
    func noQuietHours(_ text: String) { #expect(QuietHours(text) == nil) }

    private func moment(_ text: String) throws -> Moment {
        let date = try #require(ISO8601DateFormatter().date(from: text))
        return Moment(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }
}

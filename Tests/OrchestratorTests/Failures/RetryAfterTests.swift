import Foundation
import Orchestrator
import Testing

@Suite("RetryAfter") struct RetryAfterTests {
    /// 1994-11-06 08:49:37 UTC, the moment of RFC 9110's examples.
    static let moment = 784_111_777.0

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var header: String
        var pause: Duration?
        /// Seconds before the moment of the examples.
        var early: Double

        init(_ text: String, _ header: String, _ pause: Duration?, early: Double = 90) {
            testDescription = text
            self.header = header
            self.pause = pause
            self.early = early
        }
    }

    static let cases = [
        Case("seconds", "120", .seconds(120)),
        Case("no seconds at all", "0", .zero),
        Case("blanks around are no part of it", " 5 ", .seconds(5)),
        Case("leading zeros are digits", "007", .seconds(7)),
        Case("more than a day is a day", "999999", .seconds(86_400)),
        Case("more than any number is a day", "99999999999999999999999999", .seconds(86_400)),
        Case("a sign is no digit", "-5", nil),
        Case("a plus neither", "+5", nil),
        Case("parts of seconds are not of the form", "1.5", nil),
        Case("digits of other scripts neither", "٣", nil),
        Case("nothing", "", nil),
        Case("words", "soon", nil),
        Case("the form that is sent", "Sun, 06 Nov 1994 08:49:37 GMT", .seconds(90)),
        Case("the form of RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", .seconds(90)),
        Case("the form of asctime", "Sun Nov  6 08:49:37 1994", .seconds(90)),
        Case("a moment that has passed means now", "Sun, 06 Nov 1994 08:49:37 GMT", .zero, early: -1),
        Case("a far moment is a day", "Sun, 06 Nov 1994 08:49:37 GMT", .seconds(86_400), early: 100_000),
        Case("another zone is not of the form", "Sun, 06 Nov 1994 08:49:37 CET", nil),
        Case("a day that does not exist", "Sun, 31 Nov 1994 08:49:37 GMT", nil),
        Case("a month that does not exist", "Sun, 06 Nox 1994 08:49:37 GMT", nil),
        Case("an hour that does not exist", "Sun, 06 Nov 1994 24:49:37 GMT", nil),
        Case("a clock without seconds", "Sun, 06 Nov 1994 08:49 GMT", nil),
        Case("a minus in the clock", "Sun, 06 Nov 1994 08:-9:37 GMT", nil),
    ]

    @Test(arguments: cases) func isRead(_ example: Case) {
        let now = Date(timeIntervalSince1970: Self.moment - example.early)
        #expect(RetryAfter.pause(example.header, now: now) == example.pause)
    }

    @Test func theCallerMayCapItLower() {
        #expect(RetryAfter.pause("120", now: .distantPast, cap: .seconds(10)) == .seconds(10))
    }

    @Test func aYearOfTwoDigitsLiesLessThanFiftyYearsAhead() throws {
        let now = Date(timeIntervalSince1970: 1_795_000_000)  // November 2026
        let ahead = try #require(HTTPDate.moment("Friday, 01-Jan-76 00:00:00 GMT", now: now))
        #expect(ahead.timeIntervalSince1970 == 3_345_062_400)  // 2076
        let passed = try #require(HTTPDate.moment("Saturday, 01-Jan-77 00:00:00 GMT", now: now))
        #expect(passed.timeIntervalSince1970 == 220_924_800)  // 1977
    }

    /// Every day from 1990 to 2110, against the system's calendar: 2000 had a leap day, 2100 has none.
    @Test func daysAreThoseOfTheCalendar() throws {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var wrong: [String] = []
        for day in 7_305..<51_500 {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let (year, month, number) = (parts.year ?? 0, parts.month ?? 1, parts.day ?? 0)
            let text = "Any, \(number < 10 ? "0" : "")\(number) \(months[month - 1]) \(year) 00:00:00 GMT"
            if HTTPDate.moment(text, now: date) != date { wrong.append(text) }
        }
        #expect(wrong.isEmpty)
    }
}

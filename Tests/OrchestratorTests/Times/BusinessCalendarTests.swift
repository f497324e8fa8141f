import Foundation
import Invoicing
import Orchestrator
import Testing

@Suite("BusinessCalendar") struct BusinessCalendarTests {
    static let bavaria = """
        {"time_zone": "Europe/Berlin", "hours": {"mon-thu": ["08:00-12:00", "13:00-17:00"], "fri": ["08:00-14:00"]},
         "holidays": ["DE-BY"], "days": {"2026-12-24": ["08:00-12:00"], "2026-12-31": []}}
        """

    /// Times by the clock in Berlin; `+2h` is working time, `+2d` days with work.
    static let sums = [
        Sum("within a morning", "2026-11-30 09:00", "+2h", "2026-11-30 11:00"),
        Sum("over lunch", "2026-11-30 11:00", "+2h", "2026-11-30 14:00"),
        Sum("over at closing time is over at the next opening", "2026-11-30 16:00", "+1h", "2026-12-01 08:00"),
        Sum("over the night", "2026-11-30 16:00", "+2h", "2026-12-01 09:00"),
        Sum("over the weekend", "2026-12-04 13:30", "+1h", "2026-12-07 08:30"),
        Sum("from a Sunday", "2026-12-06 10:00", "+1h", "2026-12-07 09:00"),
        Sum("nothing, from a Sunday", "2026-12-06 10:00", "+0h", "2026-12-07 08:00"),
        Sum("half of Christmas Eve is worked", "2026-12-24 11:00", "+2h", "2026-12-28 09:00"),
        Sum("over New Year and Epiphany", "2026-12-30 16:30", "+1h", "2027-01-04 08:30"),
        Sum("Epiphany is a holiday in Bavaria", "2027-01-05 16:30", "+1h", "2027-01-07 08:30"),
        Sum("Easter", "2026-04-02 16:00", "+2h", "2026-04-07 09:00"),
        Sum("days over a weekend", "2026-12-03 10:30", "+2d", "2026-12-07 10:30"),
        Sum("days from a Sunday begin on Monday", "2026-12-06 10:00", "+2d", "2026-12-09 08:00"),
        Sum("days end where people work", "2026-12-03 16:00", "+1d", "2026-12-07 08:00"),
        Sum("days over Christmas", "2026-12-23 10:00", "+3d", "2026-12-29 10:00"),
        Sum("days over the change to summer time", "2026-03-27 09:00", "+1d", "2026-03-30 09:00"),
        Sum("days over the change to winter time", "2026-10-23 09:00", "+1d", "2026-10-26 09:00"),
        Sum("no days from within work", "2026-12-03 10:30", "+0d", "2026-12-03 10:30"),
    ]

    @Test(arguments: sums) func sum(_ sum: Sum) throws {
        let calendar = try BusinessCalendar(json: Data(Self.bavaria.utf8))
        #expect(try sum.result(calendar) == sum.end, "\(sum.name)")
    }

    /// A plant that works around the clock: the night of the change has an hour less, or one more.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29 00:00", "2026-03-29 02:00", 2),
        ("Europe/Berlin", "2026-03-29 00:00", "2026-03-29 03:00", 2),
        ("Europe/Berlin", "2026-10-25 00:00", "2026-10-25 03:00", 4),
        ("America/New_York", "2026-03-08 00:00", "2026-03-08 04:00", 3),
        ("America/New_York", "2026-11-01 00:00", "2026-11-01 04:00", 5),
    ])
    func aroundTheClock(_ zone: String, _ start: String, _ end: String, _ hours: Int) throws {
        let day = [WorkingHours(start: 0, end: 1440)!]
        let calendar = try BusinessCalendar(
            timeZone: zone, hours: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) }))
        let (from, to) = (moment(start, calendar.clock), moment(end, calendar.clock))
        #expect(to - from == .seconds(hours * 3600))
        #expect(try calendar.add(working: .seconds(hours * 3600), to: from) == to)
        #expect(try calendar.workingTime(from: from, to: to) == .seconds(hours * 3600))
    }

    /// Hours that a change leaves out are nobody's; hours that come twice count twice.
    @Test func nightShift() throws {
        let night = try BusinessCalendar(
            timeZone: "Europe/Berlin",
            hours: [.sunday: [WorkingHours("02:00-03:00")!], .monday: [WorkingHours("02:00-03:00")!]])
        let spring = moment("2026-03-29 01:00", night.clock)
        #expect(words(try night.nextWorkingMoment(from: spring), night.clock) == "2026-03-30 02:00")
        let autumn = moment("2026-10-25 01:00", night.clock)
        #expect(words(try night.add(working: .seconds(7200), to: autumn), night.clock) == "2026-10-26 02:00")
        #expect(try night.isWorking(autumn + .seconds(3600)) && night.isWorking(autumn + .seconds(2 * 3600)))
        #expect(try !night.isWorking(autumn + .seconds(3 * 3600)))
    }

    @Test func aDayThatNeverWas() throws {
        let clock = try #require(WallClock("Pacific/Apia"))
        #expect(words(clock.moment(Day(iso: "2011-12-30")!, .seconds(3600))!, clock) == "2011-12-31 00:00")
    }

    @Test(arguments: ["DE", "US", "TARGET", "GB-ENG"]) func aNameIsAStandardWeek(_ name: String) throws {
        let calendar = try BusinessCalendar(json: Data("\"\(name)\"".utf8))
        #expect(try calendar == BusinessCalendar(holidays: name))
        let start = moment("2026-12-24 16:00", calendar.clock)
        let next = name == "GB-ENG" ? "2026-12-29 10:00" : "2026-12-28 10:00"
        #expect(words(try calendar.add(working: .seconds(7200), to: start), calendar.clock) == next)
    }

    @Test func writesWhatItReads() throws {
        let calendar = try BusinessCalendar(json: Data(Self.bavaria.utf8))
        #expect(try BusinessCalendar(json: JSONEncoder().encode(calendar)) == calendar)
    }

    static let faults = [
        (#"{"time_zone": "CET", "hours": {"mon": ["08:00-17:00"]}}"#, ["time zone \"CET\" is not known"]),
        (#"{"time_zone": "UTC", "hours": {}}"#, ["no weekday has working hours"]),
        (
            #"{"time_zone": "UTC", "hours": {"mon": []}, "days": {"2026-01-01": ["08:00-12:00"]}}"#,
            ["no weekday has working hours"]
        ),
        (#"{"time_zone": "UTC", "hours": {"monday": ["08:00-17:00"]}}"#, ["\"monday\" is no weekday"]),
        (#"{"time_zone": "UTC", "hours": {"fri-mon": ["08:00-17:00"]}}"#, ["\"fri-mon\" is no weekday"]),
        (#"{"time_zone": "UTC", "hours": {"mon-fri": ["08:00-17:00"], "fri": []}}"#, ["fri is given twice"]),
        (
            #"{"time_zone": "UTC", "hours": {"mon": ["17:00-08:00", "8-17", "08:60-09:00", "08:00-24:01"]}}"#,
            ["\"17:00-08:00\" are no hours", "\"8-17\"", "\"08:60-09:00\"", "\"08:00-24:01\""]
        ),
        (#"{"time_zone": "UTC", "hours": {"mon": ["08:00-12:00", "11:00-17:00"]}}"#, ["the hours of mon overlap"]),
        (
            #"{"time_zone": "UTC", "hours": {"mon": ["08:00-12:00"]}, "holidays": ["XX"]}"#,
            ["holidays \"XX\" are not known", "DE-BY"]
        ),
        (
            #"{"time_zone": "UTC", "hours": {"mon": ["08:00-12:00"]}, "days": {"24.12.": []}}"#,
            ["\"24.12.\" is no date"]
        ),
        (#"{"time_zone": "UTC", "hours": {"mon": ["08:00-12:00"]}, "holiday": []}"#, ["\"holiday\" is no part"]),
        (#"{"hours": {"mon": ["08:00-12:00"]}}"#, ["lacks time_zone"]),
        (#"{"time_zone": "UTC", "hours": {"mon": "08:00-12:00"}}"#, ["hours.mon has a value of the wrong kind"]),
        ("{", ["no JSON"]),
        (#""Bavaria""#, ["holidays \"Bavaria\" are not known"]),
    ]

    @Test(arguments: faults) func saysWhatIsWrong(_ json: String, _ parts: [String]) {
        let error = #expect(throws: CalendarError.self) { try BusinessCalendar(json: Data(json.utf8)) }
        for part in parts { #expect(error?.description.contains(part) == true, "\(error?.description ?? "")") }
    }

    /// Every Sunday of many years closed by hand, and Sunday the only day with work.
    @Test func endsWhereNobodyEverWorks() throws {
        let first = Day(iso: "2026-01-04")!.ordinal
        let closed = (0..<1000).compactMap { Day(ordinal: first + 7 * $0) }.map { ($0, [WorkingHours]()) }
        let calendar = try BusinessCalendar(
            timeZone: "UTC", hours: [.sunday: [WorkingHours("08:00-12:00")!]],
            days: Dictionary(uniqueKeysWithValues: closed))
        let start = moment("2026-01-01 00:00", calendar.clock)
        #expect(throws: CalendarError.noWorkingTime(after: Day(iso: "2026-01-01")!)) {
            try calendar.nextWorkingMoment(from: start)
        }
        #expect(throws: CalendarError.negative) { try calendar.add(working: .seconds(-1), to: start) }
        #expect(throws: CalendarError.negative) { try calendar.add(businessDays: -1, to: start) }
        let far = try BusinessCalendar(holidays: "DE")
        #expect(throws: CalendarError.outOfRange) { try far.add(working: .seconds(1_000_000_000_000), to: start) }
        #expect(throws: CalendarError.outOfRange) { try far.isWorking(Moment(microseconds: .max)) }
        #expect(throws: CalendarError.outOfRange) { try far.isWorking(Moment(microseconds: .min)) }
    }
}

/// A row of the table.
struct Sum: Sendable, CustomTestStringConvertible {
    var name: String
    var start: String
    var added: String
    var end: String

    init(_ name: String, _ start: String, _ added: String, _ end: String) {
        self.name = name
        self.start = start
        self.added = added
        self.end = end
    }

    var testDescription: String { name }

    func result(_ calendar: BusinessCalendar) throws -> String {
        let start = moment(start, calendar.clock)
        let count = Int(added.dropFirst().dropLast())!
        let end =
            added.hasSuffix("h")
            ? try calendar.add(working: .seconds(count * 3600), to: start)
            : try calendar.add(businessDays: count, to: start)
        return words(end, calendar.clock)
    }
}

/// `2026-11-30 09:00` by the clock.
func moment(_ text: String, _ clock: WallClock) -> Moment {
    let time = text.suffix(5).split(separator: ":").map { Int($0)! }
    return clock.moment(Day(iso: String(text.prefix(10)))!, .seconds(time[0] * 3600 + time[1] * 60))!
}

func words(_ moment: Moment, _ clock: WallClock) -> String {
    guard let (day, time) = clock.reading(moment) else { return "out of range" }
    let minutes = Int(time.components.seconds / 60)
    return day.iso + (minutes / 60 < 10 ? " 0" : " ") + "\(minutes / 60):" + (minutes % 60 < 10 ? "0" : "")
        + "\(minutes % 60)"
}

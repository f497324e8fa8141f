import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

/// Random calendars in time zones with strange changes, held against counting minute by minute.
@Suite("BusinessCalendar, minute by minute") struct CalendarOracleTests {
    /// Half an hour in Lord Howe; at midnight in Havana, Beirut and São Paulo; a Ramadan that is taken out in Casablanca;
    /// two hours at Troll; a day left out in Apia.
    static let zones = [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut",
        "America/Sao_Paulo", "Africa/Casablanca", "Antarctica/Troll", "Pacific/Apia", "America/St_Johns",
        "Asia/Kathmandu", "Atlantic/Azores", "America/Santiago", "Europe/Dublin", "Asia/Tehran", "Africa/Cairo",
    ]

    @Test(arguments: zones) func agreesWithCounting(_ zone: String) throws {
        var random = SeededRandom(seed: UInt64(zone.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF))
        for _ in 0..<4 {
            let (calendar, oracle) = try Self.calendar(zone, &random)
            let start = Self.start(zone, &random)
            var working = 0
            let goal = Int.random(in: 0...1500, using: &random)
            let end = try calendar.add(working: .seconds(goal * 60), to: start)
            let next = try calendar.nextWorkingMoment(from: start)
            var minute = start
            var seenNext = false
            while true {
                let isWorking = oracle.isWorking(minute)
                try #require(try calendar.isWorking(minute) == isWorking, "\(minute.iso) in \(zone)")
                if isWorking, !seenNext {
                    #expect(next == minute)
                    seenNext = true
                }
                if isWorking, working == goal { break }
                if isWorking { working += 1 }
                minute = minute + .seconds(60)
            }
            #expect(end == minute, "\(goal) minutes from \(start.iso) in \(zone)")
            #expect(try calendar.workingTime(from: start, to: end) == .seconds(goal * 60))
        }
    }

    /// Later starts and longer times never end earlier; parts add up; the end is working time.
    @Test(arguments: zones) func addingIsMonotoneAndAddsUp(_ zone: String) throws {
        var random = SeededRandom(seed: UInt64(zone.utf8.count) * 977)
        for _ in 0..<80 {
            let (calendar, _) = try Self.calendar(zone, &random)
            let start = Self.start(zone, &random) + .microseconds(Int64.random(in: 0..<60_000_000, using: &random))
            let later = start + .seconds(Int.random(in: 0...400_000, using: &random))
            let (first, second) = (
                Duration.microseconds(Int64.random(in: 0...400_000_000_000, using: &random)),
                Duration.microseconds(Int64.random(in: 0...400_000_000_000, using: &random))
            )
            let end = try calendar.add(working: first, to: start)
            #expect(try calendar.isWorking(end) && end >= start)
            #expect(try calendar.add(working: first, to: later) >= end)
            #expect(try calendar.add(working: first + second, to: start) == calendar.add(working: second, to: end))
            let days = Int.random(in: 0...20, using: &random)
            let day = try calendar.add(businessDays: days, to: start)
            #expect(try calendar.isWorking(day) && day >= start)
            #expect(try calendar.add(businessDays: days + 1, to: start) >= day)
        }
    }

    /// Every change of every time zone that Foundation knows, from 2020 to 2035.
    @Test func wallClocksAgreeWithFoundation() throws {
        var random = SeededRandom(seed: 2020)
        for name in TimeZone.knownTimeZoneIdentifiers where name.contains("/") {
            let clock = try #require(WallClock(name), "\(name)")
            let zone = try #require(TimeZone(identifier: name))
            var moments = (0..<20).map { _ in Int64.random(in: 1_577_836_800..<2_082_758_400, using: &random) }
            var date = Date(timeIntervalSince1970: 1_577_836_800)
            while let change = zone.nextDaylightSavingTimeTransition(after: date),
                change.timeIntervalSince1970 < 2_082_758_400
            {
                moments += [-1, 0, 1].map { Int64(change.timeIntervalSince1970) + $0 }
                date = change
            }
            for second in moments {
                let local = second + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
                let (day, time) = try #require(clock.reading(Moment(microseconds: second * 1_000_000)))
                #expect(Int64(day.ordinal) * 86400 + time.components.seconds == local, "\(name) \(second)")
                // The first moment that shows this time is not later than this one, and shows no earlier time.
                let first = try #require(clock.moment(day, time))
                #expect(first.microseconds <= second * 1_000_000)
                let (firstDay, firstTime) = try #require(clock.reading(first))
                #expect((firstDay, firstTime) == (day, time), "\(name) \(second)")
            }
        }
    }

    private static func start(_ zone: String, _ random: inout SeededRandom) -> Moment {
        let any = Int64.random(in: 946_684_800..<2_082_758_400, using: &random)
        let change = TimeZone(identifier: zone)?.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: Double(any)))
        let second =
            change.map { Int64($0.timeIntervalSince1970) - Int64.random(in: 0..<200_000, using: &random) } ?? any
        return Moment(microseconds: second / 60 * 60_000_000)
    }

    private static func calendar(_ zone: String, _ random: inout SeededRandom) throws -> (BusinessCalendar, Oracle) {
        var hours: [Weekday: [WorkingHours]] = [:]
        for weekday in Weekday.allCases where Int.random(in: 0..<4, using: &random) > 0 {
            hours[weekday] = Self.hours(&random)
        }
        if hours.isEmpty { hours[.sunday] = Self.hours(&random) }
        let sets = HolidaySet.all.keys.sorted().filter { _ in Int.random(in: 0..<15, using: &random) == 0 }
        let days = (0..<5).map { _ in
            (
                Day(ordinal: Int.random(in: 10957..<24106, using: &random))!,
                Bool.random(using: &random) ? Self.hours(&random) : []
            )
        }
        let special = Dictionary(days) { first, _ in first }
        return (
            try BusinessCalendar(timeZone: zone, hours: hours, holidays: sets, days: special),
            Oracle(zone: TimeZone(identifier: zone)!, hours: hours, holidays: sets, days: special)
        )
    }

    private static func hours(_ random: inout SeededRandom) -> [WorkingHours] {
        if Int.random(in: 0..<8, using: &random) == 0 { return [WorkingHours(start: 0, end: 1440)!] }
        let marks = Set((0..<4).map { _ in Int.random(in: 0...96, using: &random) * 15 }).sorted()
        let parts = stride(from: 0, to: marks.count - 1, by: 2).map {
            WorkingHours(start: marks[$0], end: marks[$0 + 1])!
        }
        return parts.isEmpty ? [WorkingHours(start: 600, end: 720)!] : parts
    }
}

/// What Foundation's clock shows, held against the hours of the day.
private final class Oracle {
    var zone: TimeZone
    var hours: [Weekday: [WorkingHours]]
    var holidays: [String]
    var days: [Day: [WorkingHours]]
    private var holidaysOf: [Int: Set<Day>] = [:]

    init(zone: TimeZone, hours: [Weekday: [WorkingHours]], holidays: [String], days: [Day: [WorkingHours]]) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
        self.days = days
    }

    func isWorking(_ moment: Moment) -> Bool {
        let seconds = moment.microseconds / 1_000_000
        let local = Int(seconds) + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        let ordinal = Int((Double(local) / 86400).rounded(.down))
        let day = Day(ordinal: ordinal)!
        let minute = (local - ordinal * 86400) / 60
        if holidaysOf[day.year] == nil {
            holidaysOf[day.year] = Set(holidays.flatMap { HolidaySet.all[$0]!.days(in: day.year) })
        }
        let parts = days[day] ?? (holidaysOf[day.year]!.contains(day) ? [] : hours[day.weekday] ?? [])
        return parts.contains { $0.start <= minute && minute < $0.end }
    }
}

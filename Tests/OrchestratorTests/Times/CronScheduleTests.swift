import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

@Suite("CronSchedule") struct CronScheduleTests {
    /// Times by the clock of the zone.
    static let rows: [(zone: String, cron: String, after: String, next: [String])] = [
        ("UTC", "*/15 9-17 * * mon-fri", "2026-12-04 17:30", ["2026-12-04 17:45", "2026-12-07 09:00"]),
        ("UTC", "0 0 13 * fri", "2026-12-01 00:00", ["2026-12-04 00:00", "2026-12-11 00:00", "2026-12-13 00:00"]),
        ("UTC", "0 0 */13 * fri", "2026-02-01 00:00", ["2026-02-27 00:00", "2026-03-27 00:00", "2026-05-01 00:00"]),
        ("UTC", "30 6 L * *", "2028-01-31 06:30", ["2028-02-29 06:30", "2028-03-31 06:30", "2028-04-30 06:30"]),
        (
            "UTC", "0 12 15,L feb,MAR *", "2027-02-20 00:00",
            ["2027-02-28 12:00", "2027-03-15 12:00", "2027-03-31 12:00"]
        ),
        ("UTC", "0 0 29 2 *", "2096-03-01 00:00", ["2104-02-29 00:00", "2108-02-29 00:00"]),
        (
            "UTC", "0 0 29 2 */7", "2026-01-01 00:00",
            ["2032-02-29 00:00", "2060-02-29 00:00", "2088-02-29 00:00", "2128-02-29 00:00"]
        ),
        ("UTC", "0 8 * * 7", "2026-12-01 00:00", ["2026-12-06 08:00", "2026-12-13 08:00"]),
        ("UTC", "0 8 * * 5-7", "2026-12-01 00:00", ["2026-12-04 08:00", "2026-12-05 08:00", "2026-12-06 08:00"]),
        ("UTC", "@monthly", "2026-12-01 00:00", ["2027-01-01 00:00"]),
        ("UTC", "@hourly", "2026-12-31 23:30", ["2027-01-01 00:00"]),
        // 2:30 is left out on 29 March, and comes twice on 25 October.
        ("Europe/Berlin", "30 2 * * *", "2026-03-28 12:00", ["2026-03-29 03:00", "2026-03-30 02:30"]),
        ("Europe/Berlin", "0,30 2 * * *", "2026-03-29 00:00", ["2026-03-29 03:00", "2026-03-30 02:00"]),
        ("Europe/Berlin", "0 2,3 * * *", "2026-03-29 00:00", ["2026-03-29 03:00", "2026-03-30 02:00"]),
        ("Europe/Berlin", "30 2 * * *", "2026-10-24 12:00", ["2026-10-25 02:30", "2026-10-26 02:30"]),
        (
            "Europe/Berlin", "0 * * * *", "2026-03-29 00:30",
            ["2026-03-29 01:00", "2026-03-29 03:00", "2026-03-29 04:00"]
        ),
        (
            "Europe/Berlin", "0 * * * *", "2026-10-25 01:30",
            ["2026-10-25 02:00", "2026-10-25 02:00", "2026-10-25 03:00"]
        ),
        ("America/New_York", "15 2 * * *", "2026-03-07 12:00", ["2026-03-08 03:00", "2026-03-09 02:15"]),
        ("America/New_York", "15 1 * * *", "2026-10-31 12:00", ["2026-11-01 01:15", "2026-11-02 01:15"]),
        ("Australia/Lord_Howe", "15 2 * * *", "2026-10-03 12:00", ["2026-10-04 02:30", "2026-10-05 02:15"]),
        ("America/Havana", "30 0 * * *", "2026-03-07 12:00", ["2026-03-08 01:00", "2026-03-09 00:30"]),
    ]

    @Test(arguments: rows) func next(_ zone: String, _ cron: String, _ after: String, _ next: [String]) throws {
        let clock = try #require(WallClock(zone))
        let schedule = try CronSchedule(cron, clock: clock)
        var time = moment(after, clock)
        for expected in next {
            time = try #require(schedule.next(after: time))
            #expect(words(time, clock) == expected, "\(cron) in \(zone)")
        }
    }

    /// 01:15 UTC on 25 October is 2:15 for the second time.
    @Test func whatHasComeTheFirstTimeDoesNotComeAgain() throws {
        let clock = try #require(WallClock("Europe/Berlin"))
        let second = moment("2026-10-25 01:15", .utc)
        #expect(words(second, clock) == "2026-10-25 02:15")
        let next = try #require(CronSchedule("30 2 * * *", clock: clock).next(after: second))
        #expect(words(next, clock) == "2026-10-26 02:30" && next > second)
    }

    @Test func endsWithTheCalendar() throws {
        let yearly = try CronSchedule("@yearly", clock: .utc)
        #expect(yearly.next(after: moment("2199-06-01 00:00", .utc)) == nil)
        #expect(yearly.next(after: Moment(microseconds: .max)) == nil)
        #expect(yearly.next(after: Moment(microseconds: .min)) == nil)
    }

    @Test(arguments: [
        ("60 * * * *", "minute: 60 is not in 0-59"), ("* 24 * * *", "hour: 24 is not in 0-23"),
        ("* * 0 * *", "day of the month: 0 is not in 1-31"), ("* * * 13 *", "month: 13 is not in 1-12"),
        ("* * * * 8", "day of the week: 8 is not in 0-7"),
        ("* * * * montag", "day of the week: \"montag\" is no number"),
        ("*/0 * * * *", "minute: the step \"0\" is no number above 0"),
        ("5/10 * * * *", "minute: a step follows * or a range: 5-59/10"),
        ("* 17-9 * * *", "hour: the range 17-9 runs backwards"), ("1,,2 * * * *", "minute: \"\" is no number"),
        ("1-2-3 * * * *", "minute: \"1-2-3\" is no range"), ("*/2/3 * * * *", "minute: \"*/2/3\" is no number"),
        ("-1 * * * *", "minute: \"\" is no number"), ("* * L-1 * *", "day of the month: \"L\" is no number"),
        ("* * * *", "has 5 fields, not 4"), ("* * * * * *", "has 5 fields, not 6"), ("", "has 5 fields, not 0"),
        ("@noon", "@noon is not known; there are @daily"),
        ("0 0 30 feb *", "day of the month: no such month has a day 30"),
        ("0 0 31 4,6 *", "day of the month: no such month"),
    ])
    func saysWhatIsWrong(_ cron: String, _ words: String) {
        let error = #expect(throws: CronError.self) { try CronSchedule(cron, clock: .utc) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    /// Random expressions, held against every minute of a time around a change of the clock.
    @Test(arguments: [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia",
    ])
    func agreesWithCounting(_ zone: String) throws {
        let clock = try #require(WallClock(zone))
        var random = SeededRandom(seed: UInt64(zone.utf8.count) * 31)
        for span in Self.spans(zone, &random) {
            let oracle = CronOracle(zone: TimeZone(identifier: zone)!, span)
            for _ in 0..<110 {
                let cron = Self.expression(&random)
                guard let schedule = try? CronSchedule(cron, clock: clock) else { continue }
                let expected = oracle.times(cron)
                var found: [Int64] = []
                var time = Moment(microseconds: span.lowerBound * 60_000_000 - 1)
                while let next = schedule.next(after: time), next.microseconds < span.upperBound * 60_000_000 {
                    try #require(next > time)
                    found.append(next.microseconds / 60_000_000)
                    time = next
                }
                try #require(found == expected, "\(cron) in \(zone) from \(span.lowerBound)")
            }
        }
    }

    /// Ten days in minutes since 1970, most with a change of the clock in them.
    private static func spans(_ zone: String, _ random: inout SeededRandom) -> [Range<Int64>] {
        (0..<4).map { _ in
            let any = Int64.random(in: 1_000_000_000..<1_900_000_000, using: &random)
            let change = TimeZone(identifier: zone)?.nextDaylightSavingTimeTransition(
                after: Date(timeIntervalSince1970: Double(any)))
            let middle = (change.map { Int64($0.timeIntervalSince1970) } ?? any) / 60
            let start = middle - Int64.random(in: 1000..<12000, using: &random)
            return start..<start + 14400
        }
    }

    private static func expression(_ random: inout SeededRandom) -> String {
        func field(_ range: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
            let (one, two) = (Int.random(in: range, using: &random), Int.random(in: range, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0, 1: return "*"
            case 2: return "*/\(Int.random(in: 1...9, using: &random))"
            case 3: return "\(min(one, two))-\(max(one, two))"
            case 4: return "\(min(one, two))-\(max(one, two))/\(Int.random(in: 1...5, using: &random))"
            case 5: return "\(one),\(two)"
            default: return "\(one)"
            }
        }
        // Small hours more often: there the clock changes.
        let hour = Bool.random(using: &random) ? field(0...3, &random) : field(0...23, &random)
        let month = Int.random(in: 0..<5, using: &random) == 0 ? field(1...12, &random) : "*"
        return [field(0...59, &random), hour, field(1...31, &random), month, field(0...7, &random)]
            .joined(separator: " ")
    }
}

/// Reads every minute of the span off Foundation's clock.
private struct CronOracle {
    private struct Minute {
        var number: Int64
        var local: Int64
    }

    private let minutes: [Minute]
    private let days: ClosedRange<Int>

    init(zone: TimeZone, _ span: Range<Int64>) {
        minutes = (span.lowerBound - 3000..<span.upperBound).map { number in
            let seconds = number * 60
            let local = seconds + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
            return Minute(number: number, local: local / 60)
        }
        days = Int(minutes[0].local / 1440)...Int(minutes[minutes.count - 1].local / 1440) + 1
        first = span.lowerBound
    }

    private let first: Int64

    func times(_ cron: String) -> [Int64] {
        let fields = cron.split(separator: " ").map(String.init)
        let sets = zip(fields, [0...59, 0...23, 1...31, 1...12, 0...7]).map { Self.numbers($0, $1) }
        let isRunning = fields[0].hasPrefix("*") || fields[1].hasPrefix("*")
        let dayIsAllowed = days.map { ordinal in
            let day = Day(ordinal: ordinal)!
            let weekday = day.weekday == .sunday ? [0, 7] : [day.weekday.rawValue]
            let (byDate, byWeekday) = (sets[2].contains(day.day), !sets[4].isDisjoint(with: weekday))
            let either =
                fields[2].hasPrefix("*") || fields[4].hasPrefix("*") ? byDate && byWeekday : byDate || byWeekday
            return sets[3].contains(day.month) && either
        }
        let minuteIsAllowed = (0..<1440).map { sets[0].contains($0 % 60) && sets[1].contains($0 / 60) }
        func allows(_ local: Int64) -> Bool {
            minuteIsAllowed[Int(local % 1440)] && dayIsAllowed[Int(local / 1440) - days.lowerBound]
        }
        if isRunning { return minutes.filter { $0.number >= first && allows($0.local) }.map(\.number) }
        // The first minute that shows each allowed time or a later one.
        var found: Set<Int64> = []
        var shown = minutes[0].local
        for minute in minutes.dropFirst() where minute.local > shown {
            for local in shown + 1...minute.local
            where allows(local) { found.insert(minute.number) }
            shown = minute.local
        }
        return found.filter { $0 >= first }.sorted()
    }

    private static func numbers(_ text: String, _ range: ClosedRange<Int>) -> Set<Int> {
        var all: Set<Int> = []
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "/")
            let ends = halves[0].split(separator: "-").compactMap { Int($0) }
            let last = range.upperBound == 7 ? 6 : range.upperBound
            let (from, to) = halves[0] == "*" ? (range.lowerBound, last) : (ends[0], ends[ends.count - 1])
            let step = halves.count == 2 ? Int(halves[1])! : 1
            all.formUnion(stride(from: from, through: to, by: step))
        }
        return all
    }
}

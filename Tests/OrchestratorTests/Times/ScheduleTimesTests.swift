import Foundation
import Invoicing
import Orchestrator
import Testing

@Suite("Times of schedules") struct ScheduleTimesTests {
    private static let noon = moment("2026-12-02 12:00", .utc)

    private func times(_ rhythm: Schedule.Rhythm, _ calendar: BusinessCalendar? = nil) throws -> ScheduleTimes {
        try Schedule(name: "s", rhythm: rhythm, calendar: calendar, action: "a").times()
    }

    @Test func daysWithoutWorkAreLeftOut() throws {
        let seven = try times(.cron("0 7 * * *", zone: "Europe/Berlin"), BusinessCalendar(holidays: "DE"))
        let clock = try #require(WallClock("Europe/Berlin"))
        var time = moment("2026-12-23 08:00", clock)
        var found: [String] = []
        for _ in 0..<7 {
            time = try #require(seven.next(after: time))
            found.append(String(words(time, clock).dropFirst(5)))
        }
        // Before the hours of work, too: the day counts.
        #expect(
            found == [
                "12-24 07:00", "12-28 07:00", "12-29 07:00", "12-30 07:00", "12-31 07:00", "01-04 07:00", "01-05 07:00",
            ])
    }

    @Test func anIntervalIsCountedFromItsBeginning() throws {
        let times = try times(.every(90, from: Self.noon))
        #expect(times.next(after: Self.noon - .seconds(1000)) == Self.noon + .seconds(90))
        #expect(times.next(after: Self.noon) == Self.noon + .seconds(90))
        #expect(times.next(after: Self.noon + .seconds(90)) == Self.noon + .seconds(180))
        #expect(times.next(after: Self.noon + .seconds(91)) == Self.noon + .seconds(180))
    }

    /// Every minute; the first time not run is 9:00, and it is 12:00:30 now.
    static let policies: [(Schedule.CatchUp, Int, late: [String], leavesOut: Bool)] = [
        (.none, 10, [], true), (.last, 10, [], true), (.all, 3, ["11:57", "11:58", "11:59"], true),
        (.all, 1000, [], false),
    ]

    @Test(arguments: policies)
    func missedTimes(_ policy: Schedule.CatchUp, _ most: Int, _ late: [String], _ leavesOut: Bool) throws {
        let due = try times(.cron("* * * * *", zone: "UTC"))
            .due(from: moment("2026-12-02 09:00", .utc), at: Self.noon + .seconds(30), policy, most: most)
        #expect(due.onTime == [Self.noon])
        #expect(due.next == Self.noon + .seconds(60))
        #expect(due.leavesOut == leavesOut)
        if most == 1000 {
            #expect(due.late.count == 180 && due.late.first == moment("2026-12-02 09:00", .utc))
        } else {
            #expect(due.late.map { String(words($0, .utc).suffix(5)) } == late)
        }
    }

    @Test func theLastMissedTimeIsRunOnceForAll() throws {
        let times = try times(.cron("0 7 * * *", zone: "UTC"))
        let due = times.due(from: moment("2025-01-01 07:00", .utc), at: Self.noon, .last, most: 10)
        #expect(due.late == [moment("2026-12-02 07:00", .utc)])
        #expect(due.onTime.isEmpty && due.leavesOut)
        let one = times.due(from: moment("2026-12-02 07:00", .utc), at: Self.noon, .last, most: 10)
        #expect(one.late == [moment("2026-12-02 07:00", .utc)] && !one.leavesOut)
    }

    @Test func aTimeOfTheLastMinuteIsNotMissed() throws {
        let times = try times(.cron("0 12 * * *", zone: "UTC"))
        for (seconds, isOnTime) in [(0, true), (59, true), (60, false)] {
            let due = times.due(from: Self.noon, at: Self.noon + .seconds(seconds), .none, most: 10)
            #expect(due.onTime == (isOnTime ? [Self.noon] : []) && due.leavesOut != isOnTime)
        }
        let early = times.due(from: Self.noon, at: Self.noon - .seconds(1), .all, most: 10)
        #expect(early.late.isEmpty && early.onTime.isEmpty && !early.leavesOut && early.next == Self.noon)
    }

    /// Of times that are due together, the latest is on time and the others are missed.
    @Test func whatCameTogetherIsCaughtUp() throws {
        let times = try times(.every(2, from: Self.noon))
        let due = times.due(from: Self.noon + .seconds(2), at: Self.noon + .seconds(7), .all, most: 10)
        #expect(due.late == [2, 4].map { Self.noon + .seconds($0) })
        #expect(due.onTime == [Self.noon + .seconds(6)] && !due.leavesOut && due.next == Self.noon + .seconds(8))
    }

    /// Ten years of every second are not gone through.
    @Test func whatIsLeftOutCostsNothing() throws {
        let times = try times(.every(1, from: Self.noon))
        let due = times.due(from: Self.noon + .seconds(1), at: Self.noon + .seconds(315_360_000), .all, most: 5)
        #expect(due.late.count == 5 && due.onTime.count == 1 && due.leavesOut)
    }

    @Test func saysWhatIsWrong() {
        #expect(throws: CronError.self) { try times(.cron("0 7 * * *", zone: "CET")) }
        #expect(throws: CronError.self) { try times(.every(0, from: Self.noon)) }
    }
}

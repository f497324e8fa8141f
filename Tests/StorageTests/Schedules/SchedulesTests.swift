import Foundation
import Orchestrator
import Postgres
import Synchronization
import TestDatabases
import Testing

@testable import Storage

/// Schedules in a database, by a clock that is turned by hand.
@Suite("Schedules in PostgreSQL", .serialized) struct SchedulesTests {
    private final class Hands: EngineClock {
        private let time: Mutex<Moment>
        /// 2026-12-01T00:00Z, a Tuesday.
        init() { time = Mutex(Moment(microseconds: 1_796_083_200_000_000)) }
        var now: Moment { time.withLock { $0 } }
        func turn(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
        func sleep(_ duration: Duration) async throws {}
    }

    /// What hooks were told.
    private final class Told: Sendable {
        private let list = Mutex<[ScheduleRunner.Order]>([])
        var orders: [ScheduleRunner.Order] { list.withLock { $0 } }
        func tell(_ order: ScheduleRunner.Order) { list.withLock { $0.append(order) } }
    }

    private struct Office: Sendable {
        let cases: CaseDatabase
        let organisation: UUID
        let schedules: PostgresSchedules
        let clock = Hands()
        let told = Told()

        init(size: Int = 4) async throws {
            cases = try await CaseDatabase(size: size)
            organisation = UUID(uuidString: cases.organisations[0].rawValue)!
            schedules = PostgresSchedules(cases.pool, organisation: organisation)
        }

        func runner(_ name: String = "r", _ pool: PostgresPool? = nil) -> ScheduleRunner {
            let told = told
            return ScheduleRunner(
                pool ?? cases.pool, name: name,
                hooks: [
                    "tell": { order in
                        told.tell(order)
                        return "told"
                    },
                    "break": { _ in throw BatchError("the printer is on fire") },
                ], clock: clock)
        }

        func add(
            _ name: String, _ rhythm: Schedule.Rhythm, _ action: String = "tell", argument: String = "null",
            overlap: Schedule.Overlap = .skip, catchUp: Schedule.CatchUp = .last, most: Int = 10
        ) async throws {
            let schedule = Schedule(
                name: name, rhythm: rhythm, action: action, argument: argument, overlap: overlap, catchUp: catchUp,
                most: most)
            #expect(try await schedules.add(schedule, now: clock.now))
        }

        func statuses(_ name: String? = nil) async throws -> [ScheduleRun.Status: Int] {
            try await schedules.runs(name, most: 10000).reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
        }

        func close() async { await cases.pool.close() }
    }

    /// Every hour of a year, ticked at odd moments, over two changes of the clock.
    @Test func everyTimeOfAYearIsRunOnce() async throws {
        let office = try await Office()
        try await office.add("hourly", .cron("0 */6 * * *", zone: "Europe/Berlin"), catchUp: .all)
        try await office.add("daily", .cron("30 2 * * *", zone: "Europe/Berlin"), catchUp: .all)
        let runner = office.runner()
        let end = office.clock.now + .seconds(365 * 86400)
        var ended = 0
        while office.clock.now < end {
            office.clock.turn(.seconds(17_777))
            ended += try await runner.tick()
        }
        let daily = office.told.orders.filter { $0.schedule == "daily" }.map(\.planned)
        let hourly = office.told.orders.filter { $0.schedule == "hourly" }.map(\.planned)
        #expect(daily.count == 365 && Set(daily).count == 365)
        #expect(daily == daily.sorted() && hourly == hourly.sorted())
        #expect(Set(hourly).count == hourly.count && (1459...1462).contains(hourly.count))
        #expect(ended == daily.count + hourly.count)
        #expect(try await office.statuses() == [.done: ended])
        await office.close()
    }

    /// Eight connections at once, tick after tick: every time is run once, by one of them.
    @Test func ofManyProgramsOneRunsEachTime() async throws {
        let office = try await Office()
        for number in 0..<5 {
            try await office.add("s\(number)", .every(60, from: office.clock.now), overlap: .allow, catchUp: .all)
        }
        let pools = try (0..<8).map { _ in try office.cases.database.pool(.app, size: 1) }
        for _ in 0..<25 {
            office.clock.turn(.seconds(60))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, pool) in pools.enumerated() {
                    group.addTask { _ = try await office.runner("r\(number)", pool).tick() }
                }
                try await group.waitForAll()
            }
        }
        // What was locked by another is for the next tick.
        _ = try await office.runner().tick()
        let keys = office.told.orders.map { "\($0.schedule) \($0.planned.iso)" }
        #expect(keys.count == 125 && Set(keys).count == 125)
        #expect(try await office.statuses() == [.done: 125])
        let runners = Set(try await office.schedules.runs(most: 1000).compactMap(\.runner))
        #expect(runners.count > 1)
        for pool in pools { await pool.close() }
        await office.close()
    }

    /// A program takes a run and dies; another runs it when the lease is over; the dead one cannot end it any more.
    @Test func aRunOutlivesItsProgram() async throws {
        let office = try await Office()
        try await office.add("once", .every(3600, from: office.clock.now))
        office.clock.turn(.seconds(3600))
        let dead = office.runner("dead")
        try await dead.plan()
        let taken = try #require(try await dead.claim())
        let alive = office.runner("alive")
        office.clock.turn(.seconds(60))
        #expect(try await alive.tick() == 0)
        office.clock.turn(.seconds(1))
        #expect(try await alive.tick() == 1)
        #expect(office.told.orders.count == 1)
        let late = try await office.cases.pool.withOrganisation(office.organisation) { [clock = office.clock] in
            try await $0.pipeline([EndRun(run: taken, status: .failed, note: "too late", now: clock.now)])
        }
        #expect(late == [0])
        let run = try #require(try await office.schedules.runs("once").first)
        #expect(run.status == .done && run.runner == "alive" && run.note == "told")
        await office.close()
    }

    @Test func whatEndsItsProgramsIsGivenUp() async throws {
        let office = try await Office()
        try await office.add("deadly", .every(86400, from: office.clock.now))
        office.clock.turn(.seconds(86400))
        let runner = office.runner()
        try await runner.plan()
        for _ in 0..<3 {
            #expect(try await runner.claim() != nil)
            office.clock.turn(.seconds(61))
        }
        #expect(try await runner.tick() == 1)
        let run = try #require(try await office.schedules.runs("deadly").first)
        #expect(run.status == .failed && run.note == "the program ended 3 times while it ran this")
        #expect(office.told.orders.isEmpty)
        await office.close()
    }

    /// An hour of every ten minutes, while the first run does not end.
    @Test(arguments: [
        (Schedule.Overlap.skip, [ScheduleRun.Status.running: 1, .skipped: 5]),
        (.queueOne, [.running: 1, .due: 1, .skipped: 4]), (.allow, [.running: 1, .due: 5]),
    ])
    func runsThatOverlap(_ overlap: Schedule.Overlap, _ expected: [ScheduleRun.Status: Int]) async throws {
        let office = try await Office()
        try await office.add("slow", .every(600, from: office.clock.now), overlap: overlap)
        let runner = ScheduleRunner(office.cases.pool, name: "r", clock: office.clock, lease: .seconds(7200))
        for number in 0..<6 {
            office.clock.turn(.seconds(600))
            try await runner.plan()
            if number == 0 { #expect(try await runner.claim() != nil) }
        }
        #expect(try await office.statuses() == expected)
        #expect(try await runner.claim() == nil || overlap == .allow)
        await office.close()
    }

    @Test func missedTimesFollowThePolicy() async throws {
        let office = try await Office()
        for (name, policy) in [("none", Schedule.CatchUp.none), ("last", .last), ("all", .all)] {
            try await office.add(name, .every(3600, from: office.clock.now), catchUp: policy, most: 4)
        }
        office.clock.turn(.seconds(36000 + 600))
        _ = try await office.runner().tick()
        #expect(try await office.statuses("none") == [.missed: 1])
        #expect(try await office.statuses("last") == [.missed: 1, .done: 1])
        #expect(try await office.statuses("all") == [.missed: 1, .done: 4])
        let hours = office.told.orders.filter { $0.schedule == "all" }.map { $0.planned.iso }
        #expect(hours == (7...10).map { "2026-12-01T\($0 < 10 ? "0" : "")\($0):00:00Z" })
        await office.close()
    }

    @Test func aHeldScheduleRunsNothing() async throws {
        let office = try await Office()
        try await office.add("held", .every(3600, from: office.clock.now), catchUp: .all)
        #expect(try await office.schedules.hold("held", true, now: office.clock.now))
        office.clock.turn(.seconds(7200))
        #expect(try await office.runner().tick() == 0)
        #expect(try await office.schedules.hold("held", false, now: office.clock.now))
        #expect(try await office.runner().tick() == 0)
        office.clock.turn(.seconds(3600))
        #expect(try await office.runner().tick() == 1)
        #expect(try await !office.schedules.hold("other", true, now: office.clock.now))
        #expect(try await office.schedules.remove("held"))
        #expect(try await office.schedules.runs().isEmpty)
        #expect(try await !office.schedules.remove("held"))
        await office.close()
    }

    @Test func publishesAnEventOncePerRun() async throws {
        let office = try await Office()
        try await office.add(
            "month-end", .every(60, from: office.clock.now), Schedule.publishEvent, argument: "\"end\"")
        for _ in 0..<3 {
            office.clock.turn(.seconds(60))
            #expect(try await office.runner().tick() == 1)
        }
        let counts = try await office.cases.pool.withOrganisation(office.organisation) {
            try await $0.execute(ReadPublications(events: ["end"]))
        }
        #expect(counts.map { $0.count } == [3])
        #expect(try await office.schedules.runs("month-end").first?.note == "published end")
        await office.close()
    }

    @Test func whatFailsSaysWhy() async throws {
        let office = try await Office()
        try await office.add("broken", .every(60, from: office.clock.now), "break")
        try await office.add("unknown", .every(60, from: office.clock.now), "dance")
        try await office.add("no-event", .every(60, from: office.clock.now), Schedule.publishEvent, argument: "7")
        office.clock.turn(.seconds(60))
        #expect(try await office.runner().tick() == 3)
        let notes = Dictionary(uniqueKeysWithValues: try await office.schedules.runs().map { ($0.schedule, $0.note) })
        #expect(notes["broken"]?.contains("the printer is on fire") == true)
        #expect(notes["unknown"] == "this program has no action dance")
        #expect(notes["no-event"] == "the argument is no name of an event")
        #expect(try await office.statuses() == [.failed: 3])
        await office.close()
    }

    @Test func organisationsDoNotSeeEachOther() async throws {
        let office = try await Office()
        try await office.add("mine", .every(60, from: office.clock.now))
        let other = PostgresSchedules(
            office.cases.pool, organisation: UUID(uuidString: office.cases.organisations[1].rawValue)!)
        #expect(try await other.list().isEmpty)
        #expect(try await !other.remove("mine"))
        #expect(
            try await other.add(
                Schedule(name: "mine", rhythm: .every(60, from: office.clock.now), action: "tell"),
                now: office.clock.now))
        office.clock.turn(.seconds(60))
        #expect(try await office.runner().tick() == 2)
        #expect(try await other.runs().count == 1)
        #expect(Set(office.told.orders.map(\.organisation)) == Set(office.cases.organisations))
        let again = Schedule(name: "mine", rhythm: .every(5, from: office.clock.now), action: "x")
        #expect(try await !office.schedules.add(again, now: office.clock.now))
        await office.close()
    }

    /// Every statement fits the schema.
    @Test func statementsCanBePrepared() async throws {
        let office = try await Office()
        let all: [any Statement.Type] = [
            InsertSchedule.self, ReadSchedules.self, HoldSchedule.self, DeleteSchedule.self, ReadRuns.self,
            FindDueSchedules.self, LockDueSchedule.self, CountOpenRuns.self, InsertRun.self, SetNextTime.self,
            ClaimRun.self, EndRun.self, ExtendRun.self,
        ]
        let connection = try await office.cases.database.connect(.app)
        for (number, type) in all.enumerated() { try await connection.script("PREPARE s\(number) AS \(type.sql)") }
        await connection.close()
        await office.close()
    }
}

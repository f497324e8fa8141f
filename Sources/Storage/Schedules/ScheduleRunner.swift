import Foundation
package import Orchestrator
package import Postgres

/// Plans the times of all organisations' schedules and runs them. Any number of programs may do so at the same time: a
/// planned time is a row that one of them can write, and a run is leased to one of them.
package struct ScheduleRunner: Sendable {
    /// What a hook is told.
    package struct Order: Hashable, Sendable {
        package var organisation: OrganisationID
        package var schedule: String
        /// With the schedule's name, the key of the run: a hook that is told it twice, as after a crash, does its work
        /// once.
        package var planned: Moment
        /// JSON.
        package var argument: String
    }

    /// - Returns: What became of it, in words; kept with the run. Never a value of a document.
    package typealias Hook = @Sendable (Order) async throws -> String

    private let pool: PostgresPool
    private let name: String
    private let hooks: [String: Hook]
    private let clock: (any EngineClock)?
    private let lease: Duration

    /// - Parameters:
    ///   - pool: Of a login that row security binds.
    ///   - name: Of this program, for people.
    ///   - hooks: By the name that schedules call them.
    ///   - clock: `nil` = the database's, which all programs share.
    package init(
        _ pool: PostgresPool, name: String, hooks: [String: Hook] = [:], clock: (any EngineClock)? = nil,
        lease: Duration = .seconds(60)
    ) {
        self.pool = pool
        self.name = name
        self.hooks = hooks
        self.clock = clock
        self.lease = lease
    }

    /// Plans what is due and runs what is planned, until nothing is left to do now.
    /// - Returns: How many runs this program has ended.
    /// - Throws: ``PostgresError``, ``TransactionError``; whatever was under way comes again when its lease is over.
    package func tick() async throws -> Int {
        try await plan()
        var ended = 0
        while !Task.isCancelled, let run = try await claim() {
            if try await perform(run) { ended += 1 }
        }
        return ended
    }

    // MARK: - Planning

    func plan() async throws {
        let now = try await now()
        let due = try await scheduling { try await $0.execute(FindDueSchedules(now: now)) }
        for (organisation, name) in due {
            try await pool.withOrganisation(organisation, attempts: 3) { transaction in
                guard let kept = try await transaction.execute(LockDueSchedule(name: name, now: now)).first,
                    let first = kept.next
                else { return }
                let schedule = kept.schedule
                let due = try schedule.times().due(from: first, at: now, schedule.catchUp, most: schedule.most)
                let open = try await transaction.execute(CountOpenRuns(schedule: name)).first ?? (0, 0)
                var statements = Self.runs(of: schedule, due, first: first, open: open).map { planned, status, note in
                    InsertRun(
                        organisation: organisation, schedule: name, planned: planned, status: status, note: note)
                        as any Statement
                }
                statements.append(SetNextTime(name: name, next: due.next))
                try await transaction.pipeline(statements)
            }
        }
    }

    private static func runs(
        of schedule: Schedule, _ due: ScheduleTimes.Due, first: Moment, open: (open: Int, waiting: Int)
    ) -> [(Moment, ScheduleRun.Status, String)] {
        var runs: [(Moment, ScheduleRun.Status, String)] = []
        if due.leavesOut {
            let until = (due.late + due.onTime).first.map { " before \($0.iso)" } ?? ""
            runs.append((first, .missed, "nothing was running; left out with all others\(until)"))
        }
        runs += due.late.map { ($0, .due, "late: nothing was running") }
        var (open, waiting) = (open.open + due.late.count, open.waiting + due.late.count)
        for time in due.onTime {
            let isLeftOut =
                switch schedule.overlap {
                case .skip: open > 0
                case .queueOne: waiting > 0
                case .allow: false
                }
            runs.append((time, isLeftOut ? .skipped : .due, isLeftOut ? "an earlier run had not ended" : ""))
            if !isLeftOut { (open, waiting) = (open + 1, waiting + 1) }
        }
        return runs
    }

    // MARK: - Running

    func claim() async throws -> ClaimedRun? {
        let now = try await now()
        return try await scheduling { [name, lease] in
            try await $0.execute(ClaimRun(runner: name, now: now, lease: lease)).first
        }
    }

    /// - Returns: `false` when another program has the run by now.
    private func perform(_ run: ClaimedRun) async throws -> Bool {
        if run.deliveries > Self.deliveries {
            return try await end(run, .failed, "the program ended \(Self.deliveries) times while it ran this")
        }
        if run.schedule.action == Schedule.publishEvent { return try await publish(run) }
        guard let hook = hooks[run.schedule.action] else {
            return try await end(run, .failed, "this program has no action \(run.schedule.action)")
        }
        let order = Order(
            organisation: OrganisationID(rawValue: run.organisation.uuidString.lowercased()),
            schedule: run.schedule.name, planned: run.planned, argument: run.schedule.argument)
        do {
            let words = try await renewing(run) { try await hook(order) }
            return try await end(run, .done, words)
        } catch is CancellationError {
            // Comes again when the lease is over.
            return false
        } catch let error as PostgresError {
            throw error
        } catch {
            return try await end(run, .failed, "\(error)")
        }
    }

    /// The event and the end of the run are kept together: never one without the other.
    private func publish(_ run: ClaimedRun) async throws -> Bool {
        guard let event = try? JSONDecoder().decode(String.self, from: Data(run.schedule.argument.utf8)) else {
            return try await end(run, .failed, "the argument is no name of an event")
        }
        let now = try await now()
        return try await pool.withOrganisation(run.organisation, attempts: 3) { transaction in
            let ended = EndRun(run: run, status: .done, note: "published \(event)", now: now)
            guard try await transaction.pipeline([ended])[0] == 1 else { return false }
            let organisation = OrganisationID(rawValue: run.organisation.uuidString.lowercased())
            try await transaction.pipeline([Publish(event: event, organisation: organisation)])
            return true
        }
    }

    private func end(_ run: ClaimedRun, _ status: ScheduleRun.Status, _ note: String) async throws -> Bool {
        let now = try await now()
        return try await pool.withOrganisation(run.organisation, attempts: 3) { transaction in
            try await transaction.pipeline([EndRun(run: run, status: status, note: note, now: now)])[0] == 1
        }
    }

    /// Keeps the lease while the work lasts. With a clock of a test nothing lasts.
    private func renewing(_ run: ClaimedRun, _ work: @escaping @Sendable () async throws -> String) async throws
        -> String
    {
        guard clock == nil else { return try await work() }
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    try await Task.sleep(for: lease / 3)
                    let now = try await now()
                    _ = try await pool.withOrganisation(run.organisation) { transaction in
                        try await transaction.pipeline([ExtendRun(run: run, now: now, lease: lease)])
                    }
                }
            }
            defer { group.cancelAll() }
            return try await group.next().flatMap { $0 } ?? ""
        }
    }

    private func now() async throws -> Moment {
        if let clock { return clock.now }
        return try await pool.withConnection { try await $0.execute(ReadClock()).first } ?? Moment(microseconds: 0)
    }

    private func scheduling<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value)
        async throws -> Value
    {
        try await pool.transaction(attempts: 3) { transaction in
            try await transaction.pipeline([SetScheduler()])
            return try await body(transaction)
        }
    }

    /// After which a run that ends its programs is given up.
    private static let deliveries = 3
}

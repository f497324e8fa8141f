package import Foundation
package import Orchestrator
package import Postgres

/// A schedule as it stands.
package struct KeptSchedule: Hashable, Sendable {
    package var schedule: Schedule
    package var isPaused: Bool
    /// `nil` = no time comes any more.
    package var next: Moment?
}

/// What became of one planned time.
package struct ScheduleRun: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        /// Waits for a program.
        case due
        case running, done, failed
        /// An earlier run had not ended.
        case skipped
        /// No program was running, and it is not caught up.
        case missed
    }

    package var schedule: String
    package var planned: Moment
    package var status: Status
    package var note: String
    package var started: Moment?
    package var ended: Moment?
    package var runner: String?
}

/// An organisation's schedules, as people see and change them.
package struct PostgresSchedules: Sendable {
    private let pool: PostgresPool
    private let organisation: UUID

    /// - Parameter pool: Of a login that row security binds.
    package init(_ pool: PostgresPool, organisation: UUID) {
        self.pool = pool
        self.organisation = organisation
    }

    /// - Parameter now: Times after this count.
    /// - Returns: `false` when there is one of this name, which is left as it is.
    /// - Throws: ``CronError`` for times that are wrong, ``PostgresError``, ``TransactionError``.
    package func add(_ schedule: Schedule, now: Moment) async throws -> Bool {
        let next = try schedule.times().next(after: now)
        let definition = try JSONText.text(schedule)
        let organisation = organisation
        return try await pool.withOrganisation(organisation) { transaction in
            try await transaction.pipeline([
                InsertSchedule(organisation: organisation, schedule: schedule, definition: definition, next: next)
            ])[0] == 1
        }
    }

    /// - Parameter name: `nil` = all.
    /// - Returns: In the order of their names.
    package func list(_ name: String? = nil) async throws -> [KeptSchedule] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadSchedules(name: name))
        }
    }

    /// Times that come while a schedule is held are not caught up.
    /// - Returns: `false` when there is none of this name.
    package func hold(_ name: String, _ isPaused: Bool, now: Moment) async throws -> Bool {
        try await pool.withOrganisation(organisation) { transaction in
            guard let kept = try await transaction.execute(ReadSchedules(name: name)).first else { return false }
            guard kept.isPaused != isPaused else { return true }
            let next = isPaused ? kept.next : try kept.schedule.times().next(after: now)
            return try await transaction.pipeline([HoldSchedule(name: name, isPaused: isPaused, next: next)])[0] == 1
        }
    }

    /// With all that is known of its runs.
    /// - Returns: `false` when there is none of this name.
    package func remove(_ name: String) async throws -> Bool {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.pipeline([DeleteSchedule(name: name)])[0] == 1
        }
    }

    /// - Parameter name: `nil` = of all schedules.
    /// - Returns: Latest first.
    package func runs(_ name: String? = nil, most: Int = 100) async throws -> [ScheduleRun] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadRuns(schedule: name, most: most))
        }
    }
}

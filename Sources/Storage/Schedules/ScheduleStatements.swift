import Foundation
import Orchestrator
import Postgres

struct InsertSchedule: Statement {
    static let sql = """
        INSERT INTO schedule (organisation_id, name, definition, overlap, next_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var schedule: Schedule
    var definition: String
    var next: Moment?
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .text(schedule.name), .text(definition), .text(schedule.overlap.rawValue),
            .timestamp(next?.microseconds),
        ]
    }
}

struct ReadSchedules: Statement {
    static let columns = "SELECT definition, is_paused, next_at FROM schedule"
    static let sql = columns + " WHERE $1::text IS NULL OR name = $1 ORDER BY name"
    /// `nil` = all.
    var name: String?
    var bindings: [PostgresValue] { [.text(name)] }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptSchedule {
        KeptSchedule(
            schedule: try row.json(0, as: Schedule.self, "a schedule"), isPaused: try row.bool(1),
            next: try row.optionalMoment(2))
    }
}

struct HoldSchedule: Statement {
    static let sql = "UPDATE schedule SET is_paused = $2, next_at = $3 WHERE name = $1"
    var name: String
    var isPaused: Bool
    var next: Moment?
    var bindings: [PostgresValue] { [.text(name), .bool(isPaused), .timestamp(next?.microseconds)] }
}

struct DeleteSchedule: Statement {
    static let sql = "DELETE FROM schedule WHERE name = $1"
    var name: String
    var bindings: [PostgresValue] { [.text(name)] }
}

struct ReadRuns: Statement {
    static let sql = """
        SELECT schedule, planned, status, note, started, ended, runner FROM schedule_run
        WHERE $1::text IS NULL OR schedule = $1 ORDER BY planned DESC, schedule LIMIT $2
        """
    var schedule: String?
    var most: Int
    var bindings: [PostgresValue] { [.text(schedule), .int(most)] }
    static func decode(_ row: RowView) throws(PostgresError) -> ScheduleRun {
        guard let status = ScheduleRun.Status(rawValue: try row.text(2)) else {
            throw PostgresError(.bug, "a run has a status that this program does not know")
        }
        return ScheduleRun(
            schedule: try row.text(0), planned: try row.moment(1), status: status,
            note: try row.text(3), started: try row.optionalMoment(4), ended: try row.optionalMoment(5),
            runner: try row.optionalText(6))
    }
}

/// Schedules of all organisations that have a time to plan.
struct FindDueSchedules: Statement {
    static let sql = """
        SELECT organisation_id, name FROM schedule WHERE NOT is_paused AND next_at <= $1 ORDER BY next_at LIMIT 500
        """
    var now: Moment
    var bindings: [PostgresValue] { [.timestamp(now.microseconds)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (organisation: UUID, name: String) {
        (try row.uuid(0), try row.text(1))
    }
}

/// Nothing when another program was here first.
struct LockDueSchedule: Statement {
    static let sql = ReadSchedules.columns + " WHERE name = $1 AND NOT is_paused AND next_at <= $2 FOR UPDATE"
    var name: String
    var now: Moment
    var bindings: [PostgresValue] { [.text(name), .timestamp(now.microseconds)] }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptSchedule { try ReadSchedules.decode(row) }
}

/// Runs that have not ended, and those of them that wait.
struct CountOpenRuns: Statement {
    static let sql = """
        SELECT count(*), count(*) FILTER (WHERE status = 'due') FROM schedule_run
        WHERE schedule = $1 AND status IN ('due', 'running')
        """
    var schedule: String
    var bindings: [PostgresValue] { [.text(schedule)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (open: Int, waiting: Int) {
        (try row.int(0), try row.int(1))
    }
}

/// Writes nothing when the time was planned before.
struct InsertRun: Statement {
    static let sql = """
        INSERT INTO schedule_run (organisation_id, schedule, planned, status, note) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var schedule: String
    var planned: Moment
    var status: ScheduleRun.Status
    var note = ""
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .text(schedule), .timestamp(planned.microseconds), .text(status.rawValue), .text(note),
        ]
    }
}

struct SetNextTime: Statement {
    static let sql = "UPDATE schedule SET next_at = $2 WHERE name = $1"
    var name: String
    var next: Moment?
    var bindings: [PostgresValue] { [.text(name), .timestamp(next?.microseconds)] }
}

struct ClaimRun: Statement {
    static let sql = """
        SELECT r.organisation_id, r.schedule, r.planned, r.token, r.deliveries, s.definition
        FROM claim_schedule_run($1, $2, $3::bigint * interval '1 microsecond') r
        JOIN schedule s ON s.organisation_id = r.organisation_id AND s.name = r.schedule
        """
    var runner: String
    var now: Moment
    var lease: Duration
    var bindings: [PostgresValue] {
        [.text(runner), .timestamp(now.microseconds), .int(Int(lease.wholeMicroseconds))]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> ClaimedRun {
        ClaimedRun(
            organisation: try row.uuid(0), planned: try row.moment(2),
            token: try row.int(3), deliveries: try row.int(4),
            schedule: try row.json(5, as: Schedule.self, "a schedule"))
    }
}

/// Changes nothing when another program has the run by now.
struct EndRun: Statement {
    static let sql = """
        UPDATE schedule_run SET status = $4, note = $5, ended = $6, leased_until = NULL
        WHERE schedule = $1 AND planned = $2 AND token = $3 AND status = 'running'
        """
    var run: ClaimedRun
    var status: ScheduleRun.Status
    var note: String
    var now: Moment
    var bindings: [PostgresValue] {
        [
            .text(run.schedule.name), .timestamp(run.planned.microseconds), .int(run.token), .text(status.rawValue),
            .text(note), .timestamp(now.microseconds),
        ]
    }
}

struct ExtendRun: Statement {
    static let sql = """
        UPDATE schedule_run SET leased_until = $4::timestamptz + $5::bigint * interval '1 microsecond'
        WHERE schedule = $1 AND planned = $2 AND token = $3 AND status = 'running'
        """
    var run: ClaimedRun
    var now: Moment
    var lease: Duration
    var bindings: [PostgresValue] {
        [
            .text(run.schedule.name), .timestamp(run.planned.microseconds), .int(run.token),
            .timestamp(now.microseconds), .int(Int(lease.wholeMicroseconds)),
        ]
    }
}

/// A run that a program has taken.
struct ClaimedRun: Hashable, Sendable {
    var organisation: UUID
    var planned: Moment
    var token: Int
    /// How often it was handed out, this time included.
    var deliveries: Int
    var schedule: Schedule
}

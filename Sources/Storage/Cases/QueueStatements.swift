import Foundation
import Orchestrator
import Postgres

/// Sees queue and timers of all organisations, and the rest of none.
struct SetScheduler: Statement {
    static let sql = """
        SELECT set_config('payables.scheduler', 'on', true),
            set_config('payables.organisation', '00000000-0000-0000-0000-000000000000', true)
        """
    var bindings: [PostgresValue] { [] }
}

/// Hands out what is due. In an organisation by priority and age; between organisations by chance, weighted, and every
/// further case of one organisation counts for less: who floods the queue waits for himself.
struct ClaimCases: Statement {
    static let sql = """
        WITH lane AS MATERIALIZED (
            SELECT id, weight, -ln(1 - random()) AS luck FROM organisation o
            WHERE NOT EXISTS (SELECT FROM organisation_hold h WHERE h.organisation_id = o.id AND h.agent = '')
                AND NOT EXISTS (SELECT FROM queue_hold WHERE agent = '')
                AND ($4::uuid IS NULL OR o.id = $4)
        ), candidate AS (
            SELECT c.case_id, (row_number() OVER (PARTITION BY l.id ORDER BY c.priority DESC, c.since, c.case_id)
                - 1 + l.luck) / l.weight AS rank
            FROM lane l CROSS JOIN LATERAL (
                SELECT w.case_id, w.priority, w.since FROM work w
                WHERE w.organisation_id = l.id AND w.leased_until IS NULL
                ORDER BY w.priority DESC, w.since, w.case_id LIMIT $1 * 2) c
        ), picked AS (
            SELECT w.case_id FROM work w JOIN candidate c USING (case_id) WHERE w.leased_until IS NULL
            ORDER BY c.rank LIMIT $1 FOR UPDATE OF w SKIP LOCKED
        )
        UPDATE work w SET leased_until = clock_timestamp() + $3::bigint * interval '1 microsecond', worker = $2,
            token = nextval('claim_token'), deliveries = w.deliveries + 1, is_hailed = false
        FROM picked p WHERE w.case_id = p.case_id
        RETURNING w.case_id, w.organisation_id, w.token, w.deliveries
        """
    var count: Int
    var worker: String
    var lease: Duration
    /// `nil` = of all.
    var organisation: UUID?
    var bindings: [PostgresValue] {
        [.int(count), .text(worker), .int(Int(lease.wholeMicroseconds)), .uuid(organisation)]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseClaim { try claim(row) }
}

/// Hands out one case, due or not, unless a worker has it.
struct ClaimCase: Statement {
    static let sql = """
        INSERT INTO work AS w (case_id, organisation_id, priority, leased_until, worker, token, deliveries)
        SELECT c.id, c.organisation_id, c.priority, clock_timestamp() + $4::bigint * interval '1 microsecond', $3,
            nextval('claim_token'), 1 FROM invoice_case c WHERE c.id = $1 AND c.organisation_id = $2
        ON CONFLICT (case_id) DO UPDATE SET leased_until = EXCLUDED.leased_until, worker = EXCLUDED.worker,
            token = EXCLUDED.token, deliveries = w.deliveries + 1, is_hailed = false
        WHERE w.leased_until IS NULL
        RETURNING w.case_id, w.organisation_id, w.token, w.deliveries
        """
    var id: CaseID
    var organisation: OrganisationID
    var worker: String
    var lease: Duration
    var bindings: [PostgresValue] {
        [.text(id.rawValue), .text(organisation.rawValue), .text(worker), .int(Int(lease.wholeMicroseconds))]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseClaim { try claim(row) }
}

private func claim(_ row: RowView) throws(PostgresError) -> CaseClaim {
    CaseClaim(
        caseID: CaseID(rawValue: try row.text(0)), organisation: OrganisationID(rawValue: try row.text(1)),
        token: Int64(try row.int(2)), deliveries: try row.int(3))
}

/// Fails with PY001 unless the worker still has the case.
struct Fence: Statement {
    static let sql = "SELECT fence($1, $2, $3)"
    var claim: CaseClaim
    /// `nil` = whatever it is.
    var version: Int64?
    var bindings: [PostgresValue] {
        [.text(claim.caseID.rawValue), .int(Int(claim.token)), .int(version.map { Int($0) })]
    }
}

/// A row when something came since the dossier.
struct IsHailed: Statement {
    static let sql = "SELECT FROM work WHERE case_id = $1 AND is_hailed"
    var claim: CaseClaim
    var bindings: [PostgresValue] { [.text(claim.caseID.rawValue)] }
}

/// What came before is in the dossier.
struct ClearHail: Statement {
    static let sql = "UPDATE work SET is_hailed = false WHERE case_id = $1 AND is_hailed"
    var claim: CaseClaim
    var bindings: [PostgresValue] { [.text(claim.caseID.rawValue)] }
}

/// Lets go of a case, or keeps it.
struct Settle: Statement {
    enum Next: Hashable {
        /// Only a sign of life: the case has not got on.
        case live
        case keep, now, rest, gone
        case at(Moment)
    }

    static let sql = "SELECT settle($1, $2, $3, $4::bigint * interval '1 microsecond')"
    var claim: CaseClaim
    var next: Next
    var lease: Duration = .zero
    var bindings: [PostgresValue] {
        var due: Int64?
        if case .at(let moment) = next { due = moment.microseconds }
        return [
            .text(claim.caseID.rawValue), .text(word), .timestamp(due), .int(Int(lease.wholeMicroseconds)),
        ]
    }

    private var word: String {
        switch next {
        case .live: "live"
        case .keep: "keep"
        case .now: "now"
        case .rest: "rest"
        case .gone: "gone"
        case .at: "at"
        }
    }
}

extension CaseChange.Next {
    var kept: Settle.Next {
        switch self {
        case .keep: .keep
        case .at(let moment): .at(moment)
        case .rest: .rest
        }
    }
}

struct WakeCase: Statement {
    static let sql = "SELECT wake_case($1, $2)"
    var id: CaseID
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(id.rawValue), .text(organisation.rawValue)] }
}

/// Times that have come, at most a thousand at once. By `now()`, which is stable: a volatile `clock_timestamp()` cannot be
/// looked up in an index, and every waiting timer would be looked at (Benchmarks/timers.py).
struct FireTimers: Statement {
    static let sql = """
        WITH due AS (
            DELETE FROM timer WHERE case_id IN (
                SELECT case_id FROM timer WHERE due <= now() ORDER BY due LIMIT 1000 FOR UPDATE SKIP LOCKED)
            RETURNING case_id, organisation_id, priority
        ), woken AS (
            INSERT INTO work (case_id, organisation_id, priority)
            SELECT case_id, organisation_id, priority FROM due
            ON CONFLICT (case_id) DO UPDATE SET is_hailed = work.is_hailed OR work.leased_until IS NOT NULL
            RETURNING 1
        ) SELECT count(*) FROM woken
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// Cases whose worker has died. One that is frozen in a transaction keeps its rows to itself, and holds up no others.
struct FreeLeases: Statement {
    static let sql = """
        UPDATE work SET leased_until = NULL, worker = NULL WHERE case_id IN (
            SELECT case_id FROM work WHERE leased_until < now() FOR UPDATE SKIP LOCKED)
        """
    var bindings: [PostgresValue] { [] }
}

struct InsertDeadLetter: Statement {
    static let sql = """
        INSERT INTO dead_letter (organisation_id, case_id, reason) VALUES ($1, $2, $3)
        ON CONFLICT (case_id) DO UPDATE SET reason = EXCLUDED.reason, at = now()
        """
    var claim: CaseClaim
    var reason: String
    var bindings: [PostgresValue] {
        [.text(claim.organisation.rawValue), .text(claim.caseID.rawValue), .text(reason)]
    }
}

struct Subscribe: Statement {
    static let sql = "SELECT subscribe($1, $2, $3, $4)"
    var claim: CaseClaim
    var event: String
    var since: Int64
    var bindings: [PostgresValue] {
        [.text(claim.organisation.rawValue), .text(event), .text(claim.caseID.rawValue), .int(Int(since))]
    }
}

struct Publish: Statement {
    static let sql = "SELECT publish($1, $2)"
    var event: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(event)] }
}

struct ReadPublications: Statement {
    static let sql = "SELECT event, count FROM publication WHERE event = ANY (string_to_array($1, chr(31)))"
    var events: [String]
    var bindings: [PostgresValue] { [.text(events.joined(separator: "\u{1F}"))] }
    static func decode(_ row: RowView) throws(PostgresError) -> (event: String, count: Int64) {
        (try row.text(0), Int64(try row.int(1)))
    }
}

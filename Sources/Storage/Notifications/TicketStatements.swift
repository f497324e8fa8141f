import Foundation
import Orchestrator
import Postgres

/// Trouble that no ticket has counted, taken away with this transaction.
struct TakeTrouble: Statement {
    static let sql = """
        DELETE FROM trouble WHERE number IN (
            SELECT number FROM trouble WHERE organisation_id = $1 ORDER BY number LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING case_id, step, agent, words, at
        """
    var organisation: UUID
    var count: Int
    var bindings: [PostgresValue] { [.uuid(organisation), .int(count)] }
    static func decode(_ row: RowView) throws(PostgresError) -> TroubleSighting {
        TroubleSighting(
            caseID: CaseID(rawValue: try row.text(0)), step: try row.optionalText(1), agent: try row.text(2),
            words: try row.text(3), at: try row.moment(4))
    }
}

/// Counts failures of one fingerprint on the open ticket, or opens one.
struct CountTrouble: Statement {
    static let sql = """
        INSERT INTO ticket AS t (organisation_id, fingerprint, agent, words, opened, last, occurrences)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (organisation_id, fingerprint) WHERE closed IS NULL DO UPDATE
            SET last = greatest(t.last, EXCLUDED.last), occurrences = t.occurrences + EXCLUDED.occurrences
        RETURNING number, t.occurrences = $7
        """
    var organisation: UUID
    var first: TroubleSighting
    var last: Moment
    var count: Int
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .text(first.fingerprint.key), .text(first.agent),
            .text(String(first.words.prefix(500))),
            .timestamp(first.at.microseconds), .timestamp(last.microseconds), .int(count),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> (number: Int64, isNew: Bool) {
        (Int64(try row.int(0)), try row.bool(1))
    }
}

struct CountTicketCase: Statement {
    static let sql = """
        INSERT INTO ticket_case (organisation_id, ticket, case_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var ticket: Int64
    var sighting: TroubleSighting
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .int(Int(ticket)), .text(sighting.caseID.rawValue),
            .timestamp(sighting.at.microseconds),
        ]
    }
}

struct ReadTickets: Statement {
    static let columns = """
        SELECT number, fingerprint, agent, words, opened, last, closed, closed_by, occurrences,
            (SELECT count(*) FROM ticket_case c WHERE c.ticket = t.number) FROM ticket t
        """
    /// Open ones first, then the newest.
    static let sql = columns + " WHERE $1 OR closed IS NULL ORDER BY closed IS NOT NULL, number DESC LIMIT 1000"
    var withClosed: Bool
    var bindings: [PostgresValue] { [.bool(withClosed)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Ticket {
        Ticket(
            number: Int64(try row.int(0)), fingerprint: FailureFingerprint(key: try row.text(1)),
            agent: try row.text(2), words: try row.text(3), opened: try row.moment(4),
            last: try row.moment(5), closed: try row.optionalMoment(6),
            closedBy: try row.text(7), occurrences: try row.int(8), cases: try row.int(9))
    }
}

struct ReadTicket: Statement {
    static let sql = ReadTickets.columns + " WHERE number = $1"
    var number: Int64
    var bindings: [PostgresValue] { [.int(Int(number))] }
    static func decode(_ row: RowView) throws(PostgresError) -> Ticket { try ReadTickets.decode(row) }
}

/// Open tickets whose agent has done a step since the last failure.
struct CloseRecovered: Statement {
    static let sql = """
        UPDATE ticket t SET closed = clock_timestamp(), closed_by = 'recovery'
        WHERE organisation_id = $1 AND closed IS NULL AND EXISTS (
            SELECT FROM case_event e WHERE e.organisation_id = $1 AND e.kind = 'step-done' AND e.actor = t.agent
                AND e.at > t.last)
        RETURNING number
        """
    var organisation: UUID
    var bindings: [PostgresValue] { [.uuid(organisation)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int64 { Int64(try row.int(0)) }
}

/// No row when it is closed already, or is not there.
struct CloseTicket: Statement {
    static let sql = """
        UPDATE ticket SET closed = clock_timestamp(), closed_by = $2 WHERE number = $1 AND closed IS NULL
        RETURNING number
        """
    var number: Int64
    var person: String
    var bindings: [PostgresValue] { [.int(Int(number)), .text(person)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int64 { Int64(try row.int(0)) }
}

/// The case that a ticket was opened for, under which its messages are kept.
struct FirstTicketCase: Statement {
    static let sql = "SELECT case_id FROM ticket_case WHERE ticket = $1 ORDER BY at, case_id LIMIT 1"
    var number: Int64
    var bindings: [PostgresValue] { [.int(Int(number))] }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseID { CaseID(rawValue: try row.text(0)) }
}

struct InsertNotice: Statement {
    static let sql = """
        INSERT INTO outgoing_message (organisation_id, key, case_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var caseID: CaseID
    var key: String
    var body: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(key), .text(caseID.rawValue), .text(body)] }
}

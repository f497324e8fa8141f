import Foundation
import Orchestrator
import Postgres

/// Gives the id of the case that has the key, new or known.
struct BeginCase: Statement {
    static let sql = "SELECT begin_case($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    var new: NewCase
    var bindings: [PostgresValue] {
        let place = try? JSONText.text(CasePlace(step: new.step))
        return [
            .text(new.organisation.rawValue), .text(new.id.rawValue), .text(new.key), .text(new.workflow.name),
            .int(new.workflow.version), .text(new.workflow.digest), .text(new.subject.name), .text(new.subject.sha256),
            .int(new.subject.size), .text(place), .int(new.priority), .text(new.by),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

struct ReadCase: Statement {
    static let columns = """
        SELECT id, organisation_id, year, number, workflow_name, workflow_version, workflow_digest, subject_name,
            subject_sha256, subject_size, status, reason, place, version, priority, created, changed,
            (SELECT actor FROM case_event e WHERE e.case_id = invoice_case.id AND e.kind = 'case-begun'
                ORDER BY e.id LIMIT 1)
        FROM invoice_case
        """
    static let sql = columns + " WHERE id = $1"
    var id: String
    var bindings: [PostgresValue] { [.text(id)] }

    static func decode(_ row: RowView) throws(PostgresError) -> StoredCase {
        guard let status = CaseStatus(rawValue: try row.text(10)) else {
            throw PostgresError(.bug, "a case has a status that this program does not know")
        }
        let place = try row.json(12, as: CasePlace.self, "the place of a case")
        return StoredCase(
            id: CaseID(rawValue: try row.text(0)), organisation: OrganisationID(rawValue: try row.text(1)),
            reference: CaseReference.text(year: try row.int(2), try row.int(3)),
            workflow: WorkflowEdition(name: try row.text(4), version: try row.int(5), digest: try row.text(6)),
            subject: CaseSubject(name: try row.text(7), sha256: try row.text(8), size: try row.int(9)),
            status: status, reason: try row.text(11), place: place, version: Int64(try row.int(13)),
            priority: try row.int(14), created: try row.moment(15),
            changed: try row.moment(16), begunBy: try row.optionalText(17) ?? "")
    }
}

struct ReadClock: Statement {
    static let sql = "SELECT clock_timestamp()"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Moment { try row.moment(0) }
}

/// The time, since when the case was due, and the agents that are held, `""` = all.
struct ReadSurroundings: Statement {
    static let sql = """
        SELECT clock_timestamp(), (SELECT since FROM work WHERE case_id = $1), (SELECT string_agg(agent, chr(31)) FROM (
            SELECT agent FROM organisation_hold UNION SELECT agent FROM queue_hold) AS held)
        """
    var id: String
    var bindings: [PostgresValue] { [.text(id)] }

    static func decode(_ row: RowView) throws(PostgresError) -> (now: Moment, due: Moment?, holds: CaseHolds) {
        let held = try row.optionalText(2).map {
            Set($0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init))
        }
        return (
            try row.moment(0), try row.optionalMoment(1),
            CaseHolds(everything: held?.contains("") ?? false, agents: held?.subtracting([""]) ?? [])
        )
    }
}

struct ReadRecords: Statement {
    static let sql = "SELECT line FROM step_record WHERE case_id = $1 AND NOT is_superseded ORDER BY number"
    var id: String
    var bindings: [PostgresValue] { [.text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> JournalRecord {
        do { return try JournalRecord(line: Data(try row.text(0).utf8)) } catch {
            throw PostgresError(.bug, "a record of a step is no JSON")
        }
    }
}

struct ReadEffects: Statement {
    static let sql = "SELECT step, outcome, output FROM case_effect WHERE case_id = $1 ORDER BY step"
    var id: String
    var bindings: [PostgresValue] { [.text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseEffect {
        guard let outcome = CaseEffect.Outcome(rawValue: try row.text(1)) else {
            throw PostgresError(.bug, "an effect has an outcome that this program does not know")
        }
        return CaseEffect(step: try row.text(0), outcome: outcome, output: try row.optionalText(2))
    }
}

struct ReadMessages: Statement {
    static let sql = """
        SELECT number, body, sender, reason, version, at FROM case_message
        WHERE case_id = $1 AND is_accepted IS NULL ORDER BY number
        """
    var id: String
    var bindings: [PostgresValue] { [.text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseMessage {
        let body = try row.json(1, as: CaseMessage.Body.self, "a message")
        let version = try row.optional(4) { row, column throws(PostgresError) in try row.int(column) }
        return CaseMessage(
            number: Int64(try row.int(0)), body: body, by: try row.text(2), reason: try row.text(3),
            version: version.map { Int64($0) }, at: try row.moment(5))
    }
}

struct UpdateCase: Statement {
    static let sql = """
        UPDATE invoice_case SET status = $2, reason = $3, place = $4, version = version + 1, changed = clock_timestamp()
        WHERE id = $1
        """
    var claim: CaseClaim
    var change: CaseChange
    var place: String
    var bindings: [PostgresValue] {
        [.text(claim.caseID.rawValue), .text(change.status.rawValue), .text(change.reason), .text(place)]
    }
}

struct InsertRecord: Statement {
    static let sql = "INSERT INTO step_record (organisation_id, case_id, step, kind, line) VALUES ($1, $2, $3, $4, $5)"
    var claim: CaseClaim
    var record: JournalRecord
    var bindings: [PostgresValue] {
        [
            .text(claim.organisation.rawValue), .text(claim.caseID.rawValue), .text(record.step),
            .text(record.kind.rawValue), .text(String(decoding: record.line, as: UTF8.self)),
        ]
    }
}

/// What another case has read for a new one; nothing where the key had its case before.
struct InsertFirstRecord: Statement {
    static let sql = """
        INSERT INTO step_record (organisation_id, case_id, step, kind, line)
        SELECT organisation_id, id, $3, $4, $5 FROM invoice_case c WHERE organisation_id = $1 AND id = $2
            AND NOT EXISTS (SELECT FROM step_record r WHERE r.case_id = c.id AND r.step = $3 AND r.kind = $4)
        """
    var new: NewCase
    var record: JournalRecord

    init(_ new: NewCase, _ record: JournalRecord) {
        self.new = new
        self.record = record
    }

    var bindings: [PostgresValue] {
        [
            .text(new.organisation.rawValue), .text(new.id.rawValue), .text(record.step), .text(record.kind.rawValue),
            .text(String(decoding: record.line, as: UTF8.self)),
        ]
    }
}

struct SupersedeRecords: Statement {
    static let sql = """
        UPDATE step_record SET is_superseded = true
        WHERE case_id = $1 AND NOT is_superseded AND step = ANY (string_to_array($2, chr(31)))
        """
    var claim: CaseClaim
    var steps: [String]
    var bindings: [PostgresValue] { [.text(claim.caseID.rawValue), .text(steps.joined(separator: "\u{1F}"))] }
}

struct WriteEffect: Statement {
    static let sql = """
        INSERT INTO case_effect (organisation_id, case_id, step, outcome, output) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (case_id, step) DO UPDATE
            SET outcome = EXCLUDED.outcome, output = EXCLUDED.output, changed = clock_timestamp()
        """
    var claim: CaseClaim
    var effect: CaseEffect
    var bindings: [PostgresValue] {
        [
            .text(claim.organisation.rawValue), .text(claim.caseID.rawValue), .text(effect.step),
            .text(effect.outcome.rawValue), .text(effect.output),
        ]
    }
}

struct InsertEvent: Statement {
    static let sql = """
        INSERT INTO case_event (organisation_id, case_id, kind, step, actor, words) VALUES ($1, $2, $3, $4, $5, $6)
        """
    var claim: CaseClaim
    var event: CaseEvent
    var bindings: [PostgresValue] {
        [
            .text(claim.organisation.rawValue), .text(claim.caseID.rawValue), .text(event.kind), .text(event.step),
            .text(event.by), .text(event.text),
        ]
    }
}

struct InsertMessage: Statement {
    static let sql = """
        INSERT INTO case_message (organisation_id, case_id, body, sender, reason, version)
        SELECT organisation_id, id, $3, $4, $5, $6 FROM invoice_case WHERE organisation_id = $1 AND id = $2
        RETURNING number
        """
    var id: CaseID
    var organisation: OrganisationID
    var body: String
    var by: String
    var reason: String
    var version: Int64?
    var bindings: [PostgresValue] {
        [
            .text(organisation.rawValue), .text(id.rawValue), .text(body), .text(by), .text(reason),
            .int(version.map { Int($0) }),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> Int64 { Int64(try row.int(0)) }
}

struct WriteReply: Statement {
    static let sql = """
        UPDATE case_message SET is_accepted = $3, reply = $4 WHERE case_id = $1 AND number = $2 AND is_accepted IS NULL
        """
    var claim: CaseClaim
    var reply: CaseReply
    var bindings: [PostgresValue] {
        [.text(claim.caseID.rawValue), .int(Int(reply.number)), .bool(reply.isAccepted), .text(reply.text)]
    }
}

struct ReadReply: Statement {
    static let sql = """
        SELECT number, is_accepted, reply FROM case_message
        WHERE number = $1 AND case_id = $2 AND is_accepted IS NOT NULL
        """
    var number: Int64
    var id: CaseID
    var bindings: [PostgresValue] { [.int(Int(number)), .text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> CaseReply {
        CaseReply(number: Int64(try row.int(0)), isAccepted: try row.bool(1), text: try row.text(2))
    }
}

struct InsertOutgoing: Statement {
    static let sql = """
        INSERT INTO outgoing_message (organisation_id, key, case_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """
    var organisation: OrganisationID
    var caseID: CaseID
    var key: String
    var body: String
    var bindings: [PostgresValue] {
        [.text(organisation.rawValue), .text(key), .text(caseID.rawValue), .text(body)]
    }
}

import Foundation
import Invoicing
import Mailroom
import Orchestrator
import Postgres

struct InsertMailQuestion: Statement {
    static let sql = """
        INSERT INTO mail_question (organisation_id, id, case_id, message_key, approver, fingerprint, expires, gross)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organisation_id, message_key, approver) DO NOTHING
        """
    var question: MailQuestion
    /// JSON.
    var gross: String?
    var bindings: [PostgresValue] {
        [
            .text(question.organisation.rawValue), .text(question.id), .text(question.caseID.rawValue),
            .text(question.messageKey), .text(question.approver), .text(question.fingerprint),
            .timestamp(question.expires.microseconds), .text(gross),
        ]
    }
}

/// The one that a message asks a person.
struct ReadAskedQuestion: Statement {
    static let sql = ReadMailQuestion.columns + " WHERE organisation_id = $1 AND message_key = $2 AND approver = $3"
    var question: MailQuestion
    var bindings: [PostgresValue] {
        [.text(question.organisation.rawValue), .text(question.messageKey), .text(question.approver)]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> MailQuestion { try ReadMailQuestion.decode(row) }
}

struct ReadMailQuestion: Statement {
    static let columns = """
        SELECT id, organisation_id, case_id, message_key, approver, fingerprint, expires, gross, asked FROM mail_question
        """
    static let sql = columns + " WHERE organisation_id = $1 AND id = $2"
    var id: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> MailQuestion {
        let gross = try row.optional(7) { row, column throws(PostgresError) in
            try row.json(column, as: Money.self, "the sum of a question")
        }
        return MailQuestion(
            id: try row.text(0), organisation: OrganisationID(rawValue: try row.text(1)),
            caseID: CaseID(rawValue: try row.text(2)), messageKey: try row.text(3), approver: try row.text(4),
            fingerprint: try row.text(5), gross: gross, expires: try row.moment(6), asked: try row.moment(8))
    }
}

/// How a question stands, without a lock.
struct ReadStanding: Statement {
    static let sql = """
        SELECT q.used IS NOT NULL, i.status IN ('running', 'waiting', 'paused') FROM mail_question q
        JOIN invoice_case i ON i.organisation_id = q.organisation_id AND i.id = q.case_id
        WHERE q.organisation_id = $1 AND q.id = $2
        """
    var id: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> QuestionStanding {
        if try row.bool(0) { return .used }
        return try row.bool(1) ? .open : .settled
    }
}

/// A question that is to be used up: of two answers, one waits here for the other.
struct LockMailQuestion: Statement {
    struct Held: Hashable {
        var caseID: String
        var fingerprint: String
        var isUsed: Bool
        var isExpired: Bool
    }

    static let sql = """
        SELECT case_id, fingerprint, used IS NOT NULL, expires <= clock_timestamp() FROM mail_question
        WHERE organisation_id = $1 AND id = $2 FOR NO KEY UPDATE
        """
    var id: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Held {
        Held(
            caseID: try row.text(0), fingerprint: try row.text(1), isUsed: try row.bool(2),
            isExpired: try row.bool(3))
    }
}

struct UseMailQuestion: Statement {
    static let sql = """
        UPDATE mail_question SET used = clock_timestamp(), used_by = $3 WHERE organisation_id = $1 AND id = $2
        """
    var id: String
    var mail: ReceivedMail
    var bindings: [PostgresValue] {
        [.text(mail.organisation.rawValue), .text(id), .text(mail.id.rawValue)]
    }
}

/// Keeps a case as it is until the end of the transaction. After its work, as workers lock them.
struct HoldCase: Statement {
    static let sql = "SELECT id FROM invoice_case WHERE organisation_id = $1 AND id = $2 FOR SHARE"
    var id: CaseID
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

/// No row for a case that is not there.
struct ReadFingerprint: Statement {
    static let sql = "SELECT case_fingerprint(id) FROM invoice_case WHERE organisation_id = $1 AND id = $2"
    var id: CaseID
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

/// Whether a person has set values right, which no step has taken up yet.
struct IsBeingSetRight: Statement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM case_message WHERE case_id = $1 AND is_accepted IS NULL AND starts_with(body, '{"goOn":'))
        """
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres

/// UIDs that were ever noted in the organisation's mailboxes.
struct CountNotedMails: Statement {
    static let sql = "SELECT coalesce(sum(noted), 0)::bigint FROM mailbox WHERE organisation_id = $1"
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// Counted in an index, without looking at rows.
struct CountSeenMails: Statement {
    struct Count: Hashable {
        var kind: String
        var reason: String?
        /// In mailboxes of others, whose counts of what was noted do not have them.
        var isForeign: Bool
        var count: Int

        func add(to tally: inout MailTally) {
            if isForeign { tally.seen += count }
            switch kind {
            case "open": tally.inFlight += count
            case "passed": tally.passedOn += count
            case "cases": tally.cases += count
            case "approval": tally.approvals += count
            case "comment": tally.comments += count
            case "bounce": tally.bounces += count
            default:
                // Without a reason it counts for none, and is told as a fault.
                if let reason = reason.flatMap({ MailReason(rawValue: $0) }) {
                    tally.rejected[reason, default: 0] += count
                }
            }
        }
    }

    static let sql = """
        SELECT kind, reason, is_foreign, count(*) FROM mail_seen WHERE organisation_id = $1
        GROUP BY kind, reason, is_foreign
        """
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Count {
        Count(
            kind: try row.text(0), reason: try row.optionalText(1), isForeign: try row.bool(2), count: try row.int(3))
    }
}

/// What does not fit together, of what was decided since: for each kind of fault how often, and the id of one.
struct MailFaults: Statement {
    struct Fault: Hashable {
        var kind: String
        var count: Int
        var example: String

        var words: String {
            let what =
                switch kind {
                case "no-case": "mails became cases that are not there"
                case "no-mail": "cases were begun by mails that are not known"
                case "no-message": "answers are not with their cases"
                case "no-reason": "mails were rejected without a reason"
                case "two-outcomes": "mails have two outcomes"
                case "no-answer": "questions are used up without an answer"
                case "not-used": "answers have left their question open"
                case "above": "noted UIDs lie above the position of their mailbox"
                case "no-outcome": "UIDs have an outcome without a mail"
                case "never-seen": "mails were decided that no mailbox has seen"
                default: "mails that came back belong to no delivery"
                }
            return "\(count): \(what) (\(example))"
        }
    }

    static let sql = """
        SELECT 'no-case', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity') AND m.kind = 'cases'
                AND NOT EXISTS (SELECT FROM mail_case c JOIN invoice_case i ON i.id = c.case_id
                    WHERE c.organisation_id = $1 AND c.mail_id = m.id)
        UNION ALL SELECT 'no-mail', count(*), min(i.id::text) FROM invoice_case i
            JOIN case_key k ON k.organisation_id = $1 AND k.case_id = i.id AND k.key LIKE 'mail %'
            WHERE i.organisation_id = $1 AND i.created >= coalesce($2::timestamptz, '-infinity')
                AND NOT EXISTS (SELECT FROM mail_case c JOIN mail m ON m.organisation_id = $1 AND m.id = c.mail_id
                    WHERE c.organisation_id = $1 AND c.case_id = i.id AND c.message IS NULL)
        UNION ALL SELECT 'no-message', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity')
                AND m.kind IN ('approval', 'comment')
                AND NOT EXISTS (SELECT FROM mail_case c JOIN case_message a ON a.number = c.message AND a.case_id = c.case_id
                    WHERE c.organisation_id = $1 AND c.mail_id = m.id)
        UNION ALL SELECT 'no-reason', count(*), min(mailbox || '/' || validity || '/' || uid) FROM mail_seen
            WHERE organisation_id = $1 AND kind = 'rejected' AND reason IS NULL
        UNION ALL SELECT 'no-reason', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity') AND m.kind = 'rejected'
                AND m.reason IS NULL
        UNION ALL SELECT 'two-outcomes', count(*), min(t.id::text) FROM (
            SELECT m.id FROM mail m JOIN mail_seen s ON s.organisation_id = $1 AND s.mail_id = m.id AND NOT s.is_repeat
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity')
            GROUP BY m.id, m.kind, m.reason
            HAVING count(*) > 1 OR bool_or((s.kind, s.reason) IS DISTINCT FROM (m.kind, m.reason))) AS t
        UNION ALL SELECT 'no-answer', count(*), min(q.id) FROM mail_question q
            WHERE q.organisation_id = $1 AND q.used >= coalesce($2::timestamptz, '-infinity')
                AND NOT EXISTS (SELECT FROM mail m JOIN mail_case c ON c.organisation_id = $1 AND c.mail_id = m.id
                    WHERE m.organisation_id = $1 AND m.id = q.used_by AND m.question = q.id AND c.case_id = q.case_id
                        AND c.message IS NOT NULL)
        UNION ALL SELECT 'not-used', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity') AND m.question IS NOT NULL
                AND NOT EXISTS (SELECT FROM mail_question q
                    WHERE q.organisation_id = $1 AND q.id = m.question AND q.used IS NOT NULL AND q.used_by = m.id)
        UNION ALL SELECT 'above', count(*), min(b.number || '/' || s.validity || '/' || s.uid) FROM mailbox b
            JOIN mail_seen s ON s.organisation_id = $1 AND s.mailbox = b.number AND s.validity = b.validity AND s.uid > b.last
            WHERE b.organisation_id = $1
        UNION ALL SELECT 'no-outcome', count(*), min(mailbox || '/' || validity || '/' || uid) FROM mail_seen
            WHERE organisation_id = $1 AND mail_id IS NULL AND NOT is_dropped AND kind NOT IN ('open', 'passed')
        UNION ALL SELECT 'never-seen', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity')
                AND NOT EXISTS (SELECT FROM mail_seen s WHERE s.organisation_id = $1 AND s.mail_id = m.id)
        UNION ALL SELECT 'no-delivery', count(*), min(m.id::text) FROM mail m
            WHERE m.organisation_id = $1 AND m.decided >= coalesce($2::timestamptz, '-infinity') AND m.kind = 'bounce'
                AND NOT EXISTS (SELECT FROM delivery d WHERE d.number = m.delivery)
        """
    var organisation: OrganisationID
    var since: Moment?
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .timestamp(since?.microseconds)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Fault {
        Fault(kind: try row.text(0), count: try row.int(1), example: try row.optionalText(2) ?? "")
    }
}

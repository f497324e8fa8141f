import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres

struct FindRawMail: Statement {
    static let sql = "SELECT id FROM mail WHERE organisation_id = $1 AND raw = $2"
    var raw: BlobID
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(raw.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

/// Sums of the documents of mails with a Message-ID; the newest hundred.
struct ReadSameMessageID: Statement {
    static let sql = """
        SELECT documents FROM mail WHERE organisation_id = $1 AND message_id = $2 ORDER BY decided DESC LIMIT 100
        """
    var messageID: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(messageID)] }
    static func decode(_ row: RowView) throws(PostgresError) -> [String] {
        try row.text(0).split(separator: " ").map(String.init)
    }
}

/// By when the receiving server took them: an old mailbox that is read for the first time is no flood.
struct CountFromSender: Statement {
    static let sql = """
        SELECT count(*) FROM mail
        WHERE organisation_id = $1 AND sender = $2 AND received > now() - interval '24 hours'
        """
    var sender: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(sender)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// A mail with what became of it.
struct ReadKeptMail: Statement {
    static let columns = """
        SELECT m.body, m.kind, m.reason, m.words, m.decided,
            (SELECT string_agg(c.case_id::text, ' ' ORDER BY c.position) FROM mail_case c
                WHERE c.organisation_id = m.organisation_id AND c.mail_id = m.id),
            (SELECT string_agg(i.year || '-' || lpad(i.number::text, 6, '0'), ' ' ORDER BY c.position) FROM mail_case c
                JOIN invoice_case i ON i.id = c.case_id
                WHERE c.organisation_id = m.organisation_id AND c.mail_id = m.id)
        FROM mail m
        """
    static let sql = columns + " WHERE m.organisation_id = $1 AND m.id = $2"
    var id: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id)] }

    static func decode(_ row: RowView) throws(PostgresError) -> KeptMail {
        guard let kind = MailOutcome.Kind(rawValue: try row.text(1)) else {
            throw PostgresError(.bug, "a mail has an outcome that this program does not know")
        }
        let reason = try row.optionalText(2).flatMap { MailReason(rawValue: $0) }
        return KeptMail(
            mail: try row.json(0, as: ReceivedMail.self, "a mail"),
            outcome: MailOutcome(
                kind, reason: reason, words: try row.text(3),
                cases: (try row.optionalText(5) ?? "").split(separator: " ").map { CaseID(rawValue: String($0)) }),
            references: (try row.optionalText(6) ?? "").split(separator: " ").map(String.init),
            decided: try row.moment(4))
    }
}

struct ListMails: Statement {
    static let sql =
        ReadKeptMail.columns + """
             WHERE m.organisation_id = $1 AND m.received < coalesce($2::timestamptz, 'infinity')
            ORDER BY m.received DESC, m.id LIMIT $3
            """
    var organisation: OrganisationID
    var before: Moment?
    var count: Int
    var bindings: [PostgresValue] {
        [.text(organisation.rawValue), .timestamp(before?.microseconds), .int(count)]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptMail { try ReadKeptMail.decode(row) }
}

struct ListRejectedMails: Statement {
    static let sql =
        ReadKeptMail.columns + """
             WHERE m.organisation_id = $1 AND m.received < coalesce($2::timestamptz, 'infinity')
                AND m.reason = ANY (string_to_array($4, ' '))
            ORDER BY m.received DESC, m.id LIMIT $3
            """
    var organisation: OrganisationID
    var reasons: Set<MailReason>
    var before: Moment?
    var count: Int
    var bindings: [PostgresValue] {
        [
            .text(organisation.rawValue), .timestamp(before?.microseconds), .int(count),
            .text(reasons.map(\.rawValue).sorted().joined(separator: " ")),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptMail { try ReadKeptMail.decode(row) }
}

/// Two at most: whether there is one only.
struct FindMail: Statement {
    static let sql =
        ReadKeptMail.columns + " WHERE m.organisation_id = $1 AND m.id BETWEEN $2 AND $3 ORDER BY m.id LIMIT 2"
    var organisation: OrganisationID
    var first: String
    var last: String

    /// - Parameter name: The id's beginning.
    /// - Returns: `nil` when no id begins so.
    init?(_ name: String, in organisation: OrganisationID) {
        let digits = name.lowercased().utf8.filter { $0 != UInt8(ascii: "-") }
        guard (1...32).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        let beginning = String(decoding: digits, as: UTF8.self)
        self.organisation = organisation
        first = beginning + String(repeating: "0", count: 32 - digits.count)
        last = beginning + String(repeating: "f", count: 32 - digits.count)
    }

    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(first), .text(last)] }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptMail { try ReadKeptMail.decode(row) }
}

/// The one that began a case; not those that answered it.
struct ReadMailOfCase: Statement {
    static let sql =
        ReadKeptMail.columns + """
             WHERE m.organisation_id = $1 AND m.id IN (
                SELECT mail_id FROM mail_case WHERE organisation_id = $1 AND case_id = $2 AND message IS NULL)
            ORDER BY m.decided, m.id LIMIT 1
            """
    var id: CaseID
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> KeptMail { try ReadKeptMail.decode(row) }
}

import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres

/// What is known of a UID; nobody else changes it until the end of the transaction.
struct LockSeenMail: Statement {
    struct Seen: Hashable {
        var kind: String
        var mail: String?
        var isRepeat: Bool
        var reason: String?
    }

    static let sql = """
        SELECT kind, mail_id, is_repeat, reason FROM mail_seen
        WHERE organisation_id = $1 AND validity = $5 AND uid = $6
            AND mailbox = (SELECT number FROM mailbox WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4)
        FOR NO KEY UPDATE
        """
    var claim: MailboxClaim
    var mail: DueMail
    var bindings: [PostgresValue] { claim.bindings(mail) }
    static func decode(_ row: RowView) throws(PostgresError) -> Seen {
        Seen(
            kind: try row.text(0), mail: try row.optionalText(1), isRepeat: try row.bool(2),
            reason: try row.optionalText(3))
    }
}

/// What a UID of another organisation's mailbox came to here.
struct ReadForeignMail: Statement {
    static let sql = """
        SELECT kind, mail_id, is_repeat, reason FROM mail_seen
        WHERE organisation_id = $1 AND mailbox = $2 AND validity = $3 AND uid = $4 AND is_foreign
        """
    var organisation: OrganisationID
    var mailbox: Int
    var mail: DueMail
    var bindings: [PostgresValue] {
        [.text(organisation.rawValue), .int(mailbox), .int(Int(mail.validity)), .int(Int(mail.uid))]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> LockSeenMail.Seen { try LockSeenMail.decode(row) }
}

struct MailboxNumber: Statement {
    static let sql = "SELECT fence_mailbox($1, $2, $3, $4)"
    var claim: MailboxClaim
    var bindings: [PostgresValue] { claim.bindings }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// A row unless the same bytes are there. Waits for another program that is just writing them.
struct InsertMail: Statement {
    static let sql = """
        INSERT INTO mail (organisation_id, id, raw, received, message_id, sender, documents, body, kind, reason, words,
            question, delivery)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (organisation_id, raw) DO NOTHING
        RETURNING id
        """
    var row: MailRow
    var bindings: [PostgresValue] { row.bindings }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

/// Nobody else writes cases of a mail with this Message-ID until the end of the transaction.
struct LockMessageID: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' mail ' || $2, 0))"
    var messageID: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(messageID)] }
}

/// Whether another mail with this Message-ID has become cases of the same documents.
struct FindCopy: Statement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM mail WHERE organisation_id = $1 AND message_id = $2 AND documents = $3 AND id <> $4 AND kind = 'cases')
        """
    var messageID: String
    var documents: String
    var besides: MailID
    var organisation: OrganisationID
    var bindings: [PostgresValue] {
        [.text(organisation.rawValue), .text(messageID), .text(documents), .text(besides.rawValue)]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

/// A mail that is decided anew: its row is kept until the end of the transaction.
struct LockMail: Statement {
    static let sql = "SELECT kind FROM mail WHERE organisation_id = $1 AND id = $2 FOR NO KEY UPDATE"
    var organisation: OrganisationID
    var id: MailID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}

struct KeepFormerOutcome: Statement {
    static let sql = """
        INSERT INTO mail_former_outcome (organisation_id, mail_id, decided, decided_by, reason, words)
        SELECT organisation_id, id, decided, decided_by, reason, words FROM mail WHERE organisation_id = $1 AND id = $2
        """
    var organisation: OrganisationID
    var id: MailID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(id.rawValue)] }
}

/// A mail that is decided anew, and the UID that it was first seen under.
struct RewriteMail: Statement {
    static let sql = """
        WITH changed AS (
            UPDATE mail SET received = $4, message_id = $5, sender = $6, documents = $7, body = $8, kind = $9, reason = $10,
                words = $11, question = $12, delivery = $13, decided = clock_timestamp(), decided_by = $14
            WHERE organisation_id = $1 AND id = $2 AND raw = $3 RETURNING id)
        UPDATE mail_seen SET kind = $9, reason = $10
        WHERE organisation_id = $1 AND mail_id = (SELECT id FROM changed) AND NOT is_repeat
        """
    var row: MailRow
    var by: String
    var bindings: [PostgresValue] { row.bindings + [.text(by)] }
}

struct InsertMailCase: Statement {
    static let sql = """
        INSERT INTO mail_case (organisation_id, mail_id, position, case_id, message) VALUES ($1, $2, $3, $4, $5)
        """
    var mail: ReceivedMail
    var position: Int
    var caseID: String
    /// That answered the case.
    var message: Int64?
    var bindings: [PostgresValue] {
        [
            .text(mail.organisation.rawValue), .text(mail.id.rawValue), .int(position), .text(caseID),
            .int(message.map { Int($0) }),
        ]
    }
}

/// The outcome of a UID of a mailbox of the same organisation.
struct DecideSeenMail: Statement {
    static let sql = """
        UPDATE mail_seen SET kind = $7, reason = $8, mail_id = $9, is_repeat = $10, trouble = ''
        WHERE organisation_id = $1 AND validity = $5 AND uid = $6
            AND mailbox = (SELECT number FROM mailbox WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4)
        """
    var claim: MailboxClaim
    var mail: DueMail
    var fate: SeenFate
    var bindings: [PostgresValue] {
        claim.bindings(mail) + [.text(fate.kind), .text(fate.reason?.rawValue), .text(fate.mail), .bool(fate.isRepeat)]
    }
}

/// The outcome of a UID of a mailbox of another organisation.
struct InsertForeignMail: Statement {
    static let sql = """
        INSERT INTO mail_seen (organisation_id, mailbox, validity, uid, kind, reason, mail_id, is_repeat, is_foreign)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true)
        """
    var organisation: OrganisationID
    var mailbox: Int
    var mail: DueMail
    var fate: SeenFate
    var bindings: [PostgresValue] {
        [
            .text(organisation.rawValue), .int(mailbox), .int(Int(mail.validity)), .int(Int(mail.uid)),
            .text(fate.kind),
            .text(fate.reason?.rawValue), .text(fate.mail), .bool(fate.isRepeat),
        ]
    }
}

/// The delivery of a mail of ours that came back. What a sender tells afterwards of an attempt changes nothing any more.
struct NoteBounce: Statement {
    static let sql = """
        UPDATE delivery SET reason = CASE WHEN state = 'dead' AND NOT $3 THEN reason ELSE $2 END,
            state = CASE WHEN $3 THEN 'dead' ELSE state END,
            token = CASE WHEN $3 THEN NULL ELSE token END, leased_until = CASE WHEN $3 THEN NULL ELSE leased_until END,
            is_begun = is_begun AND NOT $3, changed = clock_timestamp()
        WHERE number = $1
        """
    var bounce: MailBounce
    var bindings: [PostgresValue] {
        [.int(Int(bounce.delivery)), .text(bounce.words), .bool(bounce.isFinal)]
    }
}

/// What a UID came to.
struct SeenFate: Hashable {
    var kind: String
    var reason: MailReason?
    var mail: String?
    var isRepeat = false

    static let passedOn = SeenFate(kind: "passed")
}

/// A mail and its outcome as columns.
struct MailRow: Hashable {
    var mail: ReceivedMail
    var body: String
    var decision: MailDecision

    init(_ mail: ReceivedMail, _ decision: MailDecision) throws {
        self.mail = mail
        self.decision = decision
        body = try JSONText.text(mail)
    }

    var documents: String { mail.documents.joined(separator: " ") }

    var bindings: [PostgresValue] {
        let (reason, words): (MailReason?, String) =
            if case .rejected(let reason, let words) = decision { (reason, MailColumn.text(words)) } else { (nil, "") }
        return [
            .text(mail.organisation.rawValue), .text(mail.id.rawValue), .text(mail.raw.rawValue),
            .timestamp(mail.received.microseconds), .text(mail.messageID.map(MailColumn.text)),
            .text(MailColumn.text(mail.from.lowercased())),
            .text(documents), .text(body), .text(decision.kind.rawValue),
            .text(reason?.rawValue), .text(words), .text((decision.answer?.token).map(MailColumn.text)),
            .int(decision.bounce.map { Int($0.delivery) }),
        ]
    }
}

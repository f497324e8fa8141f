import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres

struct RegisterMailboxes: Statement {
    static let sql = """
        INSERT INTO mailbox (organisation_id, account, name)
        SELECT organisation, account, mailbox
        FROM jsonb_to_recordset($1::jsonb) AS n (organisation uuid, account text, mailbox text)
        ON CONFLICT DO NOTHING
        """
    /// JSON of mailboxes' names.
    var names: String
    var bindings: [PostgresValue] { [.text(names)] }
}

/// A sign of life, with the mailboxes that the program can read.
struct WriteMailWorker: Statement {
    static let sql = """
        INSERT INTO mail_worker (worker, mailboxes, alive_until)
        SELECT $1, coalesce(array_agg(b.number), '{}'), clock_timestamp() + $3::bigint * interval '1 microsecond'
        FROM jsonb_to_recordset($2::jsonb) AS n (organisation uuid, account text, mailbox text)
        JOIN mailbox b ON b.organisation_id = n.organisation AND b.account = n.account AND b.name = n.mailbox
        ON CONFLICT (worker) DO UPDATE SET mailboxes = EXCLUDED.mailboxes, alive_until = EXCLUDED.alive_until
        """
    var worker: String
    var names: String
    var lease: Duration
    var bindings: [PostgresValue] { [.text(worker), .text(names), .int(Int(lease.wholeMicroseconds))] }
}

struct ForgetMailWorkers: Statement {
    static let sql = "DELETE FROM mail_worker WHERE alive_until < now() - interval '1 day'"
    var bindings: [PostgresValue] { [] }
}

/// A mailbox counts as one over the number of those alive who can read it. One that stayed free longer than a lease counts
/// fully on top: where programs can read different mailboxes, those who could might have all they may.
struct MailShare: Statement {
    static let sql = """
        WITH mine AS (SELECT DISTINCT unnest(mailboxes) AS number FROM mail_worker WHERE worker = $1),
        readers AS (
            SELECT m.number, count(*) AS living FROM mine m
            JOIN mail_worker w ON m.number = ANY (w.mailboxes) AND w.alive_until > clock_timestamp()
            GROUP BY m.number),
        waiting AS (
            SELECT count(*) AS count FROM mailbox b JOIN mine USING (number)
            WHERE (b.leased_until IS NULL OR b.leased_until < clock_timestamp())
                AND greatest(b.leased_until, b.free_since, b.not_before)
                    < clock_timestamp() - $2::bigint * interval '1 microsecond')
        SELECT least(
            (SELECT count(*) FROM mine),
            ceil(coalesce((SELECT sum(1.0 / living) FROM readers), 0) - 0.000001) + (SELECT count FROM waiting))::bigint
        """
    var worker: String
    var lease: Duration
    var bindings: [PostgresValue] { [.text(worker), .int(Int(lease.wholeMicroseconds))] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

struct ClaimMailboxes: Statement {
    static let sql = """
        WITH picked AS (
            SELECT b.number FROM mailbox b
            WHERE b.number IN (
                    SELECT k.number FROM jsonb_to_recordset($1::jsonb) AS n (organisation uuid, account text, mailbox text)
                    JOIN mailbox k ON k.organisation_id = n.organisation AND k.account = n.account AND k.name = n.mailbox)
                AND (b.leased_until IS NULL OR b.leased_until < clock_timestamp())
                AND b.not_before <= clock_timestamp()
            ORDER BY coalesce(b.leased_until, b.free_since), b.number LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
        UPDATE mailbox b SET leased_until = clock_timestamp() + $4::bigint * interval '1 microsecond', worker = $3,
            token = nextval('claim_token')
        FROM picked p WHERE b.number = p.number
        RETURNING b.organisation_id, b.account, b.name, b.token, b.validity, b.last, b.mod_seq, b.is_rescan
        """
    var names: String
    var count: Int
    var worker: String
    var lease: Duration
    var bindings: [PostgresValue] {
        [.text(names), .int(count), .text(worker), .int(Int(lease.wholeMicroseconds))]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> MailboxClaim {
        MailboxClaim(
            name: MailboxName(
                account: try row.text(1), mailbox: try row.text(2),
                organisation: OrganisationID(rawValue: try row.text(0))),
            token: Int64(try row.int(3)), position: try position(row))
    }

    private static func position(_ row: RowView) throws(PostgresError) -> MailboxPosition? {
        guard try row.optionalText(4) != nil else { return nil }
        return MailboxPosition(
            validity: try row.uint32(4), last: try row.uint32(5),
            modSeq: try row.optionalText(6).flatMap { UInt64($0) },
            isRescan: try row.bool(7))
    }
}

/// Fails with PY001 unless the worker still has the mailbox.
struct FenceMailbox: Statement {
    static let sql = "SELECT fence_mailbox($1, $2, $3, $4)"
    var claim: MailboxClaim
    var bindings: [PostgresValue] { claim.bindings }
}

/// A row unless the lease was over.
struct ExtendMailbox: Statement {
    static let sql = """
        UPDATE mailbox SET leased_until = clock_timestamp() + $5::bigint * interval '1 microsecond'
        WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4 AND leased_until > clock_timestamp()
        """
    var claim: MailboxClaim
    var lease: Duration
    var bindings: [PostgresValue] { claim.bindings + [.int(Int(lease.wholeMicroseconds))] }
}

struct FreeMailbox: Statement {
    static let sql = """
        UPDATE mailbox SET leased_until = NULL, worker = NULL, free_since = clock_timestamp(),
            not_before = clock_timestamp() + $5::bigint * interval '1 microsecond'
        WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4
        """
    var claim: MailboxClaim
    var pause: Duration
    var bindings: [PostgresValue] { claim.bindings + [.int(Int(pause.wholeMicroseconds))] }
}

struct NoteMails: Statement {
    static let sql = "SELECT note_mails($1, $2, $3, $4, $5, $6, $7::numeric, $8, $9::bigint[])"
    var claim: MailboxClaim
    var position: MailboxPosition
    var uids: ArraySlice<UInt32>
    var bindings: [PostgresValue] {
        claim.bindings + [
            .int(Int(position.validity)), .int(Int(position.last)), .text(position.modSeq.map { String($0) }),
            .bool(position.isRescan), .text("{\(uids.map { String($0) }.joined(separator: ","))}"),
        ]
    }
}

/// Hands out mails, and counts that they were.
struct TakeDueMails: Statement {
    static let sql = """
        WITH picked AS (
            SELECT s.mailbox, s.validity, s.uid, s.attempts FROM mail_seen s
            WHERE s.organisation_id = $1 AND s.kind = 'open' AND s.next_try <= clock_timestamp()
                AND s.mailbox = (
                    SELECT number FROM mailbox WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4)
            ORDER BY (s.attempts > 0), s.validity, s.uid LIMIT $5)
        UPDATE mail_seen s SET attempts = s.attempts + 1 FROM picked p
        WHERE s.organisation_id = $1 AND s.mailbox = p.mailbox AND s.validity = p.validity AND s.uid = p.uid
        RETURNING s.validity, s.uid, p.attempts
        """
    var claim: MailboxClaim
    var count: Int
    var bindings: [PostgresValue] { claim.bindings + [.int(count)] }
    static func decode(_ row: RowView) throws(PostgresError) -> DueMail {
        DueMail(validity: try row.uint32(0), uid: try row.uint32(1), attempts: try row.int(2))
    }
}

/// A row when it was noted, and has no outcome.
struct PutOffMail: Statement {
    static let sql = """
        UPDATE mail_seen SET next_try = clock_timestamp() + $7::bigint * interval '1 microsecond', trouble = $8,
            attempts = greatest(attempts, $9)
        WHERE organisation_id = $1 AND validity = $5 AND uid = $6 AND kind = 'open'
            AND mailbox = (SELECT number FROM mailbox WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4)
        """
    var claim: MailboxClaim
    var mail: DueMail
    var pause: Duration
    var trouble: String
    var bindings: [PostgresValue] {
        claim.bindings(mail) + [.int(Int(pause.wholeMicroseconds)), .text(trouble), .int(mail.attempts + 1)]
    }
}

/// An outcome without a mail, for one that has none yet.
struct DropMail: Statement {
    static let sql = """
        UPDATE mail_seen SET kind = 'rejected', reason = $7, is_dropped = true
        WHERE organisation_id = $1 AND validity = $5 AND uid = $6 AND kind = 'open'
            AND mailbox = (SELECT number FROM mailbox WHERE organisation_id = $1 AND account = $2 AND name = $3 AND token = $4)
        """
    var claim: MailboxClaim
    var mail: DueMail
    var reason: MailReason
    var bindings: [PostgresValue] { claim.bindings(mail) + [.text(reason.rawValue)] }
}

extension MailboxClaim {
    /// `$1` to `$4`: organisation, account, name, token.
    var bindings: [PostgresValue] {
        [.text(name.organisation.rawValue), .text(name.account), .text(name.mailbox), .int(Int(token))]
    }

    /// And `$5`, `$6`: validity, UID.
    func bindings(_ mail: DueMail) -> [PostgresValue] { bindings + [.int(Int(mail.validity)), .int(Int(mail.uid))] }
}

extension RowView {
    func uint32(_ column: Int) throws(PostgresError) -> UInt32 {
        guard let value = UInt32(exactly: try int(column)) else {
            throw PostgresError(.bug, "column \(column) is not of 32 bits")
        }
        return value
    }
}

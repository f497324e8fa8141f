import Foundation
import Orchestrator
import Postgres

/// Messages of which no deliveries were made, the oldest first.
struct ClaimFreshMessages: Statement {
    static let sql = """
        SELECT key, body, at, clock_timestamp() FROM outgoing_message
        WHERE organisation_id = $1 AND NOT is_spread ORDER BY at, key LIMIT $2 FOR UPDATE SKIP LOCKED
        """
    var organisation: UUID
    var count: Int
    var bindings: [PostgresValue] { [.uuid(organisation), .int(count)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (
        message: OutgoingMessage, written: Moment, now: Moment
    ) {
        let message = OutgoingMessage(
            key: try row.text(0), message: try row.json(1, as: OutboxMessage.self, "a message to people"))
        return (
            message, try row.moment(2), try row.moment(3)
        )
    }
}

struct MarkSpread: Statement {
    static let sql = "UPDATE outgoing_message SET is_spread = true WHERE organisation_id = $1 AND key = $2"
    var organisation: UUID
    var key: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(key)] }
}

/// False when the letter is under way already and takes no more.
struct AddToDelivery: Statement {
    static let sql = "SELECT add_to_delivery($1, $2, $3, $4, $5, $6, $7)"
    var organisation: UUID
    var message: String
    var planned: PlannedDelivery
    /// Of the letter.
    var key: String
    var due: Moment
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .text(message), .text(planned.recipient), .text(planned.channel), .text(key),
            .timestamp(due.microseconds), .text(planned.obstacle ?? ""),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

/// Hands out letters that are due to one sender each, for as long as the lease lasts.
struct ClaimDeliveries: Statement {
    static let sql = """
        WITH picked AS (
            SELECT number FROM delivery
            WHERE organisation_id = $1 AND state IN ('queued', 'failed') AND due <= clock_timestamp()
                AND (leased_until IS NULL OR leased_until < clock_timestamp())
                AND channel = ANY (string_to_array($3, chr(31)))
            ORDER BY due, number LIMIT $2 FOR UPDATE SKIP LOCKED)
        UPDATE delivery d SET token = nextval('claim_token'),
            leased_until = clock_timestamp() + $4::bigint * interval '1 microsecond'
        FROM picked p WHERE d.number = p.number
        RETURNING d.number, d.key, d.recipient, d.channel, d.state, d.due, d.attempts, d.reason, d.token, d.is_begun,
            d.written
        """
    var organisation: UUID
    var count: Int
    var channels: [String]
    var lease: Duration
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .int(count), .text(channels.joined(separator: "\u{1F}")),
            .int(Int(lease.wholeMicroseconds)),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> DeliveryClaim {
        DeliveryClaim(
            delivery: try ListDeliveries.decode(row), token: Int64(try row.int(8)), wasBegun: try row.bool(9),
            written: try row.moment(10))
    }
}

/// The messages of a letter, oldest first.
struct ReadDeliveryMessages: Statement {
    static let sql = """
        SELECT m.key, m.body FROM delivery_message d
        JOIN outgoing_message m ON m.organisation_id = d.organisation_id AND m.key = d.message_key
        WHERE d.delivery = $1 ORDER BY m.at, m.key
        """
    var number: Int64
    var bindings: [PostgresValue] { [.int(Int(number))] }
    static func decode(_ row: RowView) throws(PostgresError) -> OutgoingMessage {
        OutgoingMessage(
            key: try row.text(0), message: try row.json(1, as: OutboxMessage.self, "a message to people"))
    }
}

/// When letters to the same person through the same channel left, newest first, and what the clock says.
struct SentInADay: Statement {
    static let sql = """
        SELECT s.changed, clock_timestamp() FROM delivery d
        JOIN delivery s ON s.organisation_id = d.organisation_id AND s.recipient = d.recipient AND s.channel = d.channel
        WHERE d.number = $1 AND s.state = 'sent' AND s.changed > clock_timestamp() - interval '1 day'
        ORDER BY s.changed DESC LIMIT $2
        """
    var number: Int64
    var count: Int
    var bindings: [PostgresValue] { [.int(Int(number)), .int(count)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (sent: Moment, now: Moment) {
        (try row.moment(0), try row.moment(1))
    }
}

/// It is not sent now; changes nothing when somebody else has the letter by now.
struct PutOffDelivery: Statement {
    static let sql = """
        UPDATE delivery SET due = $3, leased_until = NULL, changed = clock_timestamp()
        WHERE number = $1 AND token = $2 AND NOT is_begun
        """
    var claim: DeliveryClaim
    var due: Moment
    var bindings: [PostgresValue] {
        [.int(Int(claim.delivery.number)), .int(Int(claim.token)), .timestamp(due.microseconds)]
    }
}

/// An attempt begins; no row when somebody else has the letter by now.
struct BeginDelivery: Statement {
    static let sql = """
        UPDATE delivery SET is_begun = true, attempts = attempts + 1,
            first_attempt = coalesce(first_attempt, clock_timestamp()),
            leased_until = clock_timestamp() + $3::bigint * interval '1 microsecond', changed = clock_timestamp()
        WHERE number = $1 AND token = $2 AND leased_until > clock_timestamp() AND state IN ('queued', 'failed')
        RETURNING attempts, (extract(epoch FROM clock_timestamp() - first_attempt) * 1000000)::bigint
        """
    var claim: DeliveryClaim
    var lease: Duration
    var bindings: [PostgresValue] {
        [.int(Int(claim.delivery.number)), .int(Int(claim.token)), .int(Int(lease.wholeMicroseconds))]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> (attempt: Int, spent: Duration) {
        (try row.int(0), .microseconds(try row.int(1)))
    }
}

/// What came of an attempt; changes nothing when somebody else has the letter by now.
struct EndDelivery: Statement {
    static let sql = """
        UPDATE delivery SET state = $3, reason = $4, is_begun = false, leased_until = NULL,
            attempts = greatest(0, attempts - $6), changed = clock_timestamp(),
            due = CASE WHEN $3 = 'failed' THEN clock_timestamp() + $5::bigint * interval '1 microsecond' ELSE due END
        WHERE number = $1 AND token = $2
        """
    var claim: DeliveryClaim
    var step: DeliveryStep
    var bindings: [PostgresValue] {
        let (state, reason, pause): (Delivery.State, String, Duration) =
            switch step {
            case .sent: (.sent, "", .zero)
            case .again(let pause, let reason): (.failed, reason, pause)
            case .dead(let reason): (.dead, reason, .zero)
            case .putBack: (claim.delivery.state, claim.delivery.reason, .zero)
            }
        return [
            .int(Int(claim.delivery.number)), .int(Int(claim.token)), .text(state.rawValue), .text(reason),
            .int(Int(pause.wholeMicroseconds)), .int(step == .putBack ? 1 : 0),
        ]
    }
}

/// Newest first.
struct ListDeliveries: Statement {
    static let sql = """
        SELECT number, key, recipient, channel, state, due, attempts, reason FROM delivery
        WHERE $1::text IS NULL OR state = $1 ORDER BY number DESC LIMIT $2
        """
    var state: Delivery.State?
    var count: Int
    var bindings: [PostgresValue] { [.text(state?.rawValue), .int(count)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Delivery {
        guard let state = Delivery.State(rawValue: try row.text(4)) else {
            throw PostgresError(.bug, "a delivery has a state that this program does not know")
        }
        return Delivery(
            number: Int64(try row.int(0)), key: try row.text(1), recipient: try row.text(2), channel: try row.text(3),
            state: state, due: try row.moment(5), attempts: try row.int(6),
            reason: try row.text(7))
    }
}

/// Letters that hold a message of the case, in the order in which they were written.
struct ListCaseDeliveries: Statement {
    static let sql = """
        SELECT number, key, recipient, channel, state, due, attempts, reason FROM delivery WHERE number IN (
            SELECT d.delivery FROM delivery_message d
            JOIN outgoing_message m ON m.organisation_id = d.organisation_id AND m.key = d.message_key
            WHERE m.case_id = $1)
        ORDER BY number
        """
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Delivery { try ListDeliveries.decode(row) }
}

/// Dead letters set on their way again, with all their attempts.
struct ReviveDeliveries: Statement {
    static let sql = """
        UPDATE delivery SET state = 'queued', attempts = 0, first_attempt = NULL, reason = '', due = clock_timestamp(),
            token = NULL, is_begun = false, changed = clock_timestamp()
        WHERE state = 'dead' AND ($1::bigint IS NULL OR number = $1) RETURNING number
        """
    /// `nil` = all.
    var number: Int64?
    var bindings: [PostgresValue] { [.int(number.map { Int($0) })] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int64 { Int64(try row.int(0)) }
}

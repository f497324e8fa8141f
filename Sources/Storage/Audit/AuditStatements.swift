import Foundation
import Orchestrator
import Postgres

/// Waits until no other sealer is at work on the organisation.
struct LockAudit: Statement {
    static let sql = "SELECT lock_audit($1)"
    var organisation: UUID
    var bindings: [PostgresValue] { [.uuid(organisation)] }
}

/// What a sealing begins with.
struct AuditHorizon: Sendable {
    /// Every transaction below it has ended, and what it wrote is seen by each later statement.
    var transaction: String
    var cluster: String
    var now: Int64
}

struct ReadAuditHorizon: Statement {
    static let sql = """
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text, system_identifier::text, clock_timestamp()
        FROM pg_control_system()
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> AuditHorizon {
        AuditHorizon(transaction: try row.text(0), cluster: try row.text(1), now: try row.timestamp(2))
    }
}

/// Columns of an event as ``AuditEvent`` has them, from `e`.
enum EventColumns {
    static let sql = """
        e.id, e.organisation_id, e.case_id, e.kind, e.step, e.actor, e.words,
            trim_scale(extract(epoch FROM e.at) * 1000000)::text, e.transaction::text
        """

    static func decode(_ row: RowView, at column: Int = 0) throws(PostgresError) -> AuditEvent {
        AuditEvent(
            id: try row.int(column), organisation: try row.text(column + 1), caseID: try row.text(column + 2),
            kind: try row.text(column + 3), step: try row.optionalText(column + 4), actor: try row.text(column + 5),
            words: try row.text(column + 6), at: try row.text(column + 7), transaction: try row.text(column + 8))
    }
}

/// Events that are not sealed, by their ids.
struct ReadUnsealed: Statement {
    static let sql = """
        SELECT \(EventColumns.sql) FROM case_event e
        WHERE e.organisation_id = $1 AND e.id > $2 AND e.transaction >= $3::xid8 AND e.transaction < $4::xid8
            AND NOT EXISTS (
                SELECT FROM audit_position p WHERE p.organisation_id = e.organisation_id AND p.event_id = e.id)
        ORDER BY e.id LIMIT $5
        """
    var organisation: UUID
    /// Those after this id.
    var after: Int
    var from: String
    /// `nil` = all that are seen.
    var below: String?
    var most: Int
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .int(after), .text(from), .text(below ?? String(UInt64.max)), .int(most),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> AuditEvent { try EventColumns.decode(row) }
}

struct InsertBlock: Statement {
    static let sql = """
        INSERT INTO audit_block
            (organisation_id, number, first, last, count, root, previous, cluster, horizon, sealed, digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::xid8, $10, $11)
        """
    var block: AuditBlock
    var sealed: Int64
    var bindings: [PostgresValue] {
        [
            .text(block.organisation), .int(block.number), .int(block.first), .int(block.last), .int(block.count),
            .bytes(block.root.bytes), .bytes(block.previous.bytes), .text(block.cluster), .text(block.horizon),
            .timestamp(sealed), .bytes(block.digest.bytes),
        ]
    }
}

/// The events of a block, all in one statement.
struct InsertPositions: Statement {
    static let sql = """
        INSERT INTO audit_position (organisation_id, event_id, block, index, leaf)
        SELECT $1, e.id::bigint, $2, e.index - 1, decode(e.leaf, 'hex')
        FROM unnest(string_to_array($3, ','), string_to_array($4, ',')) WITH ORDINALITY AS e (id, leaf, index)
        """
    var organisation: UUID
    var block: Int
    var events: [Int]
    var leaves: [AuditDigest]
    var bindings: [PostgresValue] {
        [
            .uuid(organisation), .int(block), .text(events.map { String($0) }.joined(separator: ",")),
            .text(leaves.map(\.description).joined(separator: ",")),
        ]
    }
}

struct ReadBlocks: Statement {
    static let columns = """
        SELECT organisation_id, number, first, last, count, root, previous, cluster, horizon::text,
            trim_scale(extract(epoch FROM sealed) * 1000000)::text, digest FROM audit_block
        """
    static let sql = columns + " WHERE organisation_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number LIMIT $4"
    var organisation: UUID
    var numbers: ClosedRange<Int>
    var most: Int
    var bindings: [PostgresValue] {
        [.uuid(organisation), .int(numbers.lowerBound), .int(numbers.upperBound), .int(most)]
    }

    static func decode(_ row: RowView) throws(PostgresError) -> AuditBlock {
        AuditBlock(
            organisation: try row.text(0), number: try row.int(1), first: try row.int(2), last: try row.int(3),
            count: try row.int(4), root: AuditDigest(try row.bytes(5)), previous: AuditDigest(try row.bytes(6)),
            cluster: try row.text(7), horizon: try row.text(8), sealed: try row.text(9),
            digest: AuditDigest(try row.bytes(10)))
    }
}

struct ReadLastBlock: Statement {
    static let sql = ReadBlocks.columns + " WHERE organisation_id = $1 ORDER BY number DESC LIMIT 1"
    var organisation: UUID
    var bindings: [PostgresValue] { [.uuid(organisation)] }
    static func decode(_ row: RowView) throws(PostgresError) -> AuditBlock { try ReadBlocks.decode(row) }
}

/// What is listed for blocks, with the events as they are now.
struct ReadEntries: Statement {
    static let sql = """
        SELECT p.organisation_id, p.event_id, p.block, p.index, p.leaf, \(EventColumns.sql)
        FROM audit_position p
        LEFT JOIN case_event e ON e.id = p.event_id AND e.organisation_id = p.organisation_id
        WHERE p.organisation_id = $1 AND p.block BETWEEN $2 AND $3 ORDER BY p.block, p.index
        """
    var organisation: UUID
    var blocks: ClosedRange<Int>
    var bindings: [PostgresValue] { [.uuid(organisation), .int(blocks.lowerBound), .int(blocks.upperBound)] }

    static func decode(_ row: RowView) throws(PostgresError) -> AuditVerifier.Entry {
        let position = AuditPosition(
            organisation: try row.text(0), event: try row.int(1), block: try row.int(2), index: try row.int(3),
            leaf: AuditDigest(try row.bytes(4)))
        return AuditVerifier.Entry(position, try row.optional(5, Self.event))
    }

    private static func event(_ row: RowView, _ column: Int) throws(PostgresError) -> AuditEvent {
        try EventColumns.decode(row, at: column)
    }
}

/// Numbers of blocks that are not there, though events are listed for them.
struct ReadStrays: Statement {
    static let sql = """
        SELECT DISTINCT p.block FROM audit_position p
        LEFT JOIN audit_block b ON b.organisation_id = p.organisation_id AND b.number = p.block
        WHERE p.organisation_id = $1 AND b.number IS NULL ORDER BY p.block LIMIT 100
        """
    var organisation: UUID
    var bindings: [PostgresValue] { [.uuid(organisation)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// Events that are listed nowhere, although a block says that all of their time were.
struct ReadInserted: Statement {
    static let sql = """
        SELECT e.id FROM case_event e
        WHERE e.organisation_id = $1 AND e.transaction < $2::xid8
            AND NOT EXISTS (
                SELECT FROM audit_position p WHERE p.organisation_id = e.organisation_id AND p.event_id = e.id)
        ORDER BY e.id LIMIT 100
        """
    var organisation: UUID
    var horizon: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(horizon)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// How many events wait to be sealed.
struct CountPending: Statement {
    static let sql = """
        SELECT count(*) FROM case_event e
        WHERE e.organisation_id = $1 AND e.transaction >= $2::xid8
            AND NOT EXISTS (
                SELECT FROM audit_position p WHERE p.organisation_id = e.organisation_id AND p.event_id = e.id)
        """
    var organisation: UUID
    var horizon: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(horizon)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

/// A case's events with where they are sealed, by their ids.
struct ReadSealedEvents: Statement {
    static let sql = """
        SELECT p.block, p.index, \(EventColumns.sql) FROM case_event e
        LEFT JOIN audit_position p ON p.organisation_id = e.organisation_id AND p.event_id = e.id
        WHERE e.organisation_id = $1 AND e.case_id = $2 ORDER BY e.id
        """
    var organisation: UUID
    var id: CaseID
    var bindings: [PostgresValue] { [.uuid(organisation), .text(id.rawValue)] }

    static func decode(_ row: RowView) throws(PostgresError) -> (block: Int?, index: Int?, event: AuditEvent) {
        func number(_ row: RowView, _ column: Int) throws(PostgresError) -> Int { try row.int(column) }
        return (try row.optional(0, number), try row.optional(1, number), try EventColumns.decode(row, at: 2))
    }
}

/// The hashes of a block's events, in their order.
struct ReadLeaves: Statement {
    static let sql = "SELECT leaf FROM audit_position WHERE organisation_id = $1 AND block = $2 ORDER BY index"
    var organisation: UUID
    var block: Int
    var bindings: [PostgresValue] { [.uuid(organisation), .int(block)] }
    static func decode(_ row: RowView) throws(PostgresError) -> AuditDigest { AuditDigest(try row.bytes(0)) }
}

/// Every organisation, as the scheduler sees them.
struct ListOrganisations: Statement {
    static let sql = "SELECT id FROM organisation ORDER BY id"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> UUID { try row.uuid(0) }
}

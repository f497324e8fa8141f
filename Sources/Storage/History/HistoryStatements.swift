import Foundation
import Invoicing
import Orchestrator
import Postgres

/// One case of an organisation at a time asks what came before.
struct LockHistory: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' history', 0))"
    var organisation: UUID
    var bindings: [PostgresValue] { [.uuid(organisation)] }
}

struct WritePastInvoice: Statement {
    static let sql = """
        INSERT INTO past_invoice (organisation_id, case_id, body, has_keys) VALUES ($1, $2, $3, true)
        ON CONFLICT (organisation_id, case_id) DO UPDATE SET body = EXCLUDED.body, has_keys = true
        """
    var organisation: UUID
    var id: CaseID
    var body: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(id.rawValue), .text(body)] }
}

struct DeletePastKeys: Statement {
    static let sql = "DELETE FROM past_invoice_key WHERE case_id = $1"
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
}

struct InsertPastKeys: Statement {
    static let sql = """
        INSERT INTO past_invoice_key (organisation_id, key, case_id)
        SELECT $1, key, $2 FROM unnest(string_to_array($3, chr(31))) AS key ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var id: CaseID
    var keys: [String]
    var bindings: [PostgresValue] {
        [.uuid(organisation), .text(id.rawValue), .text(keys.joined(separator: "\u{1F}"))]
    }
}

/// Those that were seen before this one and share a key with it, without cases that were refused or cancelled. Invoices
/// that were kept before there were keys are all read.
struct ReadPastInvoices: Statement {
    static let sql = """
        SELECT p.body FROM past_invoice p JOIN invoice_case c ON c.id = p.case_id
        WHERE p.case_id IN (
                SELECT case_id FROM past_invoice_key WHERE key = ANY (string_to_array($2, chr(31)))
                UNION SELECT case_id FROM past_invoice WHERE NOT has_keys)
            AND p.number < (SELECT number FROM past_invoice WHERE case_id = $1)
            AND c.status NOT IN ('rejected', 'cancelled') ORDER BY p.number
        """
    var id: CaseID
    var keys: [String]
    var bindings: [PostgresValue] { [.text(id.rawValue), .text(keys.joined(separator: "\u{1F}"))] }
    static func decode(_ row: RowView) throws(PostgresError) -> PastInvoice {
        try row.json(0, as: PastInvoice.self, "an invoice of the history")
    }
}

/// What all other cases that may still be booked, or are, take of these orders.
struct ReadConsumptions: Statement {
    static let sql = """
        SELECT t.body, c.status = 'completed' FROM consumption t JOIN invoice_case c ON c.id = t.case_id
        WHERE t.order_number = ANY (string_to_array($2, chr(31))) AND t.case_id <> $1
            AND c.status NOT IN ('rejected', 'cancelled')
        """
    var id: CaseID
    var orders: [String]
    var bindings: [PostgresValue] { [.text(id.rawValue), .text(orders.joined(separator: "\u{1F}"))] }
    static func decode(_ row: RowView) throws(PostgresError) -> OthersConsumption {
        OthersConsumption(try row.json(0, as: Consumption.self, "a consumption"), isSettled: try row.bool(1))
    }
}

struct DeleteConsumptions: Statement {
    static let sql = "DELETE FROM consumption WHERE case_id = $1"
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
}

struct InsertConsumption: Statement {
    static let sql = "INSERT INTO consumption (organisation_id, case_id, order_number, body) VALUES ($1, $2, $3, $4)"
    var organisation: UUID
    var id: CaseID
    var order: String
    var body: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(id.rawValue), .text(order), .text(body)] }
}

import Foundation
import Invoicing
import Orchestrator
import Postgres

struct WritePastInvoice: Statement {
    static let sql = """
        INSERT INTO past_invoice (organisation_id, case_id, body) VALUES ($1, $2, $3)
        ON CONFLICT (organisation_id, case_id) DO UPDATE SET body = EXCLUDED.body
        """
    var organisation: UUID
    var id: CaseID
    var body: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(id.rawValue), .text(body)] }
}

/// Those that were seen before this one, without cases that were refused or cancelled.
struct ReadPastInvoices: Statement {
    static let sql = """
        SELECT p.body FROM past_invoice p JOIN invoice_case c ON c.id = p.case_id
        WHERE p.number < (SELECT number FROM past_invoice WHERE case_id = $1)
            AND c.status NOT IN ('rejected', 'cancelled') ORDER BY p.number
        """
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> PastInvoice {
        try row.json(0, as: PastInvoice.self, "an invoice of the history")
    }
}

/// Of all other cases that may still be booked, or are.
struct ReadConsumptions: Statement {
    static let sql = """
        SELECT t.body FROM consumption t JOIN invoice_case c ON c.id = t.case_id
        WHERE t.case_id <> $1 AND c.status NOT IN ('rejected', 'cancelled')
        """
    var id: CaseID
    var bindings: [PostgresValue] { [.text(id.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Consumption {
        try row.json(0, as: Consumption.self, "a consumption")
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

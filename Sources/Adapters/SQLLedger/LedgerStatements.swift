import Orchestrator
import Postgres

/// What the ledger says to a booking.
struct BookingAnswer: Sendable {
    /// The words of `ledger.post` and `ledger.reverse`.
    enum Outcome: String, Sendable {
        case posted, known, other, currency, digits, sums, closed, missing, reversal, taken
    }

    var outcome: Outcome
    var entry: Int?
    var words: String

    init(_ row: RowView) throws(PostgresError) {
        guard let outcome = Outcome(rawValue: try row.text(0)) else {
            throw PostgresError(.bug, "the ledger gave an outcome that this program does not know")
        }
        self.outcome = outcome
        entry = try row.optional(1) { row, column throws(PostgresError) in try row.int(column) }
        words = try row.optionalText(2) ?? ""
    }
}

struct PostEntry: Statement {
    static let sql = """
        SELECT outcome, entry, words FROM ledger.post($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9::numeric,
            $10::numeric, $11::numeric, string_to_array($12, chr(31)), $13, $14, $15)
        """
    var key: String
    var entry: LedgerEntry
    var bindings: [PostgresValue] {
        [
            .text(key), .text(entry.caseID.rawValue), .text(entry.document), .text(entry.supplierID),
            .text(entry.invoiceNumber), .text(entry.invoiceDate), .text(entry.dueDate), .text(entry.currency),
            .text(entry.netTotal), .text(entry.taxTotal), .text(entry.grossTotal),
            .text(entry.orderNumbers.joined(separator: "\u{1F}")), .text(entry.department), .text(entry.costCentre),
            .text(entry.approvedBy),
        ]
    }
    static func decode(_ row: RowView) throws(PostgresError) -> BookingAnswer { try BookingAnswer(row) }
}

struct FindEntry: Statement {
    static let sql = "SELECT ledger.find($1)"
    var key: String
    var bindings: [PostgresValue] { [.text(key)] }
    /// `nil` = there is none.
    static func decode(_ row: RowView) throws(PostgresError) -> Int? {
        try row.optional(0) { row, column throws(PostgresError) in try row.int(column) }
    }
}

struct ReverseEntry: Statement {
    static let sql = "SELECT outcome, entry, words FROM ledger.reverse($1, $2, $3::date, $4, $5)"
    var number: Int
    var key: String
    var day: String
    var actor: String
    var reason: String
    var bindings: [PostgresValue] { [.int(number), .text(key), .text(day), .text(actor), .text(reason)] }
    static func decode(_ row: RowView) throws(PostgresError) -> BookingAnswer { try BookingAnswer(row) }
}

struct ListEntries: Statement {
    static let sql = """
        SELECT e.number, e.key, e.supplier_id, e.invoice_number, e.invoice_date, e.currency, e.net, e.tax, e.gross,
            e.reverses, (SELECT count(*) FROM ledger.line l WHERE l.entry = e.number)
        FROM ledger.entry e WHERE $1::text IS NULL OR e.key = $1 OR e.case_id = $1 OR e.invoice_number = $1
        ORDER BY e.number DESC LIMIT $2
        """
    /// A key, a case or an invoice's number; `nil` = all.
    var wanted: String?
    var most: Int
    var bindings: [PostgresValue] { [.text(wanted), .int(most)] }
    static func decode(_ row: RowView) throws(PostgresError) -> BookedEntry {
        BookedEntry(
            number: try row.int(0), key: try row.text(1), supplierID: try row.text(2), invoiceNumber: try row.text(3),
            invoiceDate: try row.text(4), currency: try row.text(5), net: try row.text(6), tax: try row.text(7),
            gross: try row.text(8),
            reverses: try row.optional(9) { row, column throws(PostgresError) in try row.int(column) },
            lines: try row.int(10))
    }
}

struct ListPeriods: Statement {
    static let sql = "SELECT name, first_day, last_day, is_closed FROM ledger.period ORDER BY first_day"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> LedgerPeriod {
        LedgerPeriod(
            name: try row.text(0), first: try row.text(1), last: try row.text(2), isClosed: try row.bool(3))
    }
}

/// Makes the period when it is new.
struct WritePeriod: Statement {
    static let sql = """
        INSERT INTO ledger.period (name, first_day, last_day, is_closed) VALUES ($1, $2::date, $3::date, $4)
        ON CONFLICT (name) DO UPDATE SET is_closed = EXCLUDED.is_closed
        """
    var period: LedgerPeriod
    var bindings: [PostgresValue] {
        [.text(period.name), .text(period.first), .text(period.last), .bool(period.isClosed)]
    }
}

struct WriteCurrency: Statement {
    static let sql = "INSERT INTO ledger.currency (code, digits) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    var code: String
    var digits: Int
    var bindings: [PostgresValue] { [.text(code), .int(digits)] }
}

/// Edition of the tables; no row without them.
struct ReadEdition: Statement {
    static let sql = "SELECT number FROM ledger.edition"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int { try row.int(0) }
}

struct HasLedger: Statement {
    static let sql = "SELECT to_regclass('ledger.edition') IS NOT NULL"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

struct HasRole: Statement {
    static let sql = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
    var name: String
    var bindings: [PostgresValue] { [.text(name)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

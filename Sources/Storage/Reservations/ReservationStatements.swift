import Foundation
import Invoicing
import Orchestrator
import Postgres

/// One at a time for a key, also before it has a row.
struct LockKey: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))"
    var organisation: UUID
    var key: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(key)] }
}

struct ReadReservation: Statement {
    static let sql = "SELECT entry FROM reservation WHERE key = $1"
    var key: String
    var bindings: [PostgresValue] { [.text(key)] }
    static func decode(_ row: RowView) throws(PostgresError) -> ReservationBook.Entry {
        try row.json(0, as: ReservationBook.Entry.self, "a reservation")
    }
}

/// The line's sums, locked; a line that was not known has none.
struct LockLine: Statement {
    static let sql = """
        INSERT INTO receipt_line AS l (organisation_id, line, bound) VALUES ($1, $2, $3)
        ON CONFLICT (organisation_id, line, bound) DO UPDATE SET most = l.most
        RETURNING most, reserved, confirmed, asked_back
        """
    var organisation: UUID
    var place: ReservationBook.Place
    var bindings: [PostgresValue] { [.uuid(organisation), .text(place.line), .text(place.bound.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> ReservationBook.Sums { try sums(row) }
}

struct ReadLine: Statement {
    static let sql = "SELECT most, reserved, confirmed, asked_back FROM receipt_line WHERE line = $1 AND bound = $2"
    var place: ReservationBook.Place
    var bindings: [PostgresValue] { [.text(place.line), .text(place.bound.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> ReservationBook.Sums { try sums(row) }
}

private func sums(_ row: RowView) throws(PostgresError) -> ReservationBook.Sums {
    func number(_ column: Int) throws(PostgresError) -> Decimal {
        guard let number = Decimal(canonical: try row.text(column)) else {
            throw PostgresError(.bug, "column \(column) of a line is no number")
        }
        return number
    }
    var sums = ReservationBook.Sums()
    sums.most = try number(0)
    sums.reserved = try number(1)
    sums.confirmed = try number(2)
    sums.askedBack = try number(3)
    return sums
}

struct WriteLine: Statement {
    static let sql = """
        UPDATE receipt_line SET most = $3::numeric, reserved = $4::numeric, confirmed = $5::numeric,
            asked_back = $6::numeric WHERE line = $1 AND bound = $2
        """
    var place: ReservationBook.Place
    var sums: ReservationBook.Sums
    var bindings: [PostgresValue] {
        [.text(place.line), .text(place.bound.rawValue)]
            + [sums.most, sums.reserved, sums.confirmed, sums.askedBack].map { .text($0.canonical()) }
    }
}

struct WriteReservation: Statement {
    static let sql = """
        INSERT INTO reservation (organisation_id, key, entry) VALUES ($1, $2, $3)
        ON CONFLICT (organisation_id, key) DO UPDATE SET entry = EXCLUDED.entry
        """
    var organisation: UUID
    var key: String
    var entry: String
    var bindings: [PostgresValue] { [.uuid(organisation), .text(key), .text(entry)] }
}

struct DeleteReservation: Statement {
    static let sql = "DELETE FROM reservation WHERE key = $1"
    var key: String
    var bindings: [PostgresValue] { [.text(key)] }
}

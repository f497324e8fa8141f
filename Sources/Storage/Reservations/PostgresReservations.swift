package import Foundation
package import Orchestrator
package import Postgres

/// Reservations of one organisation in PostgreSQL. Keys and lines are locked, always in the same order, the part of the
/// book that they are is brought to memory, changed there, and written back: the arithmetic stands in one place.
package struct PostgresReservations: ReceiptReservations {
    private let pool: PostgresPool
    private let organisation: UUID

    /// - Parameter pool: Of a login that row security binds.
    package init(_ pool: PostgresPool, organisation: UUID) {
        self.pool = pool
        self.organisation = organisation
    }

    package func reserve(_ key: String, _ claims: [ReceiptClaim]) async throws -> ReservationAnswer {
        try await change(key, places(of: claims)) { $0.reserve(key, claims) }
    }

    package func release(_ key: String) async throws -> Bool { try await change(key) { $0.release(key) } }
    package func confirm(_ key: String) async throws -> Bool { try await change(key) { $0.confirm(key) } }

    package func limit(_ limit: ReceiptLimit) async throws {
        try await change(nil, [.init(line: limit.line, bound: limit.bound)]) { $0.limit(limit) }
    }

    package func taken(_ line: String, _ bound: QuantityBound.Kind) async throws -> Decimal {
        let organisation = organisation
        return try await pool.withOrganisation(organisation, attempts: 5) { transaction in
            let place = ReservationBook.Place(line: line, bound: bound)
            let sums = try await transaction.execute(ReadLine(place: place)).first ?? .init()
            return sums.reserved + sums.confirmed
        }
    }

    private func places(of claims: [ReceiptClaim]) -> Set<ReservationBook.Place> {
        Set(claims.map { ReservationBook.Place(line: $0.line, bound: $0.bound) })
    }

    /// - Parameter key: Locked for the transaction, and its entry read; the lines of its entry too.
    private func change<Value: Sendable>(
        _ key: String?, _ wanted: Set<ReservationBook.Place> = [],
        _ body: @escaping @Sendable (inout ReservationBook) -> Value
    ) async throws -> Value {
        let organisation = organisation
        return try await pool.withOrganisation(organisation, attempts: 5) { transaction in
            var entries: [String: ReservationBook.Entry] = [:]
            if let key {
                _ = try await transaction.execute(LockKey(organisation: organisation, key: key))
                entries[key] = try await transaction.execute(ReadReservation(key: key)).first
            }
            let all = wanted.union(entries.values.flatMap { self.places(of: $0.claims) })
            var places: [ReservationBook.Place: ReservationBook.Sums] = [:]
            for place in all.sorted(by: { ($0.line, $0.bound.rawValue) < ($1.line, $1.bound.rawValue) }) {
                places[place] = try await transaction.execute(LockLine(organisation: organisation, place: place)).first
            }
            var book = ReservationBook(places: places, entries: entries)
            let answer = body(&book)
            try await write(book, over: places, key, entries, transaction)
            return answer
        }
    }

    private func write(
        _ book: ReservationBook, over old: [ReservationBook.Place: ReservationBook.Sums], _ key: String?,
        _ entries: [String: ReservationBook.Entry], _ transaction: PostgresConnection
    ) async throws {
        var statements: [any Statement] = []
        for (place, sums) in book.places where old[place] != sums {
            statements.append(WriteLine(place: place, sums: sums))
        }
        if let key, book.entries[key] != entries[key] {
            let text = try book.entries[key].map { try JSONText.text($0) }
            statements.append(
                text.map { WriteReservation(organisation: organisation, key: key, entry: $0) } as (any Statement)?
                    ?? DeleteReservation(key: key))
        }
        if !statements.isEmpty { try await transaction.pipeline(statements) }
    }
}

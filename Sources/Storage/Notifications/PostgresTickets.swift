package import Foundation
package import Orchestrator
package import Postgres

/// Tickets of one organisation.
package struct PostgresTickets: Sendable {
    private let pool: PostgresPool
    private let organisation: UUID
    private let people: [String]

    /// - Parameter people: Who is told when a ticket opens and closes; may be empty.
    package init(_ pool: PostgresPool, organisation: UUID, tell people: [String] = []) {
        self.pool = pool
        self.organisation = organisation
        self.people = people
    }

    /// Counts new trouble, then closes tickets whose agent works again. What people are told is kept in the same
    /// transaction.
    /// - Returns: How many failures it counted; 0 = nothing is left.
    package func round() async throws -> Int {
        let (organisation, people) = (organisation, people)
        return try await pool.withOrganisation(organisation, attempts: 3) { transaction in
            let taken = try await transaction.execute(TakeTrouble(organisation: organisation, count: 1_000))
            let groups = Dictionary(grouping: taken.sorted { $0.at < $1.at }) { $0.fingerprint.key }
            // In one order, so that two that count do not wait for each other.
            for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
                guard let first = group.first, let last = group.last else { continue }
                let counted = try await transaction.execute(
                    CountTrouble(organisation: organisation, first: first, last: last.at, count: group.count))
                guard let (number, isNew) = counted.first else { continue }
                try await transaction.pipeline(
                    group.map { CountTicketCase(organisation: organisation, ticket: number, sighting: $0) })
                if isNew { try await Self.tell(people, of: number, organisation, transaction) }
            }
            for number in try await transaction.execute(CloseRecovered(organisation: organisation)).sorted() {
                try await Self.tell(people, of: number, organisation, transaction)
            }
            return taken.count
        }
    }

    /// Open ones first, then the newest.
    package func list(withClosed: Bool = false) async throws -> [Ticket] {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadTickets(withClosed: withClosed))
        }
    }

    /// - Returns: `false` when no such ticket is open.
    package func close(_ number: Int64, by person: String) async throws -> Bool {
        let (organisation, people) = (organisation, people)
        return try await pool.withOrganisation(organisation, attempts: 3) { transaction in
            guard try await !transaction.execute(CloseTicket(number: number, person: person)).isEmpty else {
                return false
            }
            try await Self.tell(people, of: number, organisation, transaction)
            return true
        }
    }

    private static func tell(
        _ people: [String], of number: Int64, _ organisation: UUID, _ transaction: PostgresConnection
    ) async throws {
        guard !people.isEmpty, let ticket = try await transaction.execute(ReadTicket(number: number)).first,
            let first = try await transaction.execute(FirstTicketCase(number: number)).first
        else { return }
        let notice = ticket.notice(to: people, first: first)
        try await transaction.pipeline([
            InsertNotice(
                organisation: organisation, caseID: first, key: notice.key, body: JSONText.text(notice.message))
        ])
    }
}

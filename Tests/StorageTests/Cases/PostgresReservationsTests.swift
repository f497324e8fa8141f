import Foundation
import Storage
import Support
import Testing

@Suite("Reservations in PostgreSQL", .serialized) struct PostgresReservationsTests {
    /// Each implementation that is asked for is another organisation: it knows nothing yet.
    private func suite(_ cases: CaseDatabase) -> ReservationsConformance {
        ReservationsConformance {
            PostgresReservations(cases.pool, organisation: try await cases.organisation())
        }
    }

    @Test func keepTheRules() async throws {
        let cases = try await CaseDatabase()
        #expect(try await suite(cases).steps() == [])
        await cases.pool.close()
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func neverGiveMoreThanIsThere(_ seed: UInt64) async throws {
        let cases = try await CaseDatabase()
        #expect(try await suite(cases).crowd(seed: seed) == [])
        await cases.pool.close()
    }
}

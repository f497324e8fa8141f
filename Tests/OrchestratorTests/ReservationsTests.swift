import Foundation
import Orchestrator
import Support
import Testing

@Suite("Reservations in memory") struct ReservationsTests {
    private let suite = ReservationsConformance { ReservationsInMemory() }

    @Test func stepByStep() async throws { #expect(try await suite.steps() == []) }

    @Test(arguments: 0..<200) func neverAboveTheBoundAndNothingLost(_ seed: Int) async throws {
        #expect(try await suite.crowd(seed: UInt64(seed)) == [])
    }

    /// A book that gives everything fails: the suite can tell.
    @Test func theSuiteSeesABookWithoutBounds() async throws {
        let careless = ReservationsConformance { Careless() }
        #expect(try await careless.steps().count > 5)
        #expect(try await !careless.crowd(seed: 1).isEmpty)
    }

    @Test func theLedgerCountsACaseOnce() {
        let part = Consumption(orderNumber: "PO", position: "10", quantity: 4, value: 40)
        var ledger = ConsumptionLedger()
        ledger.record([part], key: "a")
        ledger.record([part], key: "a")
        ledger.record([part], key: "b")
        #expect(ledger.quantity(order: "PO", position: "10") == 8)
        ledger.release("a")
        ledger.release("a")
        #expect(ledger.quantity(order: "PO", position: "10") == 4)
        #expect(ledger.value(order: "PO") == 40)
    }

    private actor Careless: ReceiptReservations {
        private var sums: [String: Decimal] = [:]
        func reserve(_ key: String, _ claims: [ReceiptClaim]) -> ReservationAnswer {
            for claim in claims { sums[claim.line, default: 0] += claim.quantity }
            return .reserved
        }
        func release(_ key: String) -> Bool { true }
        func confirm(_ key: String) -> Bool { true }
        func limit(_ limit: ReceiptLimit) {}
        func taken(_ line: String, _ bound: QuantityBound.Kind) -> Decimal { sums[line] ?? 0 }
    }
}

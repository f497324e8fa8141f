import Foundation
import Invoicing
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

    /// 20 partial invoices at once, each matched as if it were alone: what is booked stays within what was received.
    @Test(arguments: 0..<60) func whatParallelCasesBookIsBounded(_ seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let received = Decimal(Int.random(in: 0...10, using: &random))
        let order = MatcherTests.order(.threeWay)
        let receipt = GoodsReceipt(number: "R", orderNumber: "PO-0042", orderPosition: "10", quantity: received)
        let matcher = Matcher(orders: [order], receipts: [receipt], tolerances: Tolerances())
        let book = ReservationsInMemory()
        await book.limit(ReceiptLimit(line: "PO-0042/10", bound: .ordered, quantity: 10))
        await book.limit(ReceiptLimit(line: "PO-0042/10", bound: .received, quantity: received))
        let quantities = (0..<20).map { _ in Decimal(Int.random(in: 1...4, using: &random)) }
        let ends = await withTaskGroup(of: (asked: Decimal, booked: Decimal).self) { group in
            for (index, quantity) in quantities.enumerated() {
                group.addTask {
                    let match = matcher.match(.invoice(quantity: quantity), taken: ConsumptionLedger())
                    guard match.verdict.status == .matched else { return (quantity, 0) }
                    let answer = await book.reserve("case \(index)", match.claims(of: [order]))
                    guard answer == .reserved, await book.confirm("case \(index)") else {
                        return (quantity, 0)
                    }
                    return (quantity, quantity)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let booked = ends.reduce(Decimal(0)) { $0 + $1.booked }
        #expect(booked <= received)
        #expect(await book.taken("PO-0042/10", .received) == booked)
        #expect(await book.taken("PO-0042/10", .ordered) == booked)
        let turnedAway = ends.filter { $0.booked == 0 }.map(\.asked)
        #expect(turnedAway.allSatisfy { $0 > received - booked }, "nobody who would fit was turned away")
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

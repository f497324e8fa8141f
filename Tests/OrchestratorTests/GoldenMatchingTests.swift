import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

/// The worked cases of `fixtures/matching`, whose answers were reasoned out by hand.
@Suite("Golden matching") struct GoldenMatchingTests {
    private static let cases: [GoldenCase] =
        (try? GoldenCase.all(in: Repository.fixtures.appending(path: "matching"))) ?? []

    @Test func everyRowIsReadAndThereAreMany() throws {
        let all = try GoldenCase.all(in: Repository.fixtures.appending(path: "matching"))
        #expect(all.count >= 200)
        #expect(Set(all.map { $0.file + $0.name }).count == all.count, "a case has a name of its own")
        #expect(all.allSatisfy { $0.why.count > 10 }, "every case tells its arithmetic")
    }

    @Test(arguments: cases) func verdict(_ example: GoldenCase) {
        let verdict = example.matcher().match(example.invoice, taken: example.taken()).verdict
        let failed = verdict.checks.filter { !$0.passed }
        let told = failed.map { "\($0.rule): \($0.arithmetic)" }.joined(separator: "\n")
        #expect(verdict.status == example.expected, "\(told)")
        if example.because.isEmpty {
            #expect(failed.isEmpty, "\(told)")
        } else {
            #expect(failed.contains { $0.rule == example.because }, "\(told)")
        }
    }

    /// A case that waits says for what; once that is there it may go on, and then it no longer waits.
    @Test(arguments: cases.filter { $0.expected == .awaitingReceipt }) func waitsForWhatIsMissing(_ example: GoldenCase)
        throws
    {
        let verdict = example.matcher().match(example.invoice, taken: example.taken()).verdict
        #expect(verdict.missing?.isEmpty == false)
        #expect(!verdict.receiptEvents.isEmpty)
        #expect(
            verdict.receiptEvents.allSatisfy { event in verdict.orderNumbers.contains { event == "receipt:\($0)" } })
        #expect(!verdict.isSatisfied(by: example.receipts, orders: example.orders))
        let arrived = arrivals(verdict, example)
        #expect(verdict.isSatisfied(by: example.receipts + arrived, orders: example.orders))
        #expect(example.matcher(arrived).match(example.invoice, taken: example.taken()).verdict.status == .matched)
    }

    /// Exactly what is missing; without positions all that was ordered.
    private func arrivals(_ verdict: MatchVerdict, _ example: GoldenCase) -> [GoodsReceipt] {
        (verdict.missing ?? []).flatMap { goods -> [GoodsReceipt] in
            if let order = goods.orderNumber, let position = goods.orderPosition {
                return [GoodsReceipt(number: "N", orderNumber: order, orderPosition: position, quantity: goods.missing)]
            }
            return example.orders.flatMap { order in
                order.lines.map {
                    GoodsReceipt(
                        number: "N", orderNumber: order.number, orderPosition: $0.position, quantity: $0.quantity)
                }
            }
        }
    }
}

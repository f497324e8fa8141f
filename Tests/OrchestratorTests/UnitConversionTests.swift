import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

@Suite("Units and rates") struct UnitConversionTests {
    private func ratio(_ from: String, _ to: String, _ packages: String = "") -> UnitRatio? {
        UnitConversion(PurchaseOrder.Package.list(packages, lineUnit: "H87") ?? [])
            .ratio(from: UnitOfMeasure(from), to: UnitOfMeasure(to))
    }

    @Test func factorsInsideADimension() {
        #expect(ratio("TNE", "KGM")?.quantity(2) == 2000)
        #expect(ratio("lb", "g")?.quantity(1) == Decimal(string: "453.59237"))
        #expect(ratio("DZN", "GRO")?.quantity(6) == Decimal(string: "0.5"))
        #expect(ratio("Stk", "DZN")?.quantity(10) == Decimal(string: "0.833333333333"))
        #expect(ratio("TNE", "KGM")?.price(500) == Decimal(string: "0.5"))
        #expect(ratio("YRD", "FOT")?.quantity(1) == 3 && ratio("FOT", "INH")?.quantity(1) == 12)
        #expect(ratio("SMI", "YRD")?.quantity(1) == 1760 && ratio("GLL", "INQ")?.quantity(1) == 231)
        #expect(ratio("LBR", "ONZ")?.quantity(1) == 16 && ratio("LTN", "LBR")?.quantity(1) == 2240)
    }

    @Test func nothingLeadsFromOneDimensionToAnother() {
        for (from, to) in [
            ("KGM", "LTR"), ("H87", "KGM"), ("MTR", "MTK"), ("MTK", "MTQ"), ("HUR", "KWH"), ("BX", "H87"),
        ] {
            #expect(ratio(from, to) == nil && ratio(to, from) == nil)
        }
    }

    @Test func packagesLeadOnToOthers() {
        #expect(ratio("PAL", "H87", "BX=12; PAL=40 BX")?.quantity(2) == 960)
        #expect(ratio("H87", "PAL", "BX=12; PAL=40 BX")?.quantity(960) == 2)
        #expect(ratio("PAL", "DZN", "BX=12; PAL=40 BX")?.quantity(1) == 40)
        #expect(ratio("TNE", "H87", "H87=3.2 KGM")?.quantity(Decimal(string: "0.016") ?? 0) == 5)
        #expect(ratio("BX", "KGM", "BX=12; PAL=40 BX") == nil)
        #expect(ratio("A1", "D4", "A1=2 B2; B2=2 A1; B2=3 C3; C3=5 D4")?.quantity(1) == 30, "a circle ends")
    }

    @Test func packagesThatAreNone() {
        for text in ["BX", "BX=", "BX=0", "BX=-1", "BX=a few", "BX=12 H87 x", "=12", "BX=1=2"] {
            #expect(PurchaseOrder.Package.list(text, lineUnit: "H87") == nil)
        }
        #expect(PurchaseOrder.Package.list("BX=12", lineUnit: nil) == nil)
        #expect(PurchaseOrder.Package.list("", lineUnit: nil) == [])
    }

    /// There and back again is the same to nine digits, for every pair of units of a dimension.
    @Test func thereAndBackAgain() {
        let codes = [
            "H87", "PR", "DZN", "GRO", "CEN", "MIL", "KGM", "GRM", "TNE", "LBR", "ONZ", "MTR", "FOT", "MTQ", "LTR",
        ]
        var pairs = 0
        for from in codes {
            for to in codes {
                guard let there = ratio(from, to), let back = ratio(to, from) else { continue }
                let value: Decimal = 7
                let scale = there.quantity(1) < Decimal(string: "0.001") ?? 0 ? 3 : 6
                #expect(back.quantity(there.quantity(value)).rounded(scale) == value, "\(from) \(to)")
                pairs += 1
            }
        }
        #expect(pairs == 36 + 25 + 4 + 4)
    }

    /// Partial invoices at random on two lines of one article: those that match never pass what was received.
    @Test func sharedLinesNeverPassWhatWasReceived() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<150 {
            var order = MatcherTests.order(.threeWay)
            var second = order.lines[0]
            second.position = "20"
            order.lines.append(second)
            let arrived = (0..<2).map { _ in Decimal(Int.random(in: 0...12, using: &random)) }
            let receipts = zip(["10", "20"], arrived).map {
                GoodsReceipt(number: "R", orderNumber: "PO-0042", orderPosition: $0, quantity: $1)
            }
            let matcher = Matcher(orders: [order], receipts: receipts, tolerances: Tolerances())
            var taken = ConsumptionLedger()
            for index in 0..<12 {
                let isCredit = Int.random(in: 0...4, using: &random) == 0
                let match = matcher.match(
                    .invoice(
                        quantity: Decimal(Int.random(in: 1...8, using: &random)),
                        type: isCredit ? "credit_note" : "invoice"), taken: taken)
                guard [.matched, .credited].contains(match.verdict.status) else { continue }
                taken.record(match.consumptions, key: "\(index)")
                for (position, received) in zip(["10", "20"], arrived) {
                    let sum = taken.quantity(order: "PO-0042", position: position)
                    #expect(sum >= 0 && sum <= min(received, 10))
                }
                #expect(
                    taken.value(order: "PO-0042")
                        == 100
                        * ["10", "20"].reduce(Decimal(0)) { $0 + taken.quantity(order: "PO-0042", position: $1) })
            }
        }
    }
}

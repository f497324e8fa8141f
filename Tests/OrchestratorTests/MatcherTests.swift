import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("Matcher") struct MatcherTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var invoice: Checked
        var earlier: [Checked] = []
        var received: Decimal? = 10
        var match = PurchaseOrder.Match.threeWay
        var rows: [Tolerance] = []
        var status: MatchVerdict.Status
        /// Rules of the checks that failed.
        var failed: [String] = []

        init(
            _ text: String, _ invoice: Checked, after earlier: [Checked] = [], received: Decimal? = 10,
            match: PurchaseOrder.Match = .threeWay, rows: [Tolerance] = [], _ status: MatchVerdict.Status,
            failed: [String] = []
        ) {
            testDescription = text
            self.invoice = invoice
            self.earlier = earlier
            self.received = received
            self.match = match
            self.rows = rows
            self.status = status
            self.failed = failed
        }
    }

    /// One line: 10 pieces at 100.00, 19 %.
    static func order(_ match: PurchaseOrder.Match, number: String = "PO-0042") -> PurchaseOrder {
        PurchaseOrder(
            number: number, supplierID: "S1", currency: Currency("EUR")!, match: match, createdBy: "A9",
            lines: [
                .init(
                    position: "10", productCode: "AB-1", description: "Steel bolt M8", quantity: 10, unit: "H87",
                    unitPrice: 100, netAmount: 1000, taxRate: 19, department: "it")
            ])
    }

    static let cases: [Case] = [
        Case("all agrees", .invoice(), .matched),
        Case(
            "price over 2 % is a variance", .invoice(price: 103), .priceVariance,
            failed: ["unit-price", "header", "order-value"]),
        Case("price over by 1 % passes", .invoice(price: 101), .matched),
        Case("price under by 30 % passes and is told", .invoice(price: 70), .matched),
        Case(
            "stricter wins: 1 % is 10.00, but only 5.00 are allowed", .invoice(price: 101),
            rows: [Tolerance(scope: .organisation, rule: .unitPrice, percent: 2, absolute: 5)], .priceVariance,
            failed: ["unit-price"]),
        Case(
            "the wider one only when asked for", .invoice(price: 101),
            rows: [Tolerance(scope: .organisation, rule: .unitPrice, percent: 2, absolute: 5, combine: .max)], .matched),
        Case(
            "a limit that is not given is 0, not unlimited", .invoice(price: 100.1),
            rows: [Tolerance(scope: .organisation, rule: .unitPrice, percent: 2)], .priceVariance,
            failed: ["unit-price"]),
        Case(
            "under counts when both directions do", .invoice(price: 70),
            rows: [
                Tolerance(scope: .organisation, rule: .unitPrice, percent: 2, absolute: 50, direction: .both)
            ], .priceVariance, failed: ["unit-price"]),
        Case(
            "more than ordered", .invoice(quantity: 11), received: 11, .quantityVariance,
            failed: ["quantity", "order-value"]),
        Case("more than received", .invoice(quantity: 8), received: 6, .quantityVariance, failed: ["received"]),
        Case("nothing received yet", .invoice(), received: nil, .awaitingReceipt, failed: ["received"]),
        Case("2-way asks for no receipt", .invoice(), received: nil, match: .twoWay, .matched),
        Case("a partial invoice", .invoice(quantity: 6), received: 6, .matched),
        Case(
            "a second partial within the rest", .invoice(quantity: 4), after: [.invoice(quantity: 6)], .matched),
        Case(
            "a second partial over the rest", .invoice(quantity: 5), after: [.invoice(quantity: 6)],
            .quantityVariance, failed: ["quantity", "received", "order-value"]),
        Case(
            "the second partial waits for goods", .invoice(quantity: 4), after: [.invoice(quantity: 6)], received: 6,
            .awaitingReceipt, failed: ["received"]),
        Case(
            "a credit note gives back", .invoice(quantity: 3, type: "credit_note"), after: [.invoice()], .credited),
        Case(
            "a credit note printed with minus signs", .invoice(quantity: -3, type: "credit_note"),
            after: [.invoice()], .credited),
        Case(
            "what was given back can be invoiced again", .invoice(quantity: 3),
            after: [.invoice(), .invoice(quantity: 3, type: "credit_note")], .matched),
        Case(
            "nothing can be given back that was not invoiced", .invoice(quantity: 3, type: "credit_note"),
            .quantityVariance, failed: ["quantity"]),
        Case(
            "a credit note that credits too little", .invoice(quantity: 3, price: 90, type: "credit_note"),
            after: [.invoice()], .priceVariance, failed: ["unit-price", "header"]),
        Case(
            "small money on a cheap excess (SAP DQ)", .invoice(quantity: 11), received: 11,
            rows: [
                Tolerance(scope: .organisation, rule: .quantity, absolute: 100, combine: .max),
                Tolerance(scope: .organisation, rule: .header, absolute: 100, combine: .max),
            ], .matched),
        Case("another name for the unit is the same unit", .invoice(unit: "Stück"), .matched),
        Case(
            "units are not converted", .invoice(quantity: 1, price: 1000, unit: "box"), .quantityVariance,
            failed: ["unit", "header"]),
        Case("too much tax", .invoice(tax: 200), .headerVariance, failed: ["tax"]),
        Case("too little tax", .invoice(tax: 180), .headerVariance, failed: ["tax"]),
        Case("a cent of rounding in the tax", .invoice(tax: 190.01), .matched),
        Case("net total a cent off its line", .invoice(net: 1000.01), .matched),
        Case("net total five cents off its line", .invoice(net: 1000.05), .headerVariance, failed: ["rounding"]),
        Case("freight within 5 %", .invoice(charge: 40), .matched),
        Case("freight over 50", .invoice(charge: 51), .headerVariance, failed: ["charges"]),
        Case("another supplier than the order's", .invoice(supplier: "S2"), .supplierDiffers, failed: ["order"]),
        Case("nobody is known as the supplier", .invoice(supplier: nil), .supplierDiffers, failed: ["order"]),
        Case("another currency than the order's", .invoice(currency: "USD"), .currencyDiffers, failed: ["order"]),
        Case("an order that nobody knows", .invoice(order: "4711"), .orderUnknown, failed: ["order"]),
        Case("one of two orders is unknown", .invoice(order: "PO-0042, 4711"), .orderUnknown, failed: ["order"]),
        Case("the number without prefix and zeros", .invoice(order: "42"), .matched),
        Case("the number with other separators", .invoice(order: "po 00 42"), .matched),
        Case("no order named: proposed, for a person", .invoice(order: nil), .matched, failed: ["order"]),
        Case("no order named, none fits", .invoice(price: 99, order: nil), .noOrder),
        Case(
            "a line that is on no order", .invoice(code: "ZZ-9", text: "Consulting day"), .unmatchedLines,
            failed: ["line", "header"]),
        Case("no lines printed: header against open value", .invoice(lines: false), .matched),
        Case(
            "no lines printed, too much", .invoice(lines: false), after: [.invoice(quantity: 1)], .headerVariance,
            failed: ["header", "received"]),
        Case(
            "no lines printed, no goods", .invoice(lines: false), received: nil, .awaitingReceipt, failed: ["received"]),
        Case(
            "lines and header can't fill an order twice", .invoice(), after: [.invoice(lines: false)],
            .headerVariance, failed: ["order-value"]),
    ]

    @Test(arguments: cases) func verdict(_ example: Case) {
        let receipts = example.received.map {
            [GoodsReceipt(number: "R1", orderNumber: "PO-0042", orderPosition: "10", quantity: $0, unit: "PCE")]
        }
        let matcher = Matcher(
            orders: [Self.order(example.match)], receipts: receipts ?? [], tolerances: Tolerances(example.rows))
        var taken = ConsumptionLedger()
        for earlier in example.earlier { taken.record(matcher.match(earlier, taken: taken).consumptions) }
        let verdict = matcher.match(example.invoice, taken: taken).verdict
        #expect(verdict.status == example.status)
        #expect(verdict.checks.filter { !$0.passed }.map(\.rule) == example.failed)
        for check in verdict.checks { #expect(!check.arithmetic.isEmpty) }
    }

    @Test func aProposedOrderIsMarked() {
        let matcher = Matcher(orders: [Self.order(.twoWay)], receipts: [], tolerances: Tolerances())
        #expect(matcher.match(.invoice(order: nil), taken: ConsumptionLedger()).verdict.proposed)
        #expect(!matcher.match(.invoice(), taken: ConsumptionLedger()).verdict.proposed)
    }

    @Test func withoutOrdersNothingIsChecked() {
        let matcher = Matcher(orders: [], receipts: [], tolerances: Tolerances())
        #expect(matcher.match(.invoice(), taken: ConsumptionLedger()).verdict.status == .notChecked)
    }

    @Test func twoOrdersThatLookAlikeAreNotChosenBetween() {
        let orders = [Self.order(.twoWay, number: "PO-042"), Self.order(.twoWay, number: "NO 42")]
        let matcher = Matcher(orders: orders, receipts: [], tolerances: Tolerances())
        #expect(matcher.match(.invoice(order: "42"), taken: ConsumptionLedger()).verdict.status == .orderUnknown)
        #expect(matcher.match(.invoice(order: "PO-042"), taken: ConsumptionLedger()).verdict.status == .matched)
    }

    @Test func severalOrdersOnOneInvoice() {
        var second = Self.order(.twoWay, number: "PO-0043")
        second.lines[0].productCode = "CD-2"
        second.lines[0].description = "Washer M8"
        let matcher = Matcher(orders: [Self.order(.twoWay), second], receipts: [], tolerances: Tolerances())
        var invoice = Checked.invoice(order: "PO-0042 / PO-0043", net: 2000, tax: 380)
        var other = invoice.draft.lineItems[0]
        other[.productCode] = Field("CD-2", confidence: 1)
        other[.description] = Field("Washer M8", confidence: 1)
        invoice.draft.lineItems.insert(other, at: 0)
        let match = matcher.match(invoice, taken: ConsumptionLedger())
        #expect(match.verdict.status == .matched)
        #expect(match.verdict.orderNumbers == ["PO-0042", "PO-0043"])
        #expect(match.consumptions.map(\.orderNumber) == ["PO-0043", "PO-0042"])
        #expect(match.orderedBy == ["A9"])
    }

    @Test func aDeliveryBilledInTwoLinesFillsOneOrderLine() {
        let matcher = Matcher(orders: [Self.order(.twoWay)], receipts: [], tolerances: Tolerances())
        var invoice = Checked.invoice(quantity: 5, net: 1000, tax: 190)
        invoice.draft.lineItems.append(invoice.draft.lineItems[0])
        let match = matcher.match(invoice, taken: ConsumptionLedger())
        #expect(match.verdict.status == .matched)
        #expect(match.consumptions.map(\.quantity) == [5, 5])
        invoice.draft.lineItems.append(invoice.draft.lineItems[0])
        #expect(matcher.match(invoice, taken: ConsumptionLedger()).verdict.status == .quantityVariance)
    }

    /// Whatever partial invoices come in whatever order, those that match never exceed what was received.
    @Test func partialInvoicesNeverPassWhatWasReceived() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            let received = Decimal(Int.random(in: 0...10, using: &random))
            let receipt = GoodsReceipt(number: "R", orderNumber: "PO-0042", orderPosition: "10", quantity: received)
            let matcher = Matcher(orders: [Self.order(.threeWay)], receipts: [receipt], tolerances: Tolerances())
            var taken = ConsumptionLedger()
            var posted: Decimal = 0
            for _ in 0..<20 {
                let quantity = Decimal(Int.random(in: 1...4, using: &random))
                let isCredit = Int.random(in: 0...4, using: &random) == 0
                let match = matcher.match(
                    .invoice(quantity: quantity, type: isCredit ? "credit_note" : "invoice"), taken: taken)
                guard match.verdict.status == .matched || match.verdict.status == .credited else { continue }
                taken.record(match.consumptions)
                posted += isCredit ? -quantity : quantity
                #expect(posted >= 0 && posted <= received)
            }
        }
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

    @Test func whatIsGivenBackMakesRoomOnceItIsSettled() {
        let taken = Consumption(orderNumber: "PO", position: "10", quantity: 10, value: 100)
        let back = Consumption(orderNumber: "PO", position: "10", quantity: -4, value: -40)
        func left(_ isSettled: Bool, _ type: String) -> Decimal {
            ConsumptionLedger(
                others: [OthersConsumption(taken, isSettled: false), OthersConsumption(back, isSettled: isSettled)],
                for: .invoice(type: type)
            ).quantity(order: "PO", position: "10")
        }
        #expect(left(false, "invoice") == 10)
        #expect(left(true, "invoice") == 6)
        #expect(left(false, "credit_note") == 6)
    }
}

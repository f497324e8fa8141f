import Foundation
import Invoicing
import Orchestrator
import Postgres
import Storage
import Support
import Testing
import Validation

@Suite("History in PostgreSQL", .serialized) struct PostgresHistoryTests {
    private func begin(_ name: String, _ cases: CaseDatabase) async throws -> CaseFile {
        let new = NewCase(
            id: PostgresCaseStoreTests.id(name), organisation: cases.organisations[0],
            workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
            subject: CaseSubject(name: name, sha256: name, size: 1), step: "first", key: name, by: "t")
        _ = try await cases.store.begin(new)
        return CaseFile(id: new.id, name: name, sha256: name, size: 1)
    }

    private func invoice(_ document: String) -> PastInvoice {
        let draft = Draft(
            schema: "invoice/1",
            fields: [
                .invoiceNumber: Field("R-2026-17", confidence: 1), .invoiceDate: Field("2026-03-01", confidence: 1),
                .supplierName: Field("Nordwind GmbH", confidence: 1), .currency: Field("EUR", confidence: 1),
                .grossTotal: Field("119.00", confidence: 1),
            ])
        return PastInvoice(draft, document: document, sha256: document, supplier: nil)
    }

    @Test func ofTwoEqualOnesAtOnceOneIsTheDuplicate() async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        for round in 0..<10 {
            let files = [try await begin("\(round) a", cases), try await begin("\(round) b", cases)]
            // Only this round's, as if all others had been refused.
            let findings = try await withThrowingTaskGroup(of: Int.self) { group in
                for file in files {
                    let invoice = invoice(file.name)
                    group.addTask { try await history.duplicates(of: invoice, in: file, evidence: []).count }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(findings.count { $0 == 0 } == (round == 0 ? 1 : 0))
        }
        await cases.pool.close()
    }

    @Test func askingAgainGivesTheSameAnswer() async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        let (first, second) = (try await begin("a", cases), try await begin("b", cases))
        #expect(try await history.duplicates(of: invoice("a"), in: first, evidence: []).isEmpty)
        #expect(try await !history.duplicates(of: invoice("b"), in: second, evidence: []).isEmpty)
        #expect(try await history.duplicates(of: invoice("a"), in: first, evidence: []).isEmpty)
        await cases.pool.close()
    }

    // MARK: What is left open on orders

    private static func matcher(received: Decimal, allowed percent: Decimal = 0) -> Matcher {
        let line = PurchaseOrder.Line(
            position: "10", productCode: "AB-1", description: "Steel bolt M8", quantity: 10, unit: "H87",
            unitPrice: 100, netAmount: 1000, taxRate: 19, department: "it")
        let order = PurchaseOrder(
            number: "PO-0042", supplierID: "S1", currency: Currency("EUR")!, match: .threeWay, createdBy: "A9",
            lines: [line])
        let receipt = GoodsReceipt(number: "R", orderNumber: "PO-0042", orderPosition: "10", quantity: received)
        let rule = Tolerance(scope: .organisation, rule: .quantity, percent: percent, absolute: 1_000, combine: .min)
        return Matcher(
            orders: [order], receipts: received == 0 ? [] : [receipt], tolerances: Tolerances([rule]))
    }

    /// 20 partial invoices at once: those that match stay within what was received and is allowed above it, in whatever
    /// order they come.
    @Test(arguments: [(0, 0), (7, 0), (7, 15), (10, 0)])
    func whatParallelInvoicesTakeIsBounded(_ received: Int, _ percent: Int) async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        let matcher = Self.matcher(received: Decimal(received), allowed: Decimal(percent))
        var random = SeededRandom(seed: UInt64(received))
        var files: [(CaseFile, Decimal)] = []
        for index in 0..<20 {
            files.append((try await begin("part \(index)", cases), Decimal(Int.random(in: 1...4, using: &random))))
        }
        let matched = try await withThrowingTaskGroup(of: Decimal.self) { group in
            for (file, quantity) in files {
                group.addTask {
                    let match = try await history.match(
                        .invoice(quantity: quantity), in: file, with: matcher, mayWait: true)
                    return match.verdict.status == .matched ? quantity : 0
                }
            }
            return try await group.reduce(into: [Decimal]()) { $0.append($1) }
        }
        let sum = matched.reduce(0, +)
        let most = Decimal(received) * (1 + Decimal(percent) / 100)
        #expect(sum <= most)
        #expect((sum > 0) == (received > 0))
        await cases.pool.close()
    }

    @Test func twoThatWaitForTheSameGoodsDoNotBlockEachOther() async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        let files = [try await begin("first", cases), try await begin("second", cases)]
        func status(_ index: Int, received: Decimal, mayWait: Bool = true) async throws -> MatchVerdict.Status {
            try await history.match(
                .invoice(), in: files[index], with: Self.matcher(received: received), mayWait: mayWait
            ).verdict.status
        }
        for index in files.indices { #expect(try await status(index, received: 0) == .awaitingReceipt) }
        #expect(try await status(1, received: 10) == .matched)
        #expect(try await status(0, received: 10) != .matched, "the goods are taken")
        await cases.pool.close()
    }

    @Test func patienceThatIsOverTakesWhatWasInvoiced() async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        let (first, second) = (try await begin("a", cases), try await begin("b", cases))
        let none = Self.matcher(received: 0)
        _ = try await history.match(.invoice(), in: first, with: none, mayWait: false)
        let match = try await history.match(
            .invoice(), in: second, with: Self.matcher(received: 10), mayWait: true)
        #expect(match.verdict.status != .matched)
        await cases.pool.close()
    }

    @Test func onlyInvoicesThatShareAKeyAreCompared() async throws {
        let cases = try await CaseDatabase()
        let organisation = try #require(UUID(uuidString: cases.organisations[0].rawValue))
        let history = PostgresHistory(cases.pool, organisation: organisation)
        for index in 0..<5 {
            let file = try await begin("other \(index)", cases)
            var other = invoice("other \(index)")
            other.invoiceNumber = "X-\(index)"
            other.grossTotal = "\(index + 1).00"
            #expect(try await history.duplicates(of: other, in: file, evidence: []).isEmpty)
        }
        let (first, second) = (try await begin("a", cases), try await begin("b", cases))
        #expect(try await history.duplicates(of: invoice("a"), in: first, evidence: []).isEmpty)
        var misread = invoice("b")
        misread.invoiceNumber = "R-2O26-17"
        #expect(try await history.duplicates(of: misread, in: second, evidence: []).count == 1)
        // As an older edition of the program has left it.
        let owner = try await cases.database.connect(.owner)
        try await owner.script(
            """
            BEGIN; SET LOCAL payables.organisation = '\(organisation)';
            DELETE FROM past_invoice_key; UPDATE past_invoice SET has_keys = false; COMMIT
            """)
        await owner.close()
        #expect(try await history.duplicates(of: misread, in: second, evidence: []).count == 1)
        await cases.pool.close()
    }
}

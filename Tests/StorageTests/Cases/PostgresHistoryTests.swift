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
}

package import Foundation
package import Invoicing
package import Orchestrator
package import Pipeline
package import Postgres
import Validation

/// What came before, as cases in the database have it. One case of an organisation at a time asks and is noted, in one
/// transaction: of two equal invoices that come at once, one finds the other.
package struct PostgresHistory: CaseHistory {
    private let pool: PostgresPool
    private let organisation: UUID
    /// Handled before there was a database.
    private let before: [PastInvoice]

    /// - Parameter before: What a history.csv says.
    package init(_ pool: PostgresPool, organisation: UUID, before: [PastInvoice] = []) {
        self.pool = pool
        self.organisation = organisation
        self.before = before
    }

    package func duplicates(of invoice: PastInvoice, in file: CaseFile, evidence: [Evidence])
        async throws(StageFailure) -> [Finding]
    {
        try await alone { transaction in
            let body = try JSONText.text(invoice)
            let keys = DuplicateIndex.keys(of: invoice)
            try await transaction.pipeline([
                WritePastInvoice(organisation: organisation, id: file.id, body: body), DeletePastKeys(id: file.id),
                InsertPastKeys(organisation: organisation, id: file.id, keys: keys),
            ])
            let earlier = try await transaction.execute(ReadPastInvoices(id: file.id, keys: keys))
            return DuplicateIndex(before + earlier).findings(for: invoice, evidence: evidence)
        }
    }

    package func match(_ checked: Checked, in file: CaseFile, with matcher: Matcher, mayWait: Bool)
        async throws(StageFailure) -> Matcher.Match
    {
        let orders = matcher.orderNumbers(concerning: checked)
        return try await alone { transaction in
            let others = try await transaction.execute(ReadConsumptions(id: file.id, orders: orders))
            let match = matcher.match(checked, taken: ConsumptionLedger(others: others, for: checked))
            var statements: [any Statement] = [DeleteConsumptions(id: file.id)]
            let isLeft = mayWait && match.verdict.status == .awaitingReceipt
            for one in isLeft ? [] : match.consumptions {
                let body = try JSONText.text(one)
                statements.append(
                    InsertConsumption(organisation: organisation, id: file.id, order: one.orderNumber, body: body))
            }
            try await transaction.pipeline(statements)
            return match
        }
    }

    private func alone<Value: Sendable>(_ body: @escaping @Sendable (PostgresConnection) async throws -> Value)
        async throws(StageFailure) -> Value
    {
        let organisation = organisation
        do {
            return try await pool.withOrganisation(organisation, attempts: 3) { transaction in
                _ = try await transaction.execute(LockHistory(organisation: organisation))
                return try await body(transaction)
            }
        } catch {
            if Task.isCancelled { throw .interrupted }
            let known = error as? PostgresError ?? (error as? TransactionError)?.postgresError
            // Where the cases are kept, too: nothing can be kept of an attempt, so it is none.
            if known?.kind == .connectionLost || known?.kind == .unavailable { throw .interrupted }
            throw .retry(after: .seconds(1), because: "the history is not reached: \(CaseStoreError(error))")
        }
    }
}

import Foundation
package import Orchestrator
import Postgres

/// A case for reports and bulk orders: where it stands, and whose invoice it is.
package struct CaseGlance: Hashable, Sendable {
    package var stored: StoredCase
    /// Id, else the name that was read; `nil` = none was read.
    package var supplier: String?
}

extension CaseDirectory {
    /// All cases in the order of their references.
    package func glances() async throws -> [CaseGlance] {
        try await pool.withOrganisation(organisation) { transaction in
            let stored = try await transaction.execute(ListCases(status: nil))
            let suppliers = Dictionary(
                try await transaction.execute(ReadSuppliers()), uniquingKeysWith: { first, _ in first })
            return stored.map { CaseGlance(stored: $0, supplier: suppliers[$0.id.rawValue] ?? nil) }
        }
    }
}

private struct ReadSuppliers: Statement {
    static let sql = """
        SELECT case_id, coalesce(body::json->>'supplierID', body::json->>'supplierName') FROM past_invoice
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> (String, String?) {
        (try row.text(0), try row.optionalText(1))
    }
}

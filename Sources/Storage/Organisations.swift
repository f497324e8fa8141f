package import Foundation
package import Postgres

struct SetOrganisation: Statement {
    static let sql = "SELECT set_config('payables.organisation', $1, true)"
    var id: UUID
    var bindings: [PostgresValue] { [.uuid(id)] }
}

extension PostgresPool {
    /// A transaction that sees and writes the rows of one organisation only. The setting ends with the transaction.
    /// - Parameter attempts: as for ``PostgresPool/transaction(isolation:attempts:_:)``.
    package func withOrganisation<Value: Sendable>(
        _ id: UUID, isolation: Isolation = .readCommitted, attempts: Int = 1,
        _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        try await transaction(isolation: isolation, attempts: attempts) { transaction in
            _ = try await transaction.execute(SetOrganisation(id: id))
            return try await body(transaction)
        }
    }
}

/// Whether row-level security binds a login at all.
package struct BypassesRowSecurity: Statement {
    package static let sql = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    package var bindings: [PostgresValue] { [] }

    package init() {}

    /// - Returns: true for a role the program must refuse to serve with.
    package static func decode(_ row: RowView) throws(PostgresError) -> Bool { try row.bool(0) }
}

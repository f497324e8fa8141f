/// What went wrong between the program and the database.
///
/// `description` names only the kind and the SQLSTATE, for the server's words may hold values of rows;
/// `debugDescription` tells everything.
package struct PostgresError: Error, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case connectionLost, unavailable, serialization, uniqueViolation, constraint, permission, timeout, canceled
        case outOfResources
        /// A mistake in a statement: syntax, unknown names, values of a wrong type.
        case bug
        case other
    }

    package var kind: Kind
    /// Five characters (PostgreSQL, appendix A); nil when the error did not come from the server.
    package var sqlState: String?
    /// The server's or libpq's own words. For logs of the operator only.
    package var message: String
    package var detail: String?
    /// Name of the constraint that was broken, where one was.
    package var constraint: String?
    /// The statement under way.
    package var sql: String?
    /// The connection broke while COMMIT was under way: the transaction may have happened or not.
    package var isOutcomeUnknown = false

    package init(_ kind: Kind, _ message: String, sqlState: String? = nil, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.sql = sql
    }

    /// The same transaction may succeed when it is run anew at once.
    package var isWorthRepeating: Bool { kind == .serialization }

    /// - Parameter sqlState: as the server sent it.
    package static func kind(ofState sqlState: String) -> Kind {
        switch sqlState {
        case "40001", "40P01": return .serialization
        case "23505": return .uniqueViolation
        case "42501": return .permission
        case "57014": return .timeout
        case "57P01", "57P02", "57P03": return .unavailable
        default: break
        }
        switch sqlState.prefix(2) {
        case "08": return .unavailable
        case "23": return .constraint
        case "28": return .permission
        case "53": return .outOfResources
        case "22", "26", "34", "42": return .bug
        default: return .other
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        "database error: \(kind.rawValue)" + (sqlState.map { " (SQLSTATE \($0))" } ?? "")
            + (isOutcomeUnknown ? ", outcome unknown" : "")
    }

    package var debugDescription: String {
        var parts = [description, message]
        if let detail { parts.append("detail: " + detail) }
        if let constraint { parts.append("constraint: " + constraint) }
        if let sql { parts.append("statement: " + sql) }
        return parts.joined(separator: "\n")
    }
}

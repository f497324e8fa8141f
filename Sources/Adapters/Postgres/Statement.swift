/// A statement with its inputs and its row, in one view.
package protocol Statement: Sendable {
    associatedtype Row: Sendable = Void
    /// With `$1`, `$2` … for ``bindings``. Prepared once per connection under this text.
    static var sql: String { get }
    var bindings: [PostgresValue] { get }
    /// - Throws: when a column is not there or not of the type that is asked for.
    static func decode(_ row: RowView) throws(PostgresError) -> Row
}

extension Statement where Row == Void {
    package static func decode(_ row: RowView) throws(PostgresError) {}
}

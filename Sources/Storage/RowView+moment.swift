import Orchestrator
import Postgres

extension RowView {
    func moment(_ column: Int) throws(PostgresError) -> Moment { Moment(microseconds: try timestamp(column)) }

    /// - Returns: `nil` for NULL.
    func optionalMoment(_ column: Int) throws(PostgresError) -> Moment? {
        try optional(column) { row, column throws(PostgresError) in try row.moment(column) }
    }
}

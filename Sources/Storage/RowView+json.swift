import Foundation
import Postgres

extension RowView {
    /// A column in which this program has kept a value as JSON.
    /// - Parameter what: In words, for the error: `"a message"`.
    func json<Value: Decodable>(_ column: Int, as type: Value.Type, _ what: String) throws(PostgresError) -> Value {
        let bytes = Data(try text(column).utf8)
        do { return try JSONDecoder().decode(type, from: bytes) } catch {
            throw PostgresError(.bug, "\(what) is no JSON of this program")
        }
    }
}

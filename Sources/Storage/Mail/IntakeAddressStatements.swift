import Mailroom
import Orchestrator
import Postgres

struct InsertIntakeAddress: Statement {
    static let sql = """
        INSERT INTO intake_address (local, organisation_id, process, made, retired) VALUES ($1, $2, $3, $4, $5)
        """
    var address: IntakeAddress
    var bindings: [PostgresValue] {
        [
            .text(address.local), .text(address.organisation.rawValue), .text(address.process),
            .timestamp(address.made.microseconds), .timestamp(address.retired?.microseconds),
        ]
    }
}

struct RetireIntakeAddress: Statement {
    static let sql = """
        UPDATE intake_address SET retired = clock_timestamp()
        WHERE organisation_id = $1 AND local = $2 AND retired IS NULL
        """
    var local: String
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(local)] }
}

/// Oldest first.
struct ListIntakeAddresses: Statement {
    static let columns = "SELECT local, organisation_id, process, made, retired FROM intake_address"
    static let sql = columns + " WHERE organisation_id = $1 ORDER BY made, local"
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> IntakeAddress {
        IntakeAddress(
            local: try row.text(0), organisation: OrganisationID(rawValue: try row.text(1)), process: try row.text(2),
            made: try row.moment(3), retired: try row.optionalMoment(4))
    }
}

struct FindIntakeAddress: Statement {
    static let sql = ListIntakeAddresses.columns + " WHERE local = $1"
    var local: String
    var bindings: [PostgresValue] { [.text(local)] }
    static func decode(_ row: RowView) throws(PostgresError) -> IntakeAddress { try ListIntakeAddresses.decode(row) }
}

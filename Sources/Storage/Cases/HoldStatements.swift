import Orchestrator
import Postgres

struct HoldOrganisation: Statement {
    static let sql = """
        INSERT INTO organisation_hold (organisation_id, agent, actor, reason) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organisation_id, agent) DO NOTHING
        """
    var organisation: OrganisationID
    var agent: String
    var by: String
    var reason: String
    var bindings: [PostgresValue] { [.text(organisation.rawValue), .text(agent), .text(by), .text(reason)] }
}

struct HoldQueue: Statement {
    static let sql = "INSERT INTO queue_hold (agent, actor, reason) VALUES ($1, $2, $3) ON CONFLICT (agent) DO NOTHING"
    var agent: String
    var by: String
    var reason: String
    var bindings: [PostgresValue] { [.text(agent), .text(by), .text(reason)] }
}

struct ReleaseOrganisation: Statement {
    static let sql = "DELETE FROM organisation_hold WHERE agent = $1"
    var agent: String
    var bindings: [PostgresValue] { [.text(agent)] }
}

struct ReleaseQueue: Statement {
    static let sql = "DELETE FROM queue_hold WHERE agent = $1"
    var agent: String
    var bindings: [PostgresValue] { [.text(agent)] }
}

/// Workers look again before their next step.
struct HailAll: Statement {
    static let sql = "UPDATE work SET is_hailed = true WHERE leased_until IS NOT NULL"
    var bindings: [PostgresValue] { [] }
}

/// Of the organisation and of all.
struct ReadHolds: Statement {
    static let sql = """
        SELECT organisation_id IS NULL, agent, actor, reason, at FROM (
            SELECT organisation_id, agent, actor, reason, at FROM organisation_hold
            UNION ALL SELECT NULL, agent, actor, reason, at FROM queue_hold) AS held ORDER BY at, agent
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> KnownHold {
        let agent = try row.text(1)
        return KnownHold(
            isForAll: try row.bool(0), agent: agent.isEmpty ? nil : agent, by: try row.text(2),
            reason: try row.text(3), at: try row.moment(4))
    }
}

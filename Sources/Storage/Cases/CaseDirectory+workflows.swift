package import Foundation
package import Orchestrator
import Postgres

/// An edition as people see it.
package struct KnownWorkflow: Hashable, Sendable {
    package var edition: WorkflowEdition
    package var published: Moment
    /// Since when no new case may follow it; `nil` = in use.
    package var retired: Moment?
    /// Cases that follow it and have not ended.
    package var running: Int
}

/// Editions of workflows. None is ever removed: cases follow theirs to the end, and what they did can be looked up.
extension CaseDirectory {
    /// Publishes a definition that was checked.
    /// - Returns: The edition and its first step.
    /// - Throws: ``WorkflowError`` when it is none, or its version was published with another text.
    package func publish(_ json: Data, digest: (Data) -> String) async throws -> (
        edition: WorkflowEdition, step: String
    ) {
        let definition = try WorkflowDefinition(json: json)
        let text = try JSONText.line(JSONDecoder().decode(JSONValue.self, from: json))
        let edition = WorkflowEdition(name: definition.name, version: definition.version, digest: digest(text))
        try await publish(edition, String(decoding: text, as: UTF8.self))
        return (edition, definition.steps.first?.id ?? "")
    }

    /// Keeps an edition that new cases will follow.
    /// - Throws: ``WorkflowError`` when the version was published with another text, or is retired.
    package func publish(_ edition: WorkflowEdition, _ definition: String) async throws {
        let organisation = organisation
        let kept = try await pool.withOrganisation(organisation) { transaction in
            try await transaction.pipeline([
                PublishWorkflow(organisation: organisation, edition: edition, definition: definition)
            ])
            return try await transaction.execute(ReadWorkflow(edition: edition)).first
        }
        if let retired = kept?.retired {
            throw WorkflowError(faults: [
                "workflow \(edition.name) version \(edition.version) was retired on \(retired.iso): payables workflow restore"
                    + " takes it back, or give a new one another version"
            ])
        }
        guard kept?.digest == edition.digest else {
            throw WorkflowError(faults: [
                "workflow \(edition.name) version \(edition.version) was published with another text: give the changed one"
                    + " the version \(edition.version + 1)"
            ])
        }
    }

    /// - Returns: The text of an edition; `nil` when it was never published.
    package func definition(_ edition: WorkflowEdition) async throws -> String? {
        let found = try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadWorkflow(edition: edition)).first
        }
        return found.flatMap { $0.digest == edition.digest ? $0.definition : nil }
    }

    /// All that were ever published, by name and version.
    package func workflows() async throws -> [KnownWorkflow] {
        try await pool.withOrganisation(organisation) { transaction in try await transaction.execute(ListWorkflows()) }
    }

    /// From now on no new case follows the edition; those that do go on.
    /// - Parameter isRetired: `false` takes it back into use.
    /// - Returns: Whether there is such an edition.
    package func retire(_ name: String, version: Int, isRetired: Bool = true) async throws -> Bool {
        try await pool.withOrganisation(organisation) { transaction in
            try await transaction.pipeline([RetireWorkflow(name: name, version: version, isRetired: isRetired)])[0] > 0
        }
    }
}

private struct ListWorkflows: Statement {
    static let sql = """
        SELECT name, version, digest, published, retired, (
            SELECT count(*) FROM invoice_case c WHERE c.workflow_name = w.name AND c.workflow_version = w.version
                AND c.status IN ('running', 'waiting', 'review', 'paused'))
        FROM workflow w ORDER BY name, version
        """
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> KnownWorkflow {
        KnownWorkflow(
            edition: WorkflowEdition(name: try row.text(0), version: try row.int(1), digest: try row.text(2)),
            published: try row.moment(3), retired: try row.optionalMoment(4),
            running: try row.int(5))
    }
}

private struct RetireWorkflow: Statement {
    static let sql = """
        UPDATE workflow SET retired = CASE WHEN $3 THEN coalesce(retired, now()) END WHERE name = $1 AND version = $2
        """
    var name: String
    var version: Int
    var isRetired: Bool
    var bindings: [PostgresValue] { [.text(name), .int(version), .bool(isRetired)] }
}

private struct PublishWorkflow: Statement {
    static let sql = """
        INSERT INTO workflow (organisation_id, name, version, digest, definition) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """
    var organisation: UUID
    var edition: WorkflowEdition
    var definition: String
    var bindings: [PostgresValue] {
        [.uuid(organisation), .text(edition.name), .int(edition.version), .text(edition.digest), .text(definition)]
    }
}

private struct ReadWorkflow: Statement {
    static let sql = "SELECT digest, definition, retired FROM workflow WHERE name = $1 AND version = $2"
    var edition: WorkflowEdition
    var bindings: [PostgresValue] { [.text(edition.name), .int(edition.version)] }
    static func decode(_ row: RowView) throws(PostgresError) -> (digest: String, definition: String, retired: Moment?) {
        (try row.text(0), try row.text(1), try row.optionalMoment(2))
    }
}

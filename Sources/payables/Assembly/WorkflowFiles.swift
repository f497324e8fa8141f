import Foundation
import Orchestrator

/// Workflow definitions of this installation, and the schemas that they are held against.
struct WorkflowFiles {
    private let schemas: URL
    let form: JSONSchema
    /// What case files give to agents.
    let parts: JSONSchema

    /// - Throws: ``CommandFailure`` when the folder lacks them.
    init(_ schemas: URL) throws {
        self.schemas = schemas
        form = try Self.schema("workflow", schemas)
        parts = try Self.schema("result", schemas)
    }

    private static func schema(_ name: String, _ folder: URL) throws -> JSONSchema {
        let file = folder.appending(path: "\(name).schema.json")
        guard let json = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(
                .setup, "\(file.path) is missing: copy it from the schemas that came with this program.")
        }
        do throws(JSONSchemaError) { return try JSONSchema(json: json) } catch {
            throw CommandFailure(.setup, "\(file.path) cannot be used: \(error)")
        }
    }

    func check(_ agents: AgentRegistry, approvals: ApprovalTable?) -> WorkflowCheck {
        WorkflowCheck(agents: agents, approvals: approvals, form: form, parts: parts)
    }

    /// - Parameter name: Of a file in `schemas/workflows`, or the path of another one.
    /// - Returns: A definition without a fault, as it stands in the file.
    /// - Throws: ``CommandFailure`` with every fault.
    func checked(_ name: String, _ agents: AgentRegistry, approvals: ApprovalTable?) throws -> Data {
        let isPath = name.contains("/") || name.hasSuffix(".json")
        let file = isPath ? URL(filePath: name) : schemas.appending(path: "workflows/\(name).json")
        guard let json = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(.noInput, "The workflow \(file.path) is missing.")
        }
        let faults = check(agents, approvals: approvals).faults(in: json)
        guard faults.isEmpty else {
            throw CommandFailure(
                .usage,
                "The workflow \(file.path) cannot be used:\n" + faults.map { "  - \($0)" }.joined(separator: "\n"))
        }
        return json
    }
}

import Foundation
import Orchestrator
import Storage

/// Workflows as they were published, with agents that work for one organisation. A case follows its edition to the end,
/// whatever the file says by now.
actor PublishedWorkflows: WorkflowSource {
    private let directory: CaseDirectory
    private var services: Services
    private let agents: AgentRegistry
    private var known: [WorkflowEdition: Workflow] = [:]

    init(_ directory: CaseDirectory, services: Services, agents: AgentRegistry) {
        self.directory = directory
        self.services = services
        self.agents = agents
    }

    /// Agents work with these from their next step on.
    func use(_ services: Services) {
        self.services = services
        known = [:]
    }

    /// Publishes a definition that was checked.
    /// - Returns: The edition and its first step.
    /// - Throws: ``WorkflowError`` when its version had another text.
    func publish(_ json: Data) async throws -> (edition: WorkflowEdition, step: String) {
        let definition = try WorkflowDefinition(json: json)
        let workflow = try Workflow(published: definition, agents: agents, services: services)
        let (edition, step) = try await directory.publish(json, digest: Assembly.digest)
        known[edition] = workflow
        return (edition, step)
    }

    func workflow(of stored: StoredCase) async throws(WorkflowError) -> Workflow {
        let edition = stored.workflow
        if let workflow = known[edition] { return workflow }
        do {
            guard let text = try await directory.definition(edition) else {
                throw WorkflowError(faults: [
                    "workflow \(edition.name) version \(edition.version) was never published here"
                ])
            }
            let workflow = try Workflow(
                published: WorkflowDefinition(json: Data(text.utf8)), agents: agents, services: services)
            known[edition] = workflow
            return workflow
        } catch let error as WorkflowError {
            throw error
        } catch {
            throw WorkflowError(faults: ["workflow \(edition.name) can't be read from the database: \(error)"])
        }
    }
}

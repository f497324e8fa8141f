/// Knows the workflows that cases follow, with agents that work for the case's organisation.
package protocol WorkflowSource: Sendable {
    /// - Throws: ``WorkflowError`` when the edition is not known, or this program cannot carry it.
    func workflow(of stored: StoredCase) async throws(WorkflowError) -> Workflow
}

/// A fixed set of workflows, the same for all organisations.
package struct WorkflowShelf: WorkflowSource {
    private let workflows: [WorkflowEdition: Workflow]

    package init(_ workflows: [WorkflowEdition: Workflow]) { self.workflows = workflows }

    package func workflow(of stored: StoredCase) throws(WorkflowError) -> Workflow {
        guard let workflow = workflows[stored.workflow] else {
            let edition = stored.workflow
            throw WorkflowError(faults: ["workflow \(edition.name) version \(edition.version) is not known here"])
        }
        return workflow
    }
}

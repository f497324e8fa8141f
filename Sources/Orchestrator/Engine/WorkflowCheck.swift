package import Foundation

/// Holds a definition against everything that must be true of it before cases may follow it, and tells all that is not.
package struct WorkflowCheck: Sendable {
    let agents: AgentRegistry
    /// `nil` = no decision table was given.
    let approvals: ApprovalTable?
    /// What a definition file may hold: `schemas/workflow.schema.json`.
    let form: JSONSchema?
    /// What case files give to agents of the folder: `schemas/result.schema.json`.
    let parts: JSONSchema?

    package init(
        agents: AgentRegistry, approvals: ApprovalTable? = nil, form: JSONSchema? = nil, parts: JSONSchema? = nil
    ) {
        self.agents = agents
        self.approvals = approvals
        self.form = form
        self.parts = parts
    }

    /// - Returns: Each fault with its place in the file, in the order of the file; empty when it can be published.
    package func faults(in json: Data) -> [JSONFault] {
        guard let source = JSONValue(bounded: json) else { return [JSONFault(JSONPointer(), "it is no JSON")] }
        var faults = form?.faults(in: source) ?? []
        do throws(WorkflowError) {
            let told = Set(faults.map(\.pointer))
            faults += self.faults(in: try WorkflowDefinition(json: json)).filter { !told.contains($0.pointer) }
        } catch {
            // The form has told it already, and better.
            if faults.isEmpty { faults = error.faults.map { JSONFault(JSONPointer(), $0) } }
        }
        return faults.sorted { $0.pointer < $1.pointer }
    }

    /// The same for what was read from a file already.
    package func faults(in definition: WorkflowDefinition) -> [JSONFault] {
        let steps = definition.steps.map { ($0, agents[$0.agent]) }
        return definition.problems + agentFaults(steps) + approverFaults(steps)
            + CaseFlow(steps: steps, parts: parts).faults()
    }

    private func agentFaults(_ steps: [(WorkflowDefinition.Step, AgentProfile?)]) -> [JSONFault] {
        steps.enumerated().flatMap { index, pair -> [JSONFault] in
            let (step, profile) = pair
            guard let profile else { return [unknown(step.agent, at: .step(index, "agent"))] }
            return profile.faults(step.settings).map { fault in
                let place = fault.pointer.tokens.reduce(JSONPointer.step(index, "settings")) { $0.appending($1) }
                return JSONFault(place, fault.message)
            }
        }
    }

    private func unknown(_ name: String, at place: JSONPointer) -> JSONFault {
        let names = agents.names
        let near = names.filter { !name.isEmpty && ($0.hasPrefix(name) || name.hasPrefix($0)) }.first
        let meant = near.map { "; \($0) may be meant" } ?? ""
        let folder = agents.hasFolder ? "" : " (no agents folder is given)"
        return JSONFault(
            place, "no agent is called \(name)\(meant); there are \(names.joined(separator: ", "))\(folder)")
    }

    /// Somebody has to be there to be asked, whichever rule holds.
    private func approverFaults(_ steps: [(WorkflowDefinition.Step, AgentProfile?)]) -> [JSONFault] {
        guard let approvals, let index = steps.firstIndex(where: { $0.1?.gives.contains(.approval) ?? false }) else {
            return []
        }
        var faults: [JSONFault] = []
        if approvals.defaultApprover.isEmpty {
            faults.append(
                JSONFault(
                    .step(index, "agent"), "the approval table has no default approver, so nobody may be left to ask"))
        }
        for row in approvals.rows where row.approvers.isEmpty && !row.autoApprove {
            faults.append(
                JSONFault(
                    .step(index, "agent"), "rule \(row.rule) of the approval table names no approver; give at least one"
                ))
        }
        return faults
    }
}

extension JSONPointer {
    /// A place in a step of a definition.
    static func step(_ index: Int, _ keys: String...) -> JSONPointer {
        keys.reduce(JSONPointer("steps").appending(index)) { $0.appending($1) }
    }
}

import Foundation
import Invoicing
import Pipeline

/// A definition that was checked, with an agent for each step.
package struct Workflow: Sendable {
    struct Step: Sendable {
        let definition: WorkflowDefinition.Step
        let agent: StepAgent
        let conditions: [CaseCondition]

        func applies(to file: CaseFile) -> Bool { conditions.allSatisfy { $0.holds(for: file) } }
    }

    let name: String
    let steps: [Step]
    let plan: CaseState.Plan
    private let routes: [Int]
    private let limits: OrganisationLimits
    /// Of a case for which no limits were set.
    private var turns: [CaseTurn.Step] = []
    /// Checks a draft that a person has set right.
    let check: @Sendable (Draft) -> Checked

    /// A definition that nobody follows yet.
    /// - Parameters:
    /// - Parameter parts: What case files give to agents of the folder; `nil` = their schemas are not compared.
    /// - Throws: ``WorkflowError`` with every fault of the definition.
    package init(
        _ definition: WorkflowDefinition, agents: AgentRegistry, services: Services, parts: JSONSchema? = nil
    ) throws(WorkflowError) {
        let check = WorkflowCheck(agents: agents, approvals: services.approvals, parts: parts)
        let faults = check.faults(in: definition)
        guard faults.isEmpty else { throw WorkflowError(faults) }
        try self.init(published: definition, agents: agents, services: services)
    }

    /// A definition that cases follow already: it was checked by the program that published it. An agent that has left
    /// since is waited for.
    /// - Throws: ``WorkflowError`` when this program cannot carry it.
    package init(published definition: WorkflowDefinition, agents: AgentRegistry, services: Services)
        throws(WorkflowError)
    {
        var faults: [JSONFault] = []
        var steps: [Step] = []
        for (index, step) in definition.steps.enumerated() {
            do throws(SettingsFault) {
                let agent =
                    try agents[step.agent]?.open(step.settings, services) ?? agents.absent(step.agent, step.settings)
                steps.append(Step(definition: step, agent: agent, conditions: step.when.compactMap(CaseCondition.init)))
            } catch {
                faults.append(JSONFault(.step(index, "settings"), error.message))
            }
        }
        guard faults.isEmpty else { throw WorkflowError(faults) }
        name = definition.name
        self.steps = steps
        limits = services.limits
        routes = steps.map { step in
            definition.steps.firstIndex { $0.id == step.definition.onFailure } ?? definition.steps.count
        }
        plan = CaseState.Plan(retries: steps.map(\.definition.retry), routes: routes)
        check = { services.way.check($0) }
        do throws(StepLimitsError) { turns = try resolved([:]) } catch { throw WorkflowError(faults: error.faults) }
    }

    /// The steps as the engine that keeps cases in a store takes them.
    /// - Parameter given: Limits set for this case, by step.
    /// - Throws: ``StepLimitsError`` when limits of different origin do not go together.
    package func turns(ofCase given: [String: GivenLimits]) throws(StepLimitsError) -> [CaseTurn.Step] {
        given.isEmpty ? turns : try resolved(given)
    }

    private func resolved(_ given: [String: GivenLimits]) throws(StepLimitsError) -> [CaseTurn.Step] {
        var turns: [CaseTurn.Step] = []
        for (step, route) in zip(steps, routes) {
            let id = step.definition.id
            turns.append(
                try CaseTurn.Step(
                    id: id, agent: step.agent.id, hasEffect: step.agent.hasEffect, waits: step.agent.stand != nil,
                    organisation: limits.limits(of: id), process: GivenLimits(step.definition), ofCase: given[id],
                    route: route))
        }
        return turns
    }
}

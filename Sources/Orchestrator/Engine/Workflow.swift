import Foundation
import Invoicing
import Pipeline

/// A definition that was checked, with an agent for each step.
package struct Workflow: Sendable {
    struct Step: Sendable {
        let definition: WorkflowDefinition.Step
        let agent: StepAgent
        /// Each with the value it has to have.
        let conditions: [(fact: CaseFact, wanted: Bool)]

        func applies(to file: CaseFile) -> Bool {
            conditions.allSatisfy { $0.fact.holds(for: file) == $0.wanted }
        }
    }

    let name: String
    let steps: [Step]
    let plan: CaseState.Plan
    /// The same for the engine that keeps cases in a store.
    let turns: [CaseTurn.Step]
    /// Checks a draft that a person has set right.
    let check: @Sendable (Draft) -> Checked

    /// - Throws: ``WorkflowError`` with every fault of the definition.
    package init(_ definition: WorkflowDefinition, agents: AgentRegistry, services: Services) throws(WorkflowError) {
        var faults = Self.faults(of: definition)
        var steps: [Step] = []
        for step in definition.steps {
            guard let type = agents[step.agent] else {
                faults.append(
                    "step \(step.id): no agent is called \(step.agent); there are \(agents.names.joined(separator: ", "))"
                )
                continue
            }
            do {
                let agent = try type.open(step.settings, services: services)
                steps.append(Step(definition: step, agent: agent, conditions: step.when.compactMap(Self.condition)))
            } catch {
                faults.append(
                    "step \(step.id): \((error as? SettingsFault)?.message ?? "its settings are not readable")")
            }
        }
        if let mixed = zip(steps, steps.dropFirst()).first(where: { $0.agent.needsOrder && !$1.agent.needsOrder }) {
            faults.append(
                "step \(mixed.1.definition.id) works on documents at the same time, so it must stand before"
                    + " \(mixed.0.definition.id), which takes them in order")
        }
        for (index, step) in steps.enumerated() where step.agent.hasEffect {
            // The key of an effect is the case and the agent.
            guard steps[..<index].contains(where: { $0.definition.agent == step.definition.agent }) else { continue }
            faults.append(
                "step \(step.definition.id): \(step.definition.agent) has an effect, so it can stand only once")
        }
        guard faults.isEmpty else { throw WorkflowError(faults: faults) }
        name = definition.name
        self.steps = steps
        let routes = steps.map { step in
            definition.steps.firstIndex { $0.id == step.definition.onFailure } ?? definition.steps.count
        }
        plan = CaseState.Plan(retries: steps.map(\.definition.retry), routes: routes)
        check = { services.way.check($0) }
        turns = zip(steps, routes).map { step, route in
            CaseTurn.Step(
                id: step.definition.id, agent: step.agent.id, hasEffect: step.agent.hasEffect,
                waits: step.agent.stand != nil, retry: step.definition.retry, timeouts: step.definition.timeouts,
                route: route)
        }
    }

    private static func faults(of definition: WorkflowDefinition) -> [String] {
        var faults: [String] = []
        if definition.steps.isEmpty { faults.append("the workflow has no steps") }
        for (index, step) in definition.steps.enumerated() {
            func fault(_ message: String) { faults.append("step \(step.id): \(message)") }
            if step.id.isEmpty { fault("step \(index + 1) has no id") }
            if definition.steps[..<index].contains(where: { $0.id == step.id }) { fault("the id stands twice") }
            let times = step.timeouts
            for (name, seconds) in [("run", times.run), ("total", times.total), ("person", times.person)]
            where !(seconds > 0 && seconds <= 31_536_000) {
                fault("timeout \(name) must be above 0 and at most a year in seconds")
            }
            if step.timeouts.total < step.timeouts.run { fault("timeout total is shorter than run") }
            if !(1...20).contains(step.retry.attempts) { fault("retry.attempts must be 1...20") }
            if !(step.retry.delay >= 0 && step.retry.cap >= step.retry.delay && step.retry.cap <= 86_400) {
                fault("retry.delay must be 0 or more, and retry.cap between delay and a day")
            }
            if let budget = step.retry.budget, !(budget > 0 && budget <= 31_536_000) {
                fault("retry.budget must be above 0 and at most a year in seconds")
            }
            let later = definition.steps[(index + 1)...].contains { $0.id == step.onFailure }
            if step.onFailure != WorkflowDefinition.end, !later {
                fault("on_failure must be a later step or \(WorkflowDefinition.end), not \(step.onFailure)")
            }
            for text in step.when where condition(text) == nil {
                let known = CaseFact.allCases.map(\.rawValue).joined(separator: ", ")
                fault("\(text) is no fact; there are \(known), each also with ! in front")
            }
        }
        return faults
    }

    private static func condition(_ text: String) -> (fact: CaseFact, wanted: Bool)? {
        let isTurned = text.hasPrefix("!")
        return CaseFact(rawValue: String(text.drop { $0 == "!" })).map { ($0, !isTurned) }
    }
}

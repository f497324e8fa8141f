/// What a case has by the time it comes to each step of a definition, on its way and when a step has failed.
struct CaseFlow {
    /// Agents that are not known are `nil`; what they give is not known either, so nothing is said about what follows.
    let steps: [(step: WorkflowDefinition.Step, agent: AgentProfile?)]
    /// What case files give to agents of the folder; `nil` = their schemas are not compared.
    let parts: JSONSchema?

    func faults() -> [JSONFault] {
        order() + effects() + needs() + failurePaths()
    }

    private func fault(_ index: Int, _ key: String, _ message: String) -> JSONFault {
        JSONFault(.step(index, key), message)
    }

    private func order() -> [JSONFault] {
        let known = steps.enumerated().compactMap { index, pair in
            pair.agent?.needsOrder.map { (index: index, needsOrder: $0) }
        }
        return known.filter { !$0.needsOrder }.compactMap { item in
            guard let before = known.first(where: { $0.needsOrder && $0.index < item.index }) else { return nil }
            return fault(
                item.index, "agent",
                "step \(steps[item.index].step.id) works on documents at the same time, so it must stand before"
                    + " \(steps[before.index].step.id), which takes them in order")
        }
    }

    private func effects() -> [JSONFault] {
        steps.indices.compactMap { index in
            guard let agent = steps[index].agent, agent.hasEffect,
                steps[..<index].contains(where: { $0.agent?.name == agent.name })
            else { return nil }
            // The key of an effect is the case and the agent.
            return fault(index, "agent", "\(agent.name) has an effect, so it can stand only once")
        }
    }

    // MARK: What agents need

    private func needs() -> [JSONFault] {
        steps.indices.flatMap { index -> [JSONFault] in
            let before = steps[..<index]
            guard before.allSatisfy({ $0.agent != nil }) else { return [] }
            let given = Set(before.flatMap { $0.agent?.gives ?? [] })
            return conditions(index, given) + missing(index, given) + outputs(index)
        }
    }

    private func conditions(_ index: Int, _ given: Set<CasePart>) -> [JSONFault] {
        steps[index].step.when.enumerated().compactMap { number, text in
            guard let condition = CaseCondition(text), !given.contains(condition.fact.part) else { return nil }
            return JSONFault(
                .step(index, "when").appending(number),
                "no earlier step tells \(condition.fact.part.name), so \(text) would always be"
                    + " \(condition.wanted ? "wrong" : "right")")
        }
    }

    private func missing(_ index: Int, _ given: Set<CasePart>) -> [JSONFault] {
        guard let agent = steps[index].agent else { return [] }
        return agent.needs.subtracting(given).sorted { $0.rawValue < $1.rawValue }.map { part in
            fault(index, "agent", "\(agent.name) needs \(part.name), and no earlier step gives it")
        }
    }

    /// What an agent of the folder asks for, against what it will be given.
    private func outputs(_ index: Int) -> [JSONFault] {
        guard let agent = steps[index].agent, let manifest = agent.manifest else { return [] }
        var faults: [JSONFault] = []
        for name in manifest.input.propertyNames where name != "outputs" {
            guard let given = parts?.property(name)?.withoutNull, let asked = manifest.input.property(name) else {
                continue
            }
            faults += given.misfits(for: asked).map { misfit in
                fault(
                    index, "agent",
                    "\(name)\(misfit.pointer) \(misfit.message) by \(agent.name): its input does not fit")
            }
        }
        guard let asked = manifest.input.property("outputs") else { return faults }
        let needed = manifest.neededOutputs
        for name in Set(asked.propertyNames).union(needed).sorted() {
            guard let other = steps[..<index].last(where: { $0.agent?.name == name })?.agent?.manifest else {
                if needed.contains(name) {
                    faults.append(
                        fault(
                            index, "agent", "\(agent.name) needs the output of \(name), and no earlier step is \(name)")
                    )
                }
                continue
            }
            faults += (asked.property(name).map { other.output.misfits(for: $0) } ?? []).map { misfit in
                fault(
                    index, "agent",
                    "outputs/\(name)\(misfit.pointer) \(misfit.message) by \(agent.name): the schemas do not fit")
            }
        }
        return faults
    }

    // MARK: When a step fails

    private func failurePaths() -> [JSONFault] {
        steps.indices.flatMap { index -> [JSONFault] in
            let target = steps[index].step.onFailure
            guard target != WorkflowDefinition.end, steps.allSatisfy({ $0.agent != nil }),
                let start = steps.firstIndex(where: { $0.step.id == target }), start > index
            else { return [] }
            return failurePath(from: index, to: start)
        }
    }

    private func failurePath(from index: Int, to start: Int) -> [JSONFault] {
        var given = Set(steps[..<index].flatMap { $0.agent?.gives ?? [] })
        var faults: [JSONFault] = []
        for (step, agent) in steps[start...] {
            guard let agent else { continue }
            if agent.needsSoundCase {
                faults.append(
                    fault(
                        index, "on_failure",
                        "leads to \(step.id), which must never be reached by a case in which a step has failed; name a step"
                            + " behind it, or \(WorkflowDefinition.end)"))
            }
            for part in agent.needs.subtracting(given).sorted(by: { $0.rawValue < $1.rawValue }) {
                faults.append(
                    fault(
                        index, "on_failure",
                        "leads to \(step.id), which needs \(part.name): a case in which \(steps[index].step.id) has failed"
                            + " does not have it"))
            }
            given.formUnion(agent.gives)
        }
        return faults
    }
}

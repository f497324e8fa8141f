/// What can be told without knowing the agents.
extension WorkflowDefinition {
    /// A year: nothing waits longer without anybody noticing.
    private static let longest = 31_536_000.0

    package var problems: [JSONFault] {
        var problems: [JSONFault] = []
        if name.isEmpty { problems.append(JSONFault(JSONPointer("name"), "the workflow has no name")) }
        if version < 1 { problems.append(JSONFault(JSONPointer("version"), "must be 1 or more")) }
        if steps.isEmpty { problems.append(JSONFault(JSONPointer("steps"), "the workflow has no steps")) }
        for index in steps.indices {
            problems += nameProblems(index) + timeProblems(index) + routeProblems(index) + conditionProblems(index)
        }
        return problems
    }

    private func nameProblems(_ index: Int) -> [JSONFault] {
        let id = steps[index].id
        if id.isEmpty { return [JSONFault(.step(index, "id"), "step \(index + 1) has no id")] }
        if id == Self.end {
            return [JSONFault(.step(index, "id"), "\(Self.end) is no id: it means that no step follows")]
        }
        guard let other = steps[..<index].firstIndex(where: { $0.id == id }) else { return [] }
        return [JSONFault(.step(index, "id"), "the id \(id) stands twice; step \(other + 1) has it")]
    }

    private func timeProblems(_ index: Int) -> [JSONFault] {
        let step = steps[index]
        var problems: [JSONFault] = []
        func tell(_ group: String, _ key: String, _ message: String) {
            problems.append(JSONFault(.step(index, group, key), message))
        }
        let times = step.timeouts
        for (key, seconds) in [
            ("run", times.run), ("total", times.total), ("person", times.person), ("queue_wait", times.queueWait),
            ("heartbeat", times.heartbeat),
        ] {
            guard let seconds, !(seconds > 0 && seconds <= Self.longest) else { continue }
            tell("timeouts", key, "must be above 0 and at most a year, in seconds")
        }
        if let beat = times.heartbeat, beat > times.run {
            tell("timeouts", "heartbeat", "must not be longer than run")
        }
        if times.total < times.run { tell("timeouts", "total", "must not be shorter than run") }
        let retry = step.retry
        if !(1...20).contains(retry.attempts) { tell("retry", "attempts", "must be 1...20") }
        if !(retry.delay >= 0 && retry.delay <= 86_400) {
            tell("retry", "delay", "must be 0 or more and at most a day")
        }
        if !(retry.cap >= retry.delay && retry.cap <= 86_400) {
            tell("retry", "cap", "must be between delay and a day, in seconds")
        }
        if let budget = retry.budget, !(budget > 0 && budget <= Self.longest) {
            tell("retry", "budget", "must be above 0 and at most a year, in seconds")
        }
        return problems
    }

    /// A failed case goes forward only, so that it always comes to an end.
    private func routeProblems(_ index: Int) -> [JSONFault] {
        let target = steps[index].onFailure
        if target == Self.end || steps[(index + 1)...].contains(where: { $0.id == target }) { return [] }
        let isEarlier = steps[..<index].contains { $0.id == target }
        let trouble =
            switch target {
            case steps[index].id: "leads to itself, so a failed case would never end"
            case _ where isEarlier: "leads back to \(target), so a failed case would never end"
            default: "leads to \(target.isEmpty ? "nothing" : target), which is no step"
            }
        let message = "\(trouble); name a later step, or \(Self.end)"
        return [JSONFault(.step(index, "on_failure"), message)]
    }

    private func conditionProblems(_ index: Int) -> [JSONFault] {
        let when = steps[index].when
        return when.enumerated().compactMap { number, text in
            let place = JSONPointer.step(index, "when").appending(number)
            guard let condition = CaseCondition(text) else {
                let known = CaseFact.allCases.map(\.rawValue).joined(separator: ", ")
                return JSONFault(place, "\(text) is no fact; there are \(known), each also with ! in front")
            }
            let isTurned = when[..<number].compactMap(CaseCondition.init).contains {
                $0.fact == condition.fact && $0.wanted != condition.wanted
            }
            guard isTurned else { return nil }
            return JSONFault(
                place,
                "\(condition.fact.rawValue) cannot hold and not hold, so the step would never be taken; leave one out")
        }
    }
}

/// A fact with the value it has to have: `"invoice"`, `"!duplicate"`.
struct CaseCondition: Hashable, Sendable {
    let fact: CaseFact
    let wanted: Bool

    init?(_ text: String) {
        let isTurned = text.hasPrefix("!")
        guard let fact = CaseFact(rawValue: isTurned ? String(text.dropFirst()) : text) else { return nil }
        self.fact = fact
        wanted = !isTurned
    }

    func holds(for file: CaseFile) -> Bool { fact.holds(for: file) == wanted }
}

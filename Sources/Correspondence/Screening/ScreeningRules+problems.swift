extension ScreeningRules {
    /// What can be used and is hardly meant: rules that no mail reaches, and processes that are not there.
    package func problems(processes: Set<String>) -> [RuleProblem] {
        var found: [RuleProblem] = []
        for (place, rule) in rules.enumerated() {
            if case .process(let process) = rule.action, !processes.contains(process) {
                found.append(
                    RuleProblem(quoted(rule), "names the process \(MailQuote.short(process)), which is not there"))
            }
            if let above = rules[..<place].first(where: { $0.takesAll(of: rule) }) {
                found.append(RuleProblem(quoted(rule), "is never reached: \(quoted(above)) takes its mails"))
            }
        }
        if case .process(let process) = otherwise, !processes.contains(process) {
            found.append(RuleProblem("default", "names the process \(MailQuote.short(process)), which is not there"))
        }
        return found
    }

    private func quoted(_ rule: ScreeningRule) -> String { "rule \(MailQuote.short(rule.name))" }
}

extension ScreeningRule {
    /// Whether every mail that fits the other fits this one: it asks for a part of what the other asks for. What is not seen so may
    /// still be true.
    fileprivate func takesAll(of other: ScreeningRule) -> Bool {
        guard let condition else { return true }
        guard let wanted = other.condition else { return false }
        return condition.isImplied(by: wanted)
    }
}

extension ScreeningCondition {
    fileprivate func isImplied(by other: ScreeningCondition) -> Bool {
        if self == other { return true }
        if case .any(let parts) = other { return parts.allSatisfy(isImplied) }
        if case .all(let parts) = self { return parts.allSatisfy { $0.isImplied(by: other) } }
        if case .any(let parts) = self, parts.contains(where: { $0.isImplied(by: other) }) { return true }
        if case .all(let parts) = other { return parts.contains { isImplied(by: $0) } }
        return false
    }
}

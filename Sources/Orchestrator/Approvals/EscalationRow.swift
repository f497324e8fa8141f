/// A step of the ladders: whom else to ask when nobody answers, and when, by what the invoice is. Of the rows of one step
/// the first that fits holds.
package struct EscalationRow: Hashable, Sendable, Codable {
    /// 1 = the first step.
    package var step: Int
    package var after: EscalationDelay
    /// Ids; each may fill one place of somebody who has not answered.
    package var to: [String]
    package var condition: ApprovalCondition

    package init(step: Int, after: EscalationDelay, to: [String], _ condition: ApprovalCondition = .init()) {
        self.step = step
        self.after = after
        self.to = to
        self.condition = condition
    }
}

extension ApprovalTable {
    /// Whom to ask when nobody answers.
    /// - Parameter reminders: As many as are sent: without rows that fit, the default approver is asked behind the last.
    package func ladder(for request: ApprovalRequest, reminders: Int) -> [TaskState.Rung] {
        let fitting = escalations.filter { $0.condition.fit(request, at: rates) == .yes }
        let steps = Set(fitting.map(\.step)).sorted()
        let rungs = steps.compactMap { step in fitting.first { $0.step == step } }
            .map { TaskState.Rung(after: $0.after, to: $0.to) }
        guard rungs.isEmpty else { return rungs }
        return [TaskState.Rung(after: .reminders(max(1, reminders)), to: [defaultApprover])]
    }

    /// What is wrong with the ladders.
    /// - Returns: With indices of `escalations`; all of them errors but those that say that a row is never reached.
    package func escalationProblems() -> [ApprovalProblem] {
        let coverage = RuleCoverage(escalations.map(\.condition))
        return escalations.enumerated().flatMap { index, row -> [ApprovalProblem] in
            var problems: [ApprovalProblem] = []
            func tell(_ kind: ApprovalProblem.Kind, _ message: String) {
                problems.append(ApprovalProblem(kind: kind, row: index, message: message))
            }
            if row.step < 1 { tell(.wrongStep, "step \(row.step) is below 1; the first step is 1") }
            if row.to.isEmpty { tell(.noApprover, "step \(row.step) names nobody to ask; give at least one") }
            for id in row.to where approver(id) == nil && id != defaultApprover {
                tell(.unknownApprover, "step \(row.step) names \(id), who is not in the list of approvers")
            }
            if row.condition.converts, row.condition.currency == nil {
                tell(.noCurrency, "step \(row.step) converts amounts, so it needs the currency of its band")
            }
            for (place, other) in escalations[..<index].enumerated() {
                if other.step == row.step, coverage.isHidden(index, by: place) {
                    tell(
                        .unreachable,
                        "step \(row.step) is never taken here: a row of the same step above fits all that this one fits; put it above"
                    )
                }
                guard other.step != row.step, coverage.meet(place, index) else { continue }
                let (low, high) = other.step < row.step ? (other, row) : (row, other)
                if let first = low.after.duration, let second = high.after.duration, second <= first {
                    tell(
                        .wrongStep,
                        "step \(high.step) comes after \(high.after), no later than step \(low.step) after \(low.after);"
                            + " give the higher step the longer time")
                }
            }
            return problems
        }
    }
}

extension EscalationDelay {
    /// By the clock; `nil` for reminders, which are counted.
    fileprivate var duration: Duration? {
        if case .time(let span) = self { span.duration } else { nil }
    }
}

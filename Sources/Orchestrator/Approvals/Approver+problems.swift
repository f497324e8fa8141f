import Invoicing

/// What is wrong with one of the approvers.
package struct ApproverProblem: Hashable, Sendable {
    /// Index in the list.
    package var approver: Int
    package var message: String
    /// Told only; the case waits for the person to come back.
    package var isWarning = false
}

extension [Approver] {
    /// Substitutes that lead nowhere or in a circle, absences upside down.
    package func problems(defaultApprover: String) -> [ApproverProblem] {
        enumerated().flatMap { index, person -> [ApproverProblem] in
            var problems: [ApproverProblem] = []
            func tell(_ message: String) { problems.append(ApproverProblem(approver: index, message: message)) }
            if let absence = person.absence, let from = absence.from, let until = absence.until, until < from {
                tell("\(person.id) is away from \(from) until \(until); swap the two days")
            }
            if let other = person.substitute, other != defaultApprover, !contains(where: { $0.id == other }) {
                tell("the substitute of \(person.id) is \(other), who is not in this list; add him, or name another")
            }
            if let circle = circle(from: person) {
                tell("the substitutes of \(person.id) lead back to \(person.id): \(circle); end the chain somewhere")
            }
            if person.absence != nil, person.substitute == nil {
                problems.append(
                    ApproverProblem(
                        approver: index,
                        message: "\(person.id) is away and has no substitute; questions wait for the return",
                        isWarning: true))
            }
            return problems
        }
    }

    /// `A1 → A2 → A1`; `nil` = the chain ends.
    private func circle(from person: Approver) -> String? {
        var chain = [person.id]
        var next = person.substitute
        while let id = next, chain.count <= count {
            chain.append(id)
            if id == person.id { return chain.joined(separator: " → ") }
            next = first { $0.id == id }?.substitute
        }
        return nil
    }
}

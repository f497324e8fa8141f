import Invoicing

/// Who may answer in one task, for whom: the organisation's records and what is known of the invoice, asked anew at each
/// look.
package struct TaskPeople: Sendable {
    package let table: ApprovalTable
    package let request: ApprovalRequest
    let time: any WorkingTime

    package init(table: ApprovalTable, request: ApprovalRequest) {
        self.table = table
        self.request = request
        time = table.calendar ?? EveryHour()
    }

    /// Longest way from somebody who is away to somebody who is there.
    package static let longestChain = 3

    /// Who answers in somebody's place.
    package enum Acting: Hashable, Sendable {
        case himself
        case deputy(String)
        /// Away, and nobody stands for him.
        case nobody(because: String)
    }

    /// - Parameter isTaken: Those who have a part in the task already: they can't have another one.
    package func acting(for person: String, at now: Moment, isTaken: (String) -> Bool = { _ in false }) -> Acting {
        let day = time.day(of: now)
        guard let away = table.approver(person), away.isAbsent(on: day) else { return .himself }
        var chain = [person]
        var next = away.substitute
        while let id = next, chain.count <= Self.longestChain {
            if chain.contains(id) {
                return .nobody(because: "the substitutes of \(person) lead back to \(id)")
            }
            chain.append(id)
            let deputy = table.approver(id)
            if isKnown(id), !(deputy?.isAbsent(on: day) ?? false), !isTaken(id), bar(id) == nil, mayReplace(person, id)
            {
                return .deputy(id)
            }
            next = deputy?.substitute
        }
        return .nobody(because: "\(person) is away, and no substitute may answer")
    }

    /// Why somebody may not approve this invoice at all; `nil` = he may.
    package func bar(_ id: String) -> String? { table.bar(id, request) }

    package func isKnown(_ id: String) -> Bool { id == table.defaultApprover || table.approver(id) != nil }

    /// Whether the amount is within somebody's limit; the default approver's is not asked after.
    package func covers(_ id: String) -> Bool {
        id == table.defaultApprover || table.approver(id).map { table.covers($0, request) } ?? false
    }

    /// Whether somebody's limit does where another's did: no approval gets weaker by being passed on.
    package func mayReplace(_ holder: String, _ id: String) -> Bool {
        covers(id) || request.amount != nil && !covers(holder)
    }
}

import Foundation

extension TaskState {
    /// As kept with a case that waits for people.
    /// - Returns: `nil` when it waits for nothing, or for something else.
    package init?(_ wait: CaseWait?) {
        guard let wait, let state = try? JSONDecoder().decode(TaskState.self, from: Data(wait.state.utf8)) else {
            return nil
        }
        self = state
    }

    /// Who is asked, by when, and what happens next; for people who look at the case.
    package var lines: [String] {
        var lines = ["to answer: \(open.joined(separator: ", ")) (\(wanted))"]
        for seat in seats {
            guard let vote = seat.vote else { continue }
            lines.append("approved by \(vote.by)\(vote.by == seat.asked ? "" : " for \(seat.asked)") at \(vote.at.iso)")
        }
        if let claim { lines.append("claimed by \(claim.by) until \(claim.until.iso)") }
        lines += comments.map { "comment of \($0)" }
        lines += coming.map { "next: \($0.what) at \($0.at.iso)" }
        if let deadline { lines.append("without an answer the case fails at \(deadline.iso)") }
        return lines
    }

    private var wanted: String {
        let left = mode.needed(of: seats.count) - seats.count { $0.vote != nil }
        switch mode {
        case .any: return "any one of them"
        case .all: return "all of them"
        case .sequence: return left == 1 ? "the last one" : "one after the other, \(left) left"
        case .quorum(let wanted, _): return left == wanted ? "\(wanted) of them" : "\(left) more of them"
        }
    }
}

import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

/// Random people in random order: whatever they say, and whenever, the promises of a task hold.
@Suite("HumanTask, at random") struct HumanTaskPropertyTests {
    static let names = ["A1", "A2", "A3", "A4", "A5", "ap-manager", "B9"]

    /// One task and everything that is done to it.
    struct Play {
        var random: SeededRandom
        var office: TaskOffice
        var end: HumanTask.End?
        var voters: [String] = []
        var claim: (by: String, until: Moment)?
        var faults: [String] = []
        let seed: UInt64
        let excluded: String?
        let mode: ApprovalDecision.Mode

        init(seed: UInt64) {
            self.seed = seed
            var random = SeededRandom(seed: seed)
            let asked = Array(
                ["A1", "A2", "A3", "A4", "A5"].shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
            let wanted = Int.random(in: 1...asked.count, using: &random)
            let modes: [ApprovalDecision.Mode] = [.any, .all, .sequence, .quorum(wanted, of: asked.count)]
            let mode = modes.randomElement(using: &random) ?? .any
            let excluded = Bool.random(using: &random) ? "A\(Int.random(in: 1...5, using: &random))" : nil
            let substitutes = (0..<5).map { _ in
                ["A1", "A2", "A3", "A4", "A5", "ap-manager", nil].randomElement(using: &random) ?? nil
            }
            let isAway = (0..<5).map { _ in Int.random(in: 0..<3, using: &random) == 0 }
            let until = (0..<5).map { _ in
                Bool.random(using: &random)
                    ? nil : TaskOffice.start.day.adding(days: Int.random(in: 0...6, using: &random))
            }
            let rungs = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let delay = EscalationDelay(
                    "\(Int.random(in: 1...3, using: &random))\(["d", "h", "r"].randomElement(using: &random) ?? "d")")
                return TaskState.Rung(
                    after: delay ?? .reminders(1),
                    to: [Self.name(&random), Self.name(&random)])
            }
            office = TaskOffice(
                mode, asking: asked, amount: Decimal([500, 900, 4000, 30_000].randomElement(using: &random) ?? 500),
                duties: Duties(ordered: [excluded].compactMap { $0 }), ladder: rungs
            ) { people in
                for index in people.indices where isAway[index] {
                    people[index].absence = Absence(until: until[index])
                    people[index].substitute = substitutes[index]
                }
            }
            self.excluded = excluded
            self.mode = mode
            self.random = random
        }

        static func name(_ random: inout SeededRandom) -> String { names.randomElement(using: &random) ?? "A1" }

        mutating func move() {
            if Int.random(in: 0..<4, using: &random) == 0 {
                office.turn(.seconds(Int.random(in: 0..<60 * 3600, using: &random)))
            }
            // As it comes back from the store.
            let kept = (try? JSONEncoder().encode(office.task.state)).flatMap {
                try? JSONDecoder().decode(TaskState.self, from: $0)
            }
            if kept != office.task.state { faults.append("the state changed on its way through JSON") }
            let kind: ApprovalAnswer.Kind =
                [.approve, .approve, .approve, .reassign, .claim, .release, .comment, .reject].randomElement(
                    using: &random)
                ?? .approve
            // Most would rather approve.
            guard kind != .reject || Int.random(in: 0..<8, using: &random) == 0 else { return }
            let (person, other) = (Self.name(&random), Self.name(&random))
            let from = Bool.random(using: &random) ? nil : Self.name(&random)
            let before = office.task.state
            let heard = office.say(kind, by: person, "text", to: other, from: kind == .reassign ? from : nil)
            judge(heard, kind, by: person, before)
        }

        private mutating func judge(
            _ heard: HumanTask.Heard, _ kind: ApprovalAnswer.Kind, by person: String, _ before: TaskState
        ) {
            let after = office.task.state
            func fault(_ text: String) { faults.append("seed \(seed): \(person) \(kind): \(text)") }
            if !heard.isAccepted, after != before { fault("a refused answer changed something") }
            if heard.isAccepted, kind != .comment, person == excluded { fault("was excluded") }
            if heard.isAccepted, kind != .comment, person == "B9" { fault("is nobody") }
            let counted = after.seats.filter { $0.vote != nil }.count
            if kind != .approve, counted != before.seats.filter({ $0.vote != nil }).count { fault("counted as a vote") }
            if heard.isAccepted {
                switch kind {
                case .approve:
                    if voters.contains(person) { fault("voted twice") }
                    voters.append(person)
                    if let claim, claim.by != person, office.now < claim.until { fault("answered a claimed task") }
                    if claim?.by == person { claim = nil }
                case .reject:
                    if let claim, claim.by != person, office.now < claim.until { fault("refused a claimed task") }
                    if voters.contains(person) { fault("refused after having approved") }
                case .claim: claim = (person, office.now + .seconds(4 * 3600))
                case .release, .reassign: claim = nil
                case .comment: break
                }
            }
            check(after, &faults)
            let needed = mode.needed(of: after.seats.count)
            if case .approved(let consent) = heard.end {
                if counted != needed { fault("ended with \(counted) of \(needed)") }
                if consent.by.sorted() != voters.sorted() { fault("consent names \(consent.by), not \(voters)") }
            } else if counted >= needed {
                fault("did not end with \(counted) of \(needed)")
            }
            end = heard.end
        }

        /// Whatever was said.
        private func check(_ state: TaskState, _ faults: inout [String]) {
            let by = state.seats.compactMap(\.vote?.by)
            if Set(by).count != by.count { faults.append("seed \(seed): somebody fills two seats: \(by)") }
            let holders = state.seats.map(\.holder)
            if Set(holders).count != holders.count { faults.append("seed \(seed): two seats of one: \(holders)") }
            for seat in state.seats {
                guard let vote = seat.vote, vote.by != seat.holder else { continue }
                // Who has a place of his own speaks for nobody else.
                if holders.contains(vote.by) { faults.append("seed \(seed): \(vote.by) has a seat and fills another") }
                if !office.task.people.mayReplace(seat.holder, vote.by) {
                    faults.append("seed \(seed): the limit of \(vote.by) is too low")
                }
            }
            if mode == .sequence, let gap = state.seats.firstIndex(where: { $0.vote == nil }),
                state.seats[gap...].contains(where: { $0.vote != nil })
            {
                faults.append("seed \(seed): out of turn")
            }
        }
    }

    @Test func promisesHoldInEveryMode() {
        var ends: [String: Int] = [:]
        for seed in 1...6_000 as ClosedRange<UInt64> {
            var play = Play(seed: seed)
            for _ in 0..<60 where play.end == nil && play.faults.isEmpty { play.move() }
            #expect(play.faults == [])
            if !play.faults.isEmpty { return }
            let end = play.end.map { if case .approved = $0 { "approved" } else { "refused" } } ?? "open"
            ends["\(play.mode) \(end)".prefix(1) + end, default: 0] += 1
        }
        // Every kind of end is seen, so the promises were put to the test.
        for end in ["aapproved", "sapproved", "qapproved", "arefused", "srefused", "qrefused"] {
            #expect(ends[end, default: 0] > 50, "\(end): \(ends)")
        }
    }

    /// The same answers, looked at one by one or all at once, come to the same.
    @Test func whenItIsLookedAtDoesNotMatter() {
        for seed in 1...2_000 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let mode =
                [ApprovalDecision.Mode.any, .all, .sequence, .quorum(2, of: 3)].randomElement(using: &random) ?? .any
            var often = TaskOffice(mode, asking: ["A2", "A3", "A4"], ladder: [])
            var once = often
            var log: [(ApprovalAnswer, String, Moment)] = []
            for _ in 0..<20 {
                often.now = often.now + .seconds(Int.random(in: 0..<3 * 3600, using: &random))
                let kind =
                    [ApprovalAnswer.Kind.approve, .claim, .release, .reassign].randomElement(using: &random) ?? .claim
                log.append((ApprovalAnswer(kind, to: Play.name(&random)), Play.name(&random), often.now))
            }
            var ends: [[HumanTask.End]] = [[], []]
            for (answer, person, at) in log where ends[0].isEmpty {
                often.task.pass(to: at)
                if let end = often.task.hear(answer, by: person, at: at).end { ends[0].append(end) }
            }
            for (answer, person, at) in log where ends[1].isEmpty {
                if let end = once.task.hear(answer, by: person, at: at).end { ends[1].append(end) }
            }
            #expect(ends[0] == ends[1])
            #expect(often.task.state.seats == once.task.state.seats)
        }
    }
}

package import Pipeline

/// One turn of a case: what to do next, and what came of it. Pure: event in, action out; no clock, no store. The
/// driver is ``CaseWorker``.
package struct CaseTurn: Hashable, Sendable {
    /// What the life of a case needs of its workflow.
    package struct Step: Hashable, Sendable {
        package var id: String
        /// `"match/1"`
        package var agent: String
        package var hasEffect: Bool
        /// Whether it can wait for people, events and times.
        package var waits: Bool
        let organisation: GivenLimits
        let process: GivenLimits
        package let limits: StepLimits
        /// Index of the step that follows when it fails; the number of steps = none.
        package var route: Int

        /// - Throws: ``StepLimitsError`` when the limits do not go together.
        init(
            id: String, agent: String, hasEffect: Bool, waits: Bool, organisation: GivenLimits, process: GivenLimits,
            ofCase: GivenLimits?, route: Int
        ) throws(StepLimitsError) {
            self.id = id
            self.agent = agent
            self.hasEffect = hasEffect
            self.waits = waits
            self.organisation = organisation
            self.process = process
            do throws(StepLimitsError) {
                limits = try StepLimits(
                    ofCase: ofCase ?? GivenLimits(), organisation: organisation, process: process)
            } catch { throw StepLimitsError(faults: error.faults.map { "step \(id): \($0)" }) }
            self.route = route
        }
    }

    package enum Action: Hashable, Sendable {
        /// Ask the condition; then ``leaveOut()`` or ``begin(_:at:)``.
        case consider(step: Int)
        case run(step: Int)
        /// Keep ``change(at:)`` first, so that a crash in the middle is known; then run.
        case intend(step: Int)
        /// Ask whether it happened before doing it again.
        case probe(step: Int)
        /// It happened, in an earlier life of the case.
        case reuse(step: Int, output: String)
        /// Ask the agent how it stands: something came, or it is new.
        case stand(step: Int)
        /// Nothing to do now.
        case rest
    }

    package let steps: [Step]
    package internal(set) var stored: StoredCase
    private(set) var effects: [String: CaseEffect]
    var messages: [CaseMessage]
    var kept: CaseDossier
    /// Index of the step whose condition holds.
    var begun: Int?
    /// Steps whose intent is this turn's own: no other life can have begun them.
    private var own: Set<String> = []
    private var pause: Duration?
    var draft: Draft

    /// What the next change will hold.
    struct Draft: Hashable, Sendable {
        var records: [JournalRecord] = []
        var superseded: [String] = []
        var effects: [String: CaseEffect] = [:]
        var replies: [CaseReply] = []
        var messages: [OutgoingMessage] = []
        var events: [CaseEvent] = []
        var others: [NewCase] = []
    }

    package init(_ dossier: CaseDossier, steps: [Step]) {
        self.steps = steps
        stored = dossier.stored
        effects = Dictionary(dossier.effects.map { ($0.step, $0) }) { _, last in last }
        messages = dossier.messages
        kept = dossier
        draft = Draft()
    }

    // MARK: What to do

    package func next(at now: Moment) -> Action {
        guard stored.status == .running || stored.status == .waiting, let index else { return .rest }
        guard begun == index || stored.status == .waiting else { return .consider(step: index) }
        let step = steps[index]
        guard !kept.holds.stops(step.agent) else { return .rest }
        if stored.status == .waiting { return isWoken(at: now) ? .stand(step: index) : .rest }
        if step.waits { return .stand(step: index) }
        guard step.hasEffect else { return .run(step: index) }
        switch effects[step.id]?.outcome {
        case nil, .failed: return .intend(step: index)
        case .intended: return own.contains(step.id) ? .run(step: index) : .probe(step: index)
        case .uncertain: return .probe(step: index)
        case .done: return .reuse(step: index, output: effects[step.id]?.output ?? "null")
        }
    }

    /// The step that comes next; `nil` at the end.
    package var current: Step? { index.map { steps[$0] } }

    /// Its index.
    private var index: Int? { stored.place.step.flatMap { id in steps.firstIndex { $0.id == id } } }

    /// Whether somebody holds the agent of the step that comes next.
    private var isHeld: Bool {
        guard stored.status == .running || stored.status == .waiting, let index else { return false }
        return kept.holds.stops(steps[index].agent)
    }

    /// What the waiting agent has to hear: messages to it that no order stands before.
    package var told: [CaseMessage] {
        Array(messages.prefix { if case .tell = $0.body { true } else { false } })
    }

    /// When people's answers to the step that waits no longer count; `nil` where none waits.
    package var deadline: Moment? {
        guard let index, steps[index].waits, let since = stored.place.since else { return nil }
        return since + steps[index].limits.humanWait.value
    }

    package var hasMessages: Bool { !messages.isEmpty }

    /// Whether something happened that is not kept yet.
    package var hasNews: Bool { draft != Draft() || stored != kept.stored }

    package var publications: [String: Int64] { kept.publications }

    private func isWoken(at now: Moment) -> Bool {
        guard let wait = stored.place.wait else { return true }
        if !messages.isEmpty || wait.until.map({ $0 <= now }) ?? false { return true }
        return wait.events.contains { kept.publications[$0.key, default: 0] > $0.value }
    }
}

// MARK: - What happened

extension CaseTurn {
    /// The condition of the step does not hold.
    package mutating func leaveOut() {
        guard let index else { return }
        go(to: index + 1)
    }

    /// Cases of other documents that the step has found in the file.
    package mutating func begets(_ others: [NewCase]) { draft.others += others }

    package mutating func begin(at now: Moment) {
        guard let index else { return }
        begun = index
        if stored.place.since == nil { stored.place.since = now }
    }

    package mutating func intend() {
        guard let index else { return }
        set(CaseEffect(step: steps[index].id, outcome: .intended))
        own.insert(steps[index].id)
        tell("effect-intended", by: steps[index].agent)
    }

    /// - Parameter output: One line of JSON, as in `record`.
    package mutating func succeeded(_ record: JournalRecord, output: String) {
        guard let index else { return }
        let step = steps[index]
        if step.hasEffect { set(CaseEffect(step: step.id, outcome: .done, output: output)) }
        draft.records.append(record)
        tell("step-done", by: step.agent)
        go(to: index + 1)
    }

    /// It did not happen, as asking has shown: the same step can be run.
    package mutating func didNotHappen() {
        guard let index else { return }
        set(CaseEffect(step: steps[index].id, outcome: .intended))
        own.insert(steps[index].id)
        tell("effect-absent", by: steps[index].agent)
    }

    /// Nobody can say whether it happened: a person has to look.
    package mutating func staysUncertain(because reason: String) {
        guard let index else { return }
        set(CaseEffect(step: steps[index].id, outcome: .uncertain))
        tell(CaseEvent.trouble, by: steps[index].agent, reason)
        fail(.review(because: reason))
    }

    /// - Parameters:
    ///   - isProbe: Only the question failed; the effect stays as it was.
    ///   - chance: 0..<1, spreads the pauses of many cases that failed at one moment (full jitter).
    /// - Returns: `false` when the process is stopping: leave everything as it is.
    package mutating func failed(_ failure: StageFailure, at now: Moment, isProbe: Bool = false, chance: Double) -> Bool
    {
        guard let index else { return false }
        let step = steps[index]
        switch failure {
        case .interrupted: return false
        case .retry(let after, let reason):
            if step.hasEffect, !isProbe { set(CaseEffect(step: step.id, outcome: .uncertain)) }
            let policy = step.limits.retry.value
            // Where it has waited, for people, goods or its agent, that time does not count.
            let began = stored.place.wait == nil ? stored.place.since : nil
            let spent = began.map { now - $0 } ?? .zero
            let next = max(after, policy.delay(after: stored.place.attempt, random: chance))
            guard stored.place.attempt < policy.attempts, spent + next < min(policy.budget, step.limits.total.value)
            else {
                tell(CaseEvent.trouble, by: step.agent, reason)
                fail(.failed(because: reason))
                return true
            }
            pause = next
            stored.place.attempt += 1
            tell("step-retried", by: step.agent, reason)
        case .needsReview(let reason):
            if step.hasEffect, !isProbe { set(CaseEffect(step: step.id, outcome: .failed)) }
            fail(.review(because: reason))
        case .reject(let reason):
            if step.hasEffect, !isProbe { set(CaseEffect(step: step.id, outcome: .failed)) }
            fail(.rejected(because: reason))
        }
        return true
    }

    /// What the step needs is ill and is spared for a while, which costs no attempt.
    package mutating func spared(for time: Duration) { pause = max(time, .zero) }

    /// A dependency fell ill, or is well again.
    package mutating func noticed(_ state: CircuitBreaker.State, of dependency: String) {
        let kind =
            switch state {
            case .closed: "dependency-well"
            case .open, .halfOpen: "dependency-ill"
            }
        tell(kind, by: "engine", dependency)
    }

    /// A worker has taken the case.
    /// - Parameter waited: Since it was due.
    package mutating func taken(after waited: Duration) {
        guard let index, waited > steps[index].limits.queueWait.value else { return }
        tell("taken-late", by: "engine", "no worker was free for \(waited.components.seconds) s")
    }

    /// The agent has nothing to give yet.
    /// - Parameters:
    ///   - reason: What it waits for, in words; empty for people.
    ///   - heard: Messages that it has taken, with its answers.
    ///   - send: What people are told once the change is kept.
    ///   - late: Why the case fails when its time is over, in words.
    package mutating func waits(
        _ wait: CaseWait, because reason: String = "", heard: [CaseReply], send: [OutgoingMessage], late: String? = nil,
        at now: Moment
    ) {
        guard let index else { return }
        let step = steps[index]
        hear(heard)
        draft.messages += send
        let end = deadline ?? now
        guard now < end else {
            let cause = late ?? (reason.isEmpty ? "nobody answered in time" : reason)
            fail(.failed(because: "step \(step.id): \(cause)"))
            return
        }
        var wait = wait
        wait.until = min(wait.until ?? end, end)
        if stored.status != .waiting { tell("step-waits", by: step.agent, reason) }
        stored.place.wait = wait
        stored.status = .waiting
        stored.reason = reason
    }

    /// - Parameters: As of ``waits(_:because:heard:send:late:at:)``, for a wait that is over.
    package mutating func hears(_ heard: [CaseReply], send: [OutgoingMessage]) {
        hear(heard)
        draft.messages += send
    }

    /// Workers died with this case again and again: a person has to look.
    package mutating func isPoison(deliveries: Int) {
        stop(.review, "step \(stored.place.step ?? ""): \(deliveries) workers died or were lost with this case")
        let agent = steps.first { $0.id == stored.place.step }?.agent ?? "engine"
        tell(CaseEvent.trouble, by: agent, stored.reason)
        tell("set-aside", by: "engine", stored.reason)
    }

    /// The case can't be taken further as it is; what is kept stays.
    package mutating func isUnreadable(_ reason: String) {
        stop(.review, reason)
        tell("set-aside", by: "engine", reason)
    }

    private mutating func fail(_ ending: CaseEnding) {
        guard let index else { return }
        let step = steps[index]
        if let body = try? JSONText.line(ending),
            let record = try? JournalRecord(step: step.id, agent: step.agent, kind: .failure, body: body)
        {
            draft.records.append(record)
        }
        if stored.place.ending == nil {
            stored.place.ending = ending
            stored.place.failed = step.id
        }
        tell("step-failed", by: step.agent, ending.reason)
        go(to: step.route)
    }

    private mutating func go(to next: Int) {
        stored.place.step = next < steps.count ? steps[next].id : nil
        stored.place.attempt = 1
        stored.place.since = nil
        stored.place.held = .zero
        stored.place.wait = nil
        stored.status = .running
        stored.reason = ""
        begun = nil
        if next >= steps.count { close() }
    }

    mutating func close() {
        let ending = stored.place.ending ?? .completed
        stored.status = ending.status
        stored.reason = ending.reason
        tell("case-\(ending.status.rawValue)", by: "engine", ending.reason)
    }
}

// MARK: - What is kept

extension CaseTurn {
    /// Everything since the last change.
    package func change(at now: Moment) -> CaseChange {
        var change = CaseChange(
            status: stored.status, reason: stored.reason, place: stored.place, next: following(now))
        change.records = draft.records
        change.superseded = draft.superseded
        change.effects = draft.effects.values.sorted { $0.step < $1.step }
        change.replies = draft.replies
        change.messages = draft.messages
        change.events = draft.events
        change.others = draft.others
        return change
    }

    /// The store has it.
    package mutating func isKept() {
        draft = Draft()
        pause = nil
        stored.version += 1
        kept.stored = stored
    }

    private func following(_ now: Moment) -> CaseChange.Next {
        if isHeld { return .at(now + CaseHolds.pause) }
        if let pause, stored.status == .running || stored.status == .waiting { return .at(now + pause) }
        return switch stored.status {
        case .running: .keep
        case .waiting where !messages.isEmpty: .keep
        case .waiting: stored.place.wait?.until.map { .at($0) } ?? .rest
        case .review, .paused, .completed, .rejected, .failed, .cancelled: messages.isEmpty ? .rest : .keep
        }
    }

    private mutating func set(_ effect: CaseEffect) {
        effects[effect.step] = effect
        draft.effects[effect.step] = effect
    }

    mutating func tell(_ kind: String, by: String, _ text: String = "") {
        draft.events.append(CaseEvent(kind, step: stored.place.step, by: by, text))
    }
}

extension CaseEnding {
    package var status: CaseStatus {
        switch self {
        case .completed: .completed
        case .review: .review
        case .rejected: .rejected
        case .failed: .failed
        }
    }

    /// Empty for a case that completed.
    package var reason: String {
        switch self {
        case .completed: ""
        case .review(let reason), .rejected(let reason), .failed(let reason): reason
        }
    }
}

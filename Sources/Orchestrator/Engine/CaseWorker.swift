package import Foundation
import Pipeline

/// Carries cases that a store hands out: does what ``CaseTurn`` says, and keeps what came of it before going on. Any
/// number of workers, in any number of processes, may share a store; each of them may die at any point.
package struct CaseWorker: Sendable {
    package struct Settings: Hashable, Sendable {
        /// How long a case stays with a worker that gives no sign of life; it gives one three times as often.
        package var lease: Duration
        /// Workers that may be lost with one case at one point before a person has to look, 1...100.
        package var deliveries: Int

        package init(lease: Duration = .seconds(30), deliveries: Int = 5) {
            self.lease = lease
            self.deliveries = deliveries
        }
    }

    package let store: any CaseStore
    let workflows: any WorkflowSource
    let clock: any EngineClock
    let settings: Settings
    /// SHA-256 in lower-case hex.
    let digest: @Sendable (Data) -> String
    let breakers: Breakers
    /// Told of every event once it is kept: for logs. Not for what must happen: a worker may die before it.
    let observe: @Sendable (StoredCase, CaseEvent) -> Void
    /// 0..<1; spreads retries.
    let chance: @Sendable () -> Double

    package init(
        store: any CaseStore, workflows: any WorkflowSource, clock: any EngineClock, settings: Settings = Settings(),
        breakers: Breakers = Breakers(), digest: @escaping @Sendable (Data) -> String,
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        observe: @escaping @Sendable (StoredCase, CaseEvent) -> Void = { _, _ in }
    ) {
        self.store = store
        self.workflows = workflows
        self.clock = clock
        self.settings = settings
        self.digest = digest
        self.breakers = breakers
        self.observe = observe
        self.chance = chance
    }

    /// Takes the case as far as it goes now. What happens to the case is kept; what happens to the store is thrown.
    /// - Throws: `.unavailable` when the store is not reached: the case comes again when its lease is over.
    package func work(_ claim: CaseClaim) async throws(CaseStoreError) {
        do throws(CaseStoreError) {
            var isFirst = claim.deliveries == 1
            while try await turn(claim, isFirst: isFirst) { isFirst = false }
        } catch .lostClaim {
            return
        } catch .refused(let reason) {
            try await store.setAside(claim, because: reason)
        }
    }

    /// - Returns: Whether the case is to be read anew, as an order has changed what counts.
    private func turn(_ claim: CaseClaim, isFirst: Bool) async throws(CaseStoreError) -> Bool {
        let began = clock.now
        let dossier = try await store.dossier(claim, lease: settings.lease)
        var open = Open(
            claim: claim, offset: dossier.now - clock.now, held: began, turn: CaseTurn(dossier, steps: []))
        do {
            let workflow = try await workflows.workflow(of: dossier.stored)
            open.turn = CaseTurn(dossier, steps: try workflow.turns(ofCase: dossier.stored.place.limits ?? [:]))
            if isFirst, let due = dossier.due { open.turn.taken(after: dossier.now - due) }
            if open.turn.takeOrder() { return try await keep(&open) != .given }
            if claim.deliveries > settings.deliveries, !dossier.stored.status.isEnd {
                open.turn.isPoison(deliveries: claim.deliveries)
                return try await keep(&open) != .given
            }
            open.file = try CaseFile(dossier, workflow)
            return try await advance(&open, workflow)
        } catch let error as CaseStoreError {
            throw error
        } catch {
            open.turn.isUnreadable("the case cannot be taken further: \(error)")
            return try await keep(&open) != .given
        }
    }

    /// A case in this worker's hands.
    struct Open {
        let claim: CaseClaim
        /// Of the store's clock from this machine's.
        let offset: Duration
        /// When the lease was last asked for, by this machine's clock; it may be over a lease later.
        var held: Moment
        var turn: CaseTurn
        var file: CaseFile

        /// Seconds that one attempt of the step may take.
        var run: Double { (turn.current?.limits.run.value ?? .seconds(300)) / .seconds(1) }

        init(claim: CaseClaim, offset: Duration, held: Moment, turn: CaseTurn) {
            self.claim = claim
            self.offset = offset
            self.held = held
            self.turn = turn
            let subject = turn.stored.subject
            file = CaseFile(id: turn.stored.id, name: subject.name, sha256: subject.sha256, size: subject.size)
        }
    }

    func now(_ open: Open) -> Moment { clock.now + open.offset }

    /// - Returns: As ``turn(_:isFirst:)``.
    private func advance(_ open: inout Open, _ workflow: Workflow) async throws(CaseStoreError) -> Bool {
        while true {
            leaveOut(&open, workflow)
            let action = open.turn.next(at: now(open))
            switch action {
            case .consider:
                open.turn.begin(at: now(open))
                continue
            case .rest where !open.turn.hasNews:
                try await store.giveBack(open.claim, next: open.turn.change(at: now(open)).next)
                return false
            case .rest: break
            case .intend: open.turn.intend()
            case .run(let index), .probe(let index), .reuse(let index, _), .stand(let index):
                let step = workflow.steps[index]
                if step.agent.hasEffect { try await holdFast(&open) }
                guard let pass = pass(for: step, action, &open) else {
                    try await store.giveBack(open.claim, next: open.turn.change(at: now(open)).next)
                    return false
                }
                let came = try await take(action, step, open)
                ended(pass, came, step, &open)
                guard settle(came, workflow.steps[index], &open, isProbe: action.isProbe) else {
                    try await store.giveBack(open.claim, next: .keep)
                    return false
                }
                leaveOut(&open, workflow)
            }
            switch try await keep(&open) {
            case .given: return false
            case .hailed: return true
            case .kept: continue
            }
        }
    }

    /// Before an effect: the lease must have at least half of its time left. A worker that was held up (a slow answer, a
    /// machine that slept) may have lost the case without knowing; then another one is at this effect already.
    private func holdFast(_ open: inout Open) async throws(CaseStoreError) {
        while clock.now - open.held > settings.lease / 2 {
            let began = clock.now
            try await store.extend(open.claim, lease: settings.lease)
            open.held = began
        }
    }

    /// Steps whose conditions do not hold go into the same change.
    private func leaveOut(_ open: inout Open, _ workflow: Workflow) {
        while case .consider(let step) = open.turn.next(at: now(open)), !workflow.steps[step].applies(to: open.file) {
            open.turn.leaveOut()
        }
    }

    private enum Kept { case kept, hailed, given }

    private func keep(_ open: inout Open) async throws(CaseStoreError) -> Kept {
        let began = clock.now
        let change = open.turn.change(at: now(open))
        let isHailed = try await store.commit(
            change, after: open.turn.stored.version, open.claim, lease: settings.lease)
        open.turn.isKept()
        open.held = began
        for event in change.events { observe(open.turn.stored, event) }
        guard change.next == .keep else { return .given }
        return isHailed || open.turn.hasMessages ? .hailed : .kept
    }
}

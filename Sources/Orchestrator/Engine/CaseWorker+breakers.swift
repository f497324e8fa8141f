/// Dependencies that are ill are spared: a case that meets one waits, which costs it no attempt.
extension CaseWorker {
    enum Pass {
        /// The step calls nobody.
        case free
        case of(CircuitBreaker.Pass, dependency: String)
    }

    /// - Returns: `nil` when the step must not call now; the turn knows until when.
    func pass(for step: Workflow.Step, _ action: CaseTurn.Action, _ open: inout Open) -> Pass? {
        guard let dependency = step.agent.dependency, action.isCall else { return .free }
        switch breakers.happened(.wanted, with: side(dependency, open), at: time) {
        case .call(let pass): return .of(pass, dependency: dependency)
        case .wait(let until):
            open.turn.spared(for: until - time)
            return nil
        case .nothing, .tell: return .free
        }
    }

    func ended(_ pass: Pass, _ came: StepCame, _ step: Workflow.Step, _ open: inout Open) {
        guard case .of(let pass, let dependency) = pass, let failure = came.burden else { return }
        let told = breakers.happened(
            .ended(pass, failure.kind, retryAfter: failure.after), with: side(dependency, open), at: time)
        if case .tell(let state) = told { open.turn.noticed(state, of: dependency) }
    }

    /// Each organisation has a ledger of its own.
    private func side(_ dependency: String, _ open: Open) -> String { "\(open.claim.organisation) \(dependency)" }

    /// Since any fixed moment.
    private var time: Duration { clock.now - Moment(microseconds: 0) }
}

extension CaseTurn.Action {
    fileprivate var isCall: Bool {
        switch self {
        case .run, .probe, .stand: true
        case .consider, .intend, .reuse, .rest: false
        }
    }
}

extension StepCame {
    /// How a call went, as far as the other side's health goes; `nil` = it was given up by us.
    fileprivate var burden: (kind: FailureClass?, after: Duration?)? {
        switch self {
        case .failure(.interrupted): nil
        case .failure(.retry(let after, _)): (.transient, after == .zero ? nil : after)
        case .failure, .output, .absent, .unknown, .stand: (nil, nil)
        }
    }
}

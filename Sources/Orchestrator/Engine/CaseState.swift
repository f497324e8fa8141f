package import Pipeline

/// How a case ends, as far as the workflow can tell.
package enum CaseEnding: Hashable, Sendable, Codable {
    case completed
    case review(because: String)
    case rejected(because: String)
    case failed(because: String)
}

/// Where a case stands. Pure: event in, action out; no clock, no journal.
package struct CaseState: Hashable, Sendable {
    /// What the life of a case needs of its workflow.
    package struct Plan: Hashable, Sendable {
        package var retries: [WorkflowDefinition.Retry]
        /// Index of the step that follows a failed one; the number of steps = none.
        package var routes: [Int]

        package init(retries: [WorkflowDefinition.Retry], routes: [Int]) {
            self.retries = retries
            self.routes = routes
        }
    }

    package enum Event: Hashable, Sendable {
        /// The step's output is recorded.
        case succeeded
        /// The step's condition does not hold.
        case leftOut
        /// `random`: 0...1, drawn by the driver, stretches the pause before the next attempt; 1 gives the longest.
        case failed(StageFailure, isOutOfTime: Bool = false, random: Double = 1)
    }

    package enum Action: Hashable, Sendable {
        /// Attempts count from 1.
        case run(step: Int, attempt: Int)
        /// Then run the same step again.
        case wait(Duration, step: Int, attempt: Int)
        /// Record that the step failed for good, then ask for ``next``.
        case recordFailure(step: Int, CaseEnding)
        /// The process is stopping: leave everything as it is.
        case leave
        case close(CaseEnding)
    }

    private let plan: Plan
    private(set) var step = 0
    private var attempt = 1
    private var ending = CaseEnding.completed

    package init(_ plan: Plan) { self.plan = plan }

    package var next: Action {
        step < plan.routes.count ? .run(step: step, attempt: attempt) : .close(ending)
    }

    package mutating func happened(_ event: Event) -> Action {
        switch event {
        case .succeeded, .leftOut:
            go(to: step + 1)
            return next
        case .failed(.interrupted, _, _):
            return .leave
        case .failed(.retry(let after, let reason), let isOutOfTime, let random):
            guard attempt < plan.retries[step].attempts, !isOutOfTime else { return fail(.failed(because: reason)) }
            let pause = max(after, plan.retries[step].pause(after: attempt, random: random))
            attempt += 1
            return .wait(pause, step: step, attempt: attempt)
        case .failed(.needsReview(let reason), _, _):
            return fail(.review(because: reason))
        case .failed(.reject(let reason), _, _):
            return fail(.rejected(because: reason))
        }
    }

    /// A failure for good; also when it is read back from the journal.
    package mutating func fail(_ new: CaseEnding) -> Action {
        let failed = step
        if ending == .completed { ending = new }
        go(to: plan.routes[step])
        return .recordFailure(step: failed, new)
    }

    private mutating func go(to next: Int) {
        step = next
        attempt = 1
    }
}

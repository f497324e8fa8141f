import Foundation

/// How often and how soon a failed call is tried again. Which failures are tried again is not a setting: see
/// ``FailureClass``.
package struct RetryPolicy: Hashable, Sendable {
    /// In all, with the first one; 1...20.
    package var attempts: Int
    /// Longest pause before the second attempt; the bound doubles with each attempt.
    package var firstDelay: Duration
    /// No pause is drawn longer than this; a server's Retry-After may be.
    package var cap: Duration
    /// For all attempts and the pauses between them, from the first attempt on.
    package var budget: Duration

    package init(attempts: Int, firstDelay: Duration, cap: Duration, budget: Duration) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.cap = cap
        self.budget = budget
    }

    /// What looking for a doubtful effect found (``FailureClass/uncertain``).
    package enum Probe: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was done: there is nothing to repeat.
        case done
        /// It was not done and cannot come to pass any more.
        case absent
        /// The probe itself did not find out.
        case unknown
    }

    package enum Answer: Hashable, Sendable {
        case retry(after: Duration)
        /// Look first; call again with what was found.
        case probe(after: Duration)
        /// The effect stands; take its result as the step's.
        case accept
        case giveUp(Reason)
    }

    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its class is never tried again.
        case notRetryable = "not-retryable"
        case attemptsUsed = "attempts-used"
        /// The next attempt would begin after the budget's end.
        case budgetUsed = "budget-used"
    }

    /// - Parameters:
    ///   - attempt: The one that just failed, counted from 1; a probe counts as one.
    ///   - spent: Since the first attempt began.
    ///   - random: 0..<1, drawn anew for each answer; see ``delay(after:random:)``.
    ///   - probe: What the probe found; `nil` when none was made since the failure.
    package func answer(
        to failure: Classification, attempt: Int, spent: Duration, random: Double, probe: Probe? = nil
    ) -> Answer {
        switch failure.kind {
        case .business, .contract, .security, .bug: return .giveUp(.notRetryable)
        case .transient, .throttled: break
        case .uncertain where probe == .done: return .accept
        case .uncertain: break
        }
        guard attempt < attempts else { return .giveUp(.attemptsUsed) }
        let pause = max(delay(after: attempt, random: random), failure.retryAfter ?? .zero)
        guard spent + pause < budget else { return .giveUp(.budgetUsed) }
        return failure.kind == .uncertain && probe != .absent ? .probe(after: pause) : .retry(after: pause)
    }

    /// Full jitter: anything between nothing and the bound, so that clients that failed together do not come back
    /// together (AWS Architecture Blog, "Exponential Backoff And Jitter").
    /// - Parameters:
    ///   - attempt: The one that just failed, counted from 1.
    ///   - random: 0...1; 1 gives the bound itself.
    package func delay(after attempt: Int, random: Double) -> Duration {
        // In seconds as Double: a Duration of a policy that was never checked could overflow.
        let bound = min(cap / .seconds(1), firstDelay / .seconds(1) * pow(2, Double(max(attempt, 1) - 1)))
        return .seconds(bound * min(1, max(0, random)))
    }

    /// What is wrong with it, all at once; empty = nothing.
    package var faults: [String] {
        var faults: [String] = []
        if !(1...20).contains(attempts) { faults.append("retry.attempts must be 1...20, not \(attempts)") }
        if firstDelay < .zero { faults.append("retry.delay must be 0 or more") }
        if cap < firstDelay || cap > .seconds(86_400) { faults.append("retry.cap must be between delay and a day") }
        if budget <= .zero || budget > StepLimits.longest {
            faults.append("retry.budget must be above 0 and at most a year")
        }
        return faults
    }
}

extension RetryPolicy {
    /// A definition's retries as a policy. Times that are no numbers or beyond ten years are brought into that range, so
    /// that ``faults`` can tell them.
    /// - Parameter total: The budget where the definition gives none.
    package init(_ retry: WorkflowDefinition.Retry, total: Duration) {
        self.init(
            attempts: retry.attempts, firstDelay: .bounded(retry.delay), cap: .bounded(retry.cap),
            budget: retry.budget.map { .bounded($0) } ?? total)
    }
}

extension WorkflowDefinition.Retry {
    /// - Parameters:
    ///   - attempt: The one that just failed, counted from 1.
    ///   - random: 0...1, drawn anew for each pause; 1 gives the longest.
    package func pause(after attempt: Int, random: Double = 1) -> Duration {
        RetryPolicy(self, total: StepLimits.longest).delay(after: attempt, random: random)
    }
}

extension Duration {
    /// `Duration.seconds` traps on what no number of its own can hold. Ten years are past every limit; so is no number.
    fileprivate static func bounded(_ seconds: Double) -> Duration {
        seconds.isNaN ? .seconds(315_360_000) : .seconds(min(max(seconds, -315_360_000), 315_360_000))
    }
}

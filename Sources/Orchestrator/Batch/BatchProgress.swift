/// How far a batch is.
package struct BatchProgress: Hashable, Sendable {
    package var done: Int
    package var total: Int
    /// Of `done`, found finished in an earlier run.
    package var resumed: Int
    /// Documents a second since the start, without those found finished.
    package var rate: Double
    /// Seconds; `nil` before the first document is done.
    package var remaining: Double?
    /// Of the documents; a file may hold several.
    package var outcomes: [Outcome: Int]

    init(done: Int, total: Int, resumed: Int, seconds: Double, outcomes: [Outcome: Int]) {
        self.done = done
        self.total = total
        self.resumed = resumed
        self.outcomes = outcomes
        let new = Double(done - resumed)
        rate = seconds > 0 ? new / seconds : 0
        remaining = rate > 0 ? Double(total - done) / rate : nil
    }
}

/// What a batch came to.
package struct BatchResult: Hashable, Sendable {
    /// By name, several for a file that holds several documents; fewer when the batch was stopped.
    package var cases: [CaseSummary]
    package var ignored: [BatchInput.Ignored]
    /// Documents that were left for the next run.
    package var left: Int
    package var seconds: Double

    package func count(_ outcome: Outcome) -> Int { cases.count { $0.outcome == outcome } }
}

/// Asks a batch to stop: what runs is finished, the rest is left.
package actor StopRequest {
    private(set) var isSet = false
    package init() {}
    package func set() { isSet = true }
}

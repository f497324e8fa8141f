/// Something that a case does outside of itself, a booking for one. Written before it is done, so that after a crash
/// nobody does it again without asking whether it happened.
package struct CaseEffect: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        /// About to be done; after a crash it may have been done or not.
        case intended
        case done
        /// Certainly not done.
        case failed
        /// The answer was lost, and asking did not help.
        case uncertain
    }

    /// The step; with the case it is the key that the other side takes once.
    package var step: String
    package var outcome: Outcome
    /// The step's output, one line of JSON; `nil` until done.
    package var output: String?

    package init(step: String, outcome: Outcome, output: String? = nil) {
        self.step = step
        self.outcome = outcome
        self.output = output
    }
}

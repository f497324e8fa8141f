/// Why a stage or a step stopped, said as what to do next. The set is closed, so that the compiler checks that
/// each is answered; only systemic trouble (network, disk, a lost reader) is ever tried again.
package enum StageFailure: Error, Hashable, Sendable {
    /// The world was busy: run the same step again, no sooner than `after`.
    case retry(after: Duration, because: String)
    /// The process is stopping; run the step again at the next start. Costs no attempt.
    case interrupted
    /// A person has to look; the case waits in the review queue.
    case needsReview(because: String)
    /// No run of this document can succeed: encrypted, empty, not an invoice.
    case reject(because: String)
}

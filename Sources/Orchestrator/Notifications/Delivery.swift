/// A letter on its way to one recipient through one channel, as it is kept.
package struct Delivery: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not tried yet.
        case queued
        case sent
        /// The last attempt failed; there will be another.
        case failed
        /// Given up; the reason says why. Only a person starts it again.
        case dead
    }

    package var number: Int64
    /// Becomes the letter's id.
    package var key: String
    package var recipient: String
    package var channel: String
    package var state: State
    package var due: Moment
    /// Begun so far.
    package var attempts: Int
    /// In words; empty unless failed or dead, or another server tells that it is late.
    package var reason: String

    package init(
        number: Int64, key: String, recipient: String, channel: String, state: State, due: Moment, attempts: Int,
        reason: String
    ) {
        self.number = number
        self.key = key
        self.recipient = recipient
        self.channel = channel
        self.state = state
        self.due = due
        self.attempts = attempts
        self.reason = reason
    }
}

/// What becomes of a delivery after an attempt. Pure; the driver is `Storage`'s dispatcher.
package enum DeliveryStep: Hashable, Sendable {
    case sent
    case again(after: Duration, reason: String)
    case dead(reason: String)
    /// As if it had not been begun.
    case putBack

    /// Eight attempts within a day; the pauses are drawn up to 15 s, 30 s … an hour.
    package static let policy = RetryPolicy(
        attempts: 8, firstDelay: .seconds(15), cap: .seconds(3_600), budget: .seconds(86_400))

    /// - Parameters:
    ///   - attempt: The one that failed, from 1.
    ///   - spent: Since the first began.
    ///   - takesIDsOnce: Of the channel: a lost answer is harmless where sending again is.
    ///   - random: 0..<1, drawn anew each time.
    package static func after(
        _ failure: ChannelFailure, attempt: Int, spent: Duration, takesIDsOnce: Bool, random: Double,
        policy: RetryPolicy = policy
    ) -> DeliveryStep {
        switch failure {
        case .interrupted: return .putBack
        case .refused(let reason): return .dead(reason: reason)
        case .failed(let judged):
            let words = "\(judged.sign.name) (\(judged.name)). \(judged.hint)"
            let answer = policy.answer(
                to: judged, attempt: attempt, spent: spent, random: random, probe: takesIDsOnce ? .absent : nil)
            switch answer {
            case .retry(let pause): return .again(after: pause, reason: words)
            case .probe, .accept: return .dead(reason: inDoubt(words))
            case .giveUp(.notRetryable): return .dead(reason: words)
            case .giveUp where judged.kind == .uncertain && !takesIDsOnce: return .dead(reason: inDoubt(words))
            case .giveUp: return .dead(reason: "given up after \(attempt) attempts: \(words)")
            }
        }
    }

    /// For a delivery whose sender died in the middle.
    package static func afterLostSender(takesIDsOnce: Bool) -> DeliveryStep? {
        takesIDsOnce ? nil : .dead(reason: inDoubt("The program ended while it was being sent."))
    }

    private static func inDoubt(_ words: String) -> String {
        "it may have arrived, and sending it again could deliver it twice. \(words)"
    }
}

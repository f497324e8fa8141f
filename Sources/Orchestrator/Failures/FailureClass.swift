/// What a technical failure means for the engine. The set is closed (docs/decisions/0075), so that the compiler checks
/// that each is answered; no organisation can move an error from one class to another.
package enum FailureClass: String, Hashable, Sendable, Codable, CaseIterable {
    /// Network, disk or a server's bad moment; nothing was done. Answer: try again, with growing pauses.
    case transient
    /// The other side is well but asks for fewer calls. Answer: try again, no sooner than it says.
    case throttled
    /// The answer was lost while an effect was under way: it may be done or not. Answer: look first (probe); never
    /// repeat blindly.
    case uncertain
    /// The other side understood and said no: it exists already, the period is closed, the address is unknown.
    /// Answer: a person decides. Never tried again by itself.
    case business
    /// The two sides do not speak the same language: wrong address, form or version. Answer: a person corrects the
    /// settings or the connector.
    case contract
    /// Not allowed, or the other side is not who it should be. Answer: a person, and an alarm: repeated tries could
    /// lock an account or hide an attack.
    case security
    /// A mistake in this program. Answer: a ticket for whoever maintains it; a person carries the case on.
    case bug

    /// What the engine does, one for one.
    package enum Answer: String, Hashable, Sendable, Codable, CaseIterable {
        case retry
        case retryLater = "retry-later"
        case probe
        case person
        case personAndAlarm = "person-and-alarm"
        case ticket
    }

    package var answer: Answer {
        switch self {
        case .transient: .retry
        case .throttled: .retryLater
        case .uncertain: .probe
        case .business, .contract: .person
        case .security: .personAndAlarm
        case .bug: .ticket
        }
    }

    /// Whether it speaks against the health of the other side, so that a ``CircuitBreaker`` counts it. A clear "no" is
    /// an answer of a healthy server.
    package var burdensDependency: Bool {
        switch self {
        case .transient, .throttled, .uncertain: true
        case .business, .contract, .security, .bug: false
        }
    }
}

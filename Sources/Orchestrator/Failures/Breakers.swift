import Synchronization

/// One ``CircuitBreaker`` per dependency of this process: an ERP, a mail server, a store.
package final class Breakers: Sendable {
    private let settings: CircuitBreaker.Settings
    private let breakers = Mutex<[String: CircuitBreaker]>([:])

    package init(_ settings: CircuitBreaker.Settings = .standard) { self.settings = settings }

    /// - Parameters:
    ///   - dependency: From the settings, never from a document: each name is kept as long as the process lives.
    ///   - time: Since any fixed moment, the same one for all calls.
    package func happened(_ event: CircuitBreaker.Event, with dependency: String, at time: Duration)
        -> CircuitBreaker.Action
    {
        breakers.withLock { $0[dependency, default: CircuitBreaker(settings)].happened(event, at: time) }
    }

    /// All that were ever asked, for a page about the health of the system.
    package var states: [String: CircuitBreaker.State] { breakers.withLock { $0.mapValues(\.state) } }
}

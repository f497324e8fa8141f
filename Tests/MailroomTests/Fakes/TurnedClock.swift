import Orchestrator
import Synchronization

/// Stands still until a test turns it.
final class TurnedClock: EngineClock {
    private let moment = Mutex(Moment(microseconds: 1_772_352_000_000_000))

    var now: Moment { moment.withLock { $0 } }
    func turn(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
    func sleep(_ duration: Duration) async throws { try await Task.sleep(for: duration) }
}

import Synchronization

/// Leaves a server alone that fails again and again: a thousand documents must not wait for it one after the other.
final class Breather: Sendable {
    private struct State {
        var failures = 0
        var until: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let failuresInRow: Int
    private let pause: Duration

    init(after failuresInRow: Int = 3, pause: Duration = .seconds(60)) {
        self.failuresInRow = failuresInRow
        self.pause = pause
    }

    func isResting(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { $0.until.map { now < $0 } ?? false }
    }

    func worked() { state.withLock { $0 = State() } }

    /// After the pause one failure is enough for the next.
    func failed(at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            state.failures += 1
            if state.failures >= failuresInRow { state.until = now + pause }
        }
    }
}

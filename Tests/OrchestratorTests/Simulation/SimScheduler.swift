import Orchestrator
import Synchronization

/// Runs tasks one after the other on the calling thread, in an order that a seed decides: the same seed, the same run.
final class SimScheduler: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// - Returns: `false` when nothing can run.
    func step(_ dice: SimDice) -> Bool {
        let job = jobs.withLock { jobs in jobs.isEmpty ? nil : jobs.remove(at: dice.below(jobs.count)) }
        guard let job else { return false }
        job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }
}

/// Chance with a seed (SplitMix64).
final class SimDice: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    /// 0..<1
    func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
    func happens(_ chance: Double) -> Bool { fraction() < chance }
}

/// A clock that stands still until everything has been done that can be done now.
final class SimClock: EngineClock {
    private struct Sleeper {
        let id: UInt64
        let until: Moment
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Moment(microseconds: 1_767_225_600_000_000)  // 2026-01-01
        var sleepers: [Sleeper] = []
        var cancelled: Set<UInt64> = []
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    var now: Moment { state.withLock { $0.now } }

    func sleep(_ duration: Duration) async throws {
        let id = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    let sleeper = Sleeper(id: id, until: state.now + max(duration, .zero), continuation: continuation)
                    state.sleepers.append(sleeper)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Goes on to the next time that somebody waits for, and wakes them.
    /// - Returns: `false` when nobody waits.
    func advance() -> Bool {
        let woken = state.withLock { state -> [Sleeper]? in
            guard let next = state.sleepers.map(\.until).min() else { return nil }
            state.now = max(state.now, next)
            let woken = state.sleepers.filter { $0.until <= next }
            state.sleepers.removeAll { $0.until <= next }
            return woken
        }
        guard let woken else { return false }
        for sleeper in woken { sleeper.continuation.resume() }
        return true
    }
}

/// A machine whose clock is wrong.
struct SkewedClock: EngineClock {
    let clock: SimClock
    let skew: Duration
    var now: Moment { clock.now + skew }
    func sleep(_ duration: Duration) async throws { try await clock.sleep(duration) }
}

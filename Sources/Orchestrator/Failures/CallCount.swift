/// Calls and failures of the last while, in ten slices of time, so that its size does not grow with the calls.
struct CallCount: Hashable, Sendable {
    private struct Slice: Hashable, Sendable {
        var number: Int
        var calls = 0
        var failures = 0
    }

    private let width: Duration
    private var slices: [Slice] = []

    /// - Parameter window: How far back calls count; above 0.
    init(window: Duration) { width = window / 10 }

    mutating func add(isFailure: Bool, at time: Duration) {
        forget(at: time)
        let number = number(at: time)
        if slices.last?.number != number { slices.append(Slice(number: number)) }
        slices[slices.count - 1].calls += 1
        if isFailure { slices[slices.count - 1].failures += 1 }
    }

    /// Since the last ``forget(at:)`` or ``add(isFailure:at:)``.
    var calls: Int { slices.reduce(0) { $0 + $1.calls } }
    var failures: Int { slices.reduce(0) { $0 + $1.failures } }

    mutating func forget(at time: Duration) {
        let oldest = number(at: time) - 9
        slices.removeAll { $0.number < oldest }
    }

    private func number(at time: Duration) -> Int {
        // Never below the last: two threads may tell their times in the wrong order.
        max(Int((time / width).rounded(.down)), slices.last?.number ?? .min)
    }
}

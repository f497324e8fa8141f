/// Spares a dependency that is ill: when too many calls fail, none is let through for a while, then one to see whether
/// it is well again. Pure: event in, action out. Times are durations since any fixed moment, on a clock that never
/// goes back.
package struct CircuitBreaker: Hashable, Sendable {
    package struct Settings: Hashable, Sendable {
        /// How far back calls count.
        package var window: Duration
        /// With fewer calls in the window it never opens.
        package var minimumCalls: Int
        /// Failures among the calls, 0...1, from which on it opens.
        package var share: Double
        /// How long it stays open, and how long it waits for the one call it lets through.
        package var pause: Duration

        package init(window: Duration, minimumCalls: Int, share: Double, pause: Duration) {
            self.window = window
            self.minimumCalls = minimumCalls
            self.share = share
            self.pause = pause
        }

        package static let standard = Settings(
            window: .seconds(60), minimumCalls: 10, share: 0.5, pause: .seconds(30))
    }

    package enum State: Hashable, Sendable {
        case closed
        case open(until: Duration)
        /// One call is on its way; if nothing is heard of it, the next may go at `until`.
        case halfOpen(until: Duration)
    }

    /// Permission for one call, given back with its result. Results of calls that began before the last change of state
    /// say nothing about it and are left out.
    package struct Pass: Hashable, Sendable { let period: Int }

    package enum Event: Hashable, Sendable {
        case wanted
        /// `nil` = it succeeded. `retryAfter` as the other side gave it.
        case ended(Pass, FailureClass?, retryAfter: Duration? = nil)
    }

    package enum Action: Hashable, Sendable {
        case call(Pass)
        /// Make no call before this time.
        case wait(until: Duration)
        case nothing
        /// The state has changed: for logs, metrics and alarms.
        case tell(State)
    }

    private let settings: Settings
    package private(set) var state = State.closed
    private var count: CallCount
    private var period = 0

    /// - Precondition: `settings.window` is above 0.
    package init(_ settings: Settings = .standard) {
        precondition(settings.window > .zero, "a breaker's window must be above 0")
        self.settings = settings
        count = CallCount(window: settings.window)
    }

    package mutating func happened(_ event: Event, at time: Duration) -> Action {
        switch event {
        case .wanted: wanted(at: time)
        case .ended(let pass, let failure, let after):
            pass.period == period ? ended(failure, after, at: time) : .nothing
        }
    }

    private mutating func wanted(at time: Duration) -> Action {
        switch state {
        case .closed: return .call(Pass(period: period))
        case .open(let until) where time < until, .halfOpen(let until) where time < until: return .wait(until: until)
        case .open, .halfOpen:
            change(to: .halfOpen(until: time + settings.pause))
            return .call(Pass(period: period))
        }
    }

    private mutating func ended(_ failure: FailureClass?, _ after: Duration?, at time: Duration) -> Action {
        let isBad = failure?.burdensDependency ?? false
        switch state {
        case .open: return .nothing
        case .halfOpen: return isBad ? open(after, at: time) : close()
        case .closed:
            count.add(isFailure: isBad, at: time)
            let isIll =
                isBad && count.calls >= settings.minimumCalls
                && Double(count.failures) >= settings.share * Double(count.calls)
            return isIll ? open(after, at: time) : .nothing
        }
    }

    private mutating func open(_ after: Duration?, at time: Duration) -> Action {
        change(to: .open(until: time + max(settings.pause, after ?? .zero)))
        return .tell(state)
    }

    private mutating func close() -> Action {
        change(to: .closed)
        return .tell(state)
    }

    private mutating func change(to new: State) {
        state = new
        period += 1
        count = CallCount(window: settings.window)
    }
}

import Foundation
import Orchestrator
import Synchronization

/// Shows a ``ProgressLine`` on standard error: a bar on a terminal, otherwise a line every ten seconds and at the end.
final class ProgressDisplay: Sendable {
    private struct State {
        var line: ProgressLine
        var shownAt = -Double.infinity
        var isShown = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let width: Int?

    /// - Parameter total: Documents of this run.
    init(total: Int) {
        state = Mutex(State(line: ProgressLine(total: total)))
        width = Console.width(of: .standardError)
    }

    var seconds: Double {
        let span = start.duration(to: .now).components
        return Double(span.seconds) + Double(span.attoseconds) / 1e18
    }

    /// - Parameter outcomes: Of the documents in one file.
    func finished(_ outcomes: [Outcome]) {
        let now = seconds
        state.withLock { state in
            state.line.finished(outcomes, at: now)
            let isLast = state.line.done >= state.line.total
            guard isLast || now - state.shownAt >= (width == nil ? 10 : 0.1) else { return }
            state.shownAt = now
            show(&state, at: now)
        }
    }

    /// A message between, which must not tear the bar.
    func tell(_ text: String) {
        let now = seconds
        state.withLock { state in
            if state.isShown { Console.write("\r\u{1B}[K", to: .standardError) }
            Console.tell(text)
            if state.isShown { show(&state, at: now) }
        }
    }

    /// Ends the line of the bar.
    func close() {
        state.withLock { state in
            if state.isShown { Console.tell("") }
            state.isShown = false
        }
    }

    private func show(_ state: inout State, at now: Double) {
        if let width {
            Console.write("\r" + state.line.bar(at: now, width: width - 1) + "\u{1B}[K", to: .standardError)
            state.isShown = true
        } else {
            Console.tell(state.line.line(at: now))
        }
    }
}

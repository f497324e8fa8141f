import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and `kill`: the first asks to stop, and what runs is finished; the second stops at once.
final class Interrupts: Sendable {
    private let asked = Atomic<Bool>(false)
    /// Made and set up once, in `init`; Dispatch's own calls on them are thread-safe.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Whether stopping was asked for.
    var isStopping: Bool { asked.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - stop: Called once, at the first signal, on a queue of its own.
    init(stop: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "interrupts")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.received(stop) }
            source.resume()
        }
    }

    private func received(_ stop: @Sendable () -> Void) {
        guard asked.exchange(true, ordering: .relaxed) else { return stop() }
        _exit(ExitStatus.stopped.rawValue)
    }

    /// Gives the signals their usual meaning back.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}

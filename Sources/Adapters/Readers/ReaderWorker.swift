import Foundation
import Pipeline
import Synchronization

/// A thread with a seat for one reader. Talking to a reader blocks, so it must not happen on Swift's own threads;
/// and the thread must outlive its reader, which the kernel ends with it.
final class ReaderWorker: Sendable {
    private struct Control {
        /// The seat keeps it alive.
        weak var process: ReaderProcess?
        var isCancelled = false
    }

    private typealias Work = @Sendable (ReaderSeat) -> Void
    private let line: WorkLine<Work>
    private let control: ControlBox

    private final class ControlBox: Sendable {
        let state = Mutex(Control())

        func watch(_ process: ReaderProcess) {
            let isCancelled = state.withLock { control in
                control.process = process
                return control.isCancelled
            }
            if isCancelled { process.kill(for: .cancelled) }
        }
    }

    init(_ configuration: ReaderConfiguration, log: @escaping @Sendable (String) -> Void) {
        let line = WorkLine<Work>()
        let control = ControlBox()
        self.line = line
        self.control = control
        let thread = Thread {
            Self.serve(line, at: ReaderSeat(configuration, log: log) { control.watch($0) })
            line.finish()
        }
        thread.name = "reader"
        thread.start()
    }

    deinit { line.close() }

    private static func serve(_ line: WorkLine<Work>, at seat: consuming ReaderSeat) {
        while let work = line.next() { work(seat) }
    }

    /// One at a time. When the task is cancelled, its reader is ended.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable (ReaderSeat) -> Result<Value, ReadFailure>
    ) async -> Result<Value, ReadFailure> {
        control.state.withLock { $0.isCancelled = false }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = line.add { [control] seat in
                    let isCancelled = control.state.withLock(\.isCancelled)
                    continuation.resume(returning: isCancelled ? .failure(.stopped) : work(seat))
                }
                if !isOpen { continuation.resume(returning: .failure(.stopped)) }
            }
        } onCancel: {
            interrupt()
        }
    }

    /// Ends the reader whatever it does; what waits for it fails.
    func interrupt() {
        let process = control.state.withLock { control in
            control.isCancelled = true
            return control.process
        }
        process?.kill(for: .cancelled)
    }

    /// Takes no more work, and returns when the thread has let go of its reader.
    func stop() async {
        line.close()
        await line.finished()
    }
}

extension ReadFailure {
    static let stopped = ReadFailure(.readerCrashed, "Reading was stopped before its end.")
}

import Pipeline
import Synchronization

/// Lends workers: to those who wait, in their order, and to those who only take one that is idle.
final class ReaderDesk: Sendable {
    private struct State {
        var idle: [ReaderWorker] = []
        var all: [ReaderWorker] = []
        var waiting: [(number: Int, continuation: CheckedContinuation<ReaderWorker?, Never>)] = []
        var nextNumber = 0
        /// Who gave up before his waiting began.
        var gone: Set<Int> = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let size: Int
    private let make: @Sendable () -> ReaderWorker

    init(size: Int, make: @escaping @Sendable () -> ReaderWorker) {
        self.size = size
        self.make = make
    }

    /// Waits for a worker; to be given back.
    func lend() async throws(ReadFailure) -> ReaderWorker {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let worker = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(number, $0) }
        } onCancel: {
            giveUp(number)
        }
        guard let worker else { throw .stopped }
        return worker
    }

    /// A worker that nobody else waits for; `nil` when there is none.
    func lendIdle() -> ReaderWorker? {
        state.withLock { state in
            state.waiting.isEmpty ? take(&state) : nil
        }
    }

    /// Whether a document waits for a worker.
    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    func giveBack(_ worker: ReaderWorker) {
        let next = state.withLock { state -> CheckedContinuation<ReaderWorker?, Never>? in
            guard !state.waiting.isEmpty else {
                state.idle.append(worker)
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: worker)
    }

    /// Lends nothing any more.
    /// - Returns: All workers ever made.
    func close() -> [ReaderWorker] {
        let (waiting, all) = state.withLock { state in
            state.isClosed = true
            defer { (state.waiting, state.all, state.idle) = ([], [], []) }
            return (state.waiting, state.all)
        }
        waiting.forEach { $0.continuation.resume(returning: nil) }
        return all
    }

    private func wait(_ number: Int, _ continuation: CheckedContinuation<ReaderWorker?, Never>) {
        let (isDone, worker) = state.withLock { state -> (Bool, ReaderWorker?) in
            if state.gone.remove(number) != nil || state.isClosed { return (true, nil) }
            if let worker = take(&state) { return (true, worker) }
            state.waiting.append((number, continuation))
            return (false, nil)
        }
        if isDone { continuation.resume(returning: worker) }
    }

    private func giveUp(_ number: Int) {
        let continuation = state.withLock { state -> CheckedContinuation<ReaderWorker?, Never>? in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                state.gone.insert(number)
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        continuation?.resume(returning: nil)
    }

    /// The one that was used last, whose reader is surely warm; else a new one.
    private func take(_ state: inout State) -> ReaderWorker? {
        if let worker = state.idle.popLast() { return worker }
        guard !state.isClosed, state.all.count < size else { return nil }
        let worker = make()
        state.all.append(worker)
        return worker
    }
}

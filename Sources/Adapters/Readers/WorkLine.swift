import Foundation

/// Work for one thread, first come, first served.
final class WorkLine<Work: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [Work] = []
    private var isClosed = false
    private var isFinished = false
    private var onFinish: [CheckedContinuation<Void, Never>] = []

    /// - Returns: Whether the line still takes work.
    func add(_ work: Work) -> Bool {
        condition.withLock {
            guard !isClosed else { return false }
            waiting.append(work)
            condition.signal()
            return true
        }
    }

    /// Blocks until there is work; `nil` when the line is closed and all is done.
    func next() -> Work? {
        condition.withLock {
            while waiting.isEmpty && !isClosed { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// To be called by the thread as its last act.
    func finish() {
        let resumed = condition.withLock {
            isFinished = true
            defer { onFinish = [] }
            return onFinish
        }
        resumed.forEach { $0.resume() }
    }

    func finished() async {
        await withCheckedContinuation { continuation in
            let isDone = condition.withLock {
                if !isFinished { onFinish.append(continuation) }
                return isFinished
            }
            if isDone { continuation.resume() }
        }
    }
}

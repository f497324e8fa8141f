import Foundation

/// A thread of its own for an actor that waits inside a C library, so that no thread of Swift's pool is held up.
///
/// Not a `DispatchQueue`: its threads come from a pool that others share and that has a limit.
final class ThreadExecutor: SerialExecutor {
    private let mailbox = Mailbox()

    init(name: String) {
        let thread = Thread { [mailbox] in mailbox.work() }
        thread.name = name
        mailbox.thread = thread
        thread.start()
    }

    deinit {
        mailbox.close()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        mailbox.add(UnownedJob(job), asUnownedSerialExecutor())
    }

    func checkIsolated() {
        precondition(Thread.current === mailbox.thread, "not on the thread of this connection")
    }
}

/// What the thread shares with its executor; it must not keep the executor alive.
private final class Mailbox: @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [(UnownedJob, UnownedSerialExecutor)] = []
    private var isClosed = false
    /// Set once, before the thread starts.
    var thread: Thread?

    func add(_ job: UnownedJob, _ executor: UnownedSerialExecutor) {
        condition.withLock {
            jobs.append((job, executor))
            condition.signal()
        }
    }

    func close() {
        condition.withLock {
            isClosed = true
            condition.signal()
        }
    }

    func work() {
        while let batch = next() {
            for (job, executor) in batch { job.runSynchronously(on: executor) }
        }
        thread = nil
    }

    private func next() -> [(UnownedJob, UnownedSerialExecutor)]? {
        condition.withLock {
            while jobs.isEmpty {
                if isClosed { return nil }
                condition.wait()
            }
            let batch = jobs
            jobs = []
            return batch
        }
    }
}

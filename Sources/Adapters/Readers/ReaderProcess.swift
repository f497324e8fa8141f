import CSandbox
import Foundation
import Pipeline
import Synchronization

/// One child process. Everything but ``kill(for:)`` is called from the one thread that started it: the kernel ends
/// a reader with the thread that started it.
final class ReaderProcess: @unchecked Sendable {
    private struct Life {
        var stop: ProcessEnd.Stop?
        var end: ProcessEnd?
    }

    let pid: pid_t
    private let pipes: ReaderPipes
    private let memoryLimit: Int
    private let kernelKillsBefore = ReaderProcess.kernelKills()
    private let life = Mutex(Life())
    private var buffer = MessageBuffer<Answer>()
    private var lastWords: [UInt8] = []
    private var lastID = 0
    /// Bytes of address space and of memory when it was ready, before any document.
    private var baseline = (size: 0, resident: 0)
    /// Whether the document of the last order was taken in, so that a loss may be its doing.
    private(set) var hasTaken = false

    /// - Throws: `.setup` when the program cannot be started.
    init(_ configuration: ReaderConfiguration) throws(ReadFailure) {
        pipes = try ReaderPipes()
        pid = try Self.spawn(configuration, pipes)
        pipes.closeChildsEnds()
        memoryLimit = configuration.settings.limits.memory
        limit(memory: memoryLimit)
    }

    deinit {
        kill(for: .notNeeded)
        _ = end()
    }

    // MARK: Conversation

    /// Sends an order and waits for its answer. A thrown failure means that this reader is lost: drop it.
    func exchange(_ order: Order, frames: [Data], until deadline: Deadline) throws(ReadFailure) -> Message<Answer> {
        (lastID, hasTaken) = (lastID + 1, frames.isEmpty)
        guard buffer.isEmpty else { throw lose(.nonsense("bytes that nobody asked for")) }
        guard let head = try? Message(id: lastID, body: order, frames: frames).head() else {
            throw lose(.nonsense("an order that cannot be sent"))
        }
        var outgoing = OutgoingBytes([head] + frames)
        var pageEnd = ContinuousClock.now + deadline.page
        while true {
            let now = ContinuousClock.now
            guard now < deadline.end else { throw lose(.documentTime) }
            guard now < pageEnd else { throw lose(deadline.pageStop) }
            let ready = pipes.wait(writing: !outgoing.isEmpty, for: min(pageEnd, deadline.end) - now)
            if ready.errors { drainErrors() }
            if ready.output { try receive() }
            while let answer = try nextAnswer() {
                switch answer.body {
                case .taken: hasTaken = true
                case .pageDone: pageEnd = ContinuousClock.now + deadline.page
                default:
                    guard buffer.isEmpty else { throw lose(.nonsense("bytes after the answer")) }
                    return answer
                }
            }
            if ready.input { outgoing.write(to: pipes.input) }
        }
    }

    /// To be called when it is ready: what it grows by from here on is its documents' doing.
    func isReady() {
        baseline = memory
    }

    private func receive() throws(ReadFailure) {
        switch pipes.readOutput({ buffer.append($0) }) {
        case .some: break
        case .nothing: break
        case .end: throw endOfOutput()
        }
    }

    private func nextAnswer() throws(ReadFailure) -> Message<Answer>? {
        do throws(MessageFault) {
            guard let answer = try buffer.next() else { return nil }
            guard answer.id == lastID else { throw MessageFault(reason: "an answer to something else") }
            return answer
        } catch {
            throw lose(.nonsense(error.reason))
        }
    }

    private func drainErrors() {
        pipes.readErrors { bytes in
            lastWords.append(contentsOf: bytes.suffix(2_048))
            if lastWords.count > 2_048 { lastWords.removeFirst(lastWords.count - 2_048) }
        }
    }

    // MARK: End

    /// For any thread: ends the reader and all it may have started. The first reason counts.
    func kill(for stop: ProcessEnd.Stop) {
        life.withLock { life in
            guard life.end == nil else { return }
            if life.stop == nil { life.stop = stop }
            // Not reaped yet, so the number is still this process's.
            Foundation.kill(-pid, SIGKILL)
        }
    }

    /// Whether it still runs; to be asked before a document is given to a reader that has waited.
    var isRunning: Bool {
        drainErrors()
        return life.withLock { $0.end == nil && $0.stop == nil } && !reap(WNOHANG)
    }

    func lose(_ stop: ProcessEnd.Stop) -> ReadFailure {
        kill(for: stop)
        return end().failure
    }

    /// Waits for the end and tells how it came about.
    func end() -> ProcessEnd {
        _ = reap(0)
        return life.withLock { $0.end } ?? ProcessEnd(status: 0)
    }

    /// It closed its output: it has ended, or soon will, by its own doing.
    private func endOfOutput() -> ReadFailure {
        let patience = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < patience {
            drainErrors()
            if reap(WNOHANG) { return end().failure }
            usleep(1_000)
        }
        return lose(.nonsense("it closed its output and went on running"))
    }

    /// Kilobytes this process had in memory at most: no less than when it started the reader.
    private static func ownPeak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// - Returns: Whether the end is known.
    private func reap(_ options: Int32) -> Bool {
        if life.withLock({ $0.end != nil }) { return true }
        guard hasEnded(options) else { return false }
        drainErrors()
        let words = String(decoding: lastWords, as: UTF8.self)
        // Under the lock, because from here on the number may be another process's. First what it left in its group.
        life.withLock { life in
            Foundation.kill(-pid, SIGKILL)
            var status: Int32 = 0
            var usage = rusage()
            wait4(pid, &status, 0, &usage)
            life.end = ProcessEnd(
                status: status, peakGrowth: usage.ru_maxrss * 1_024 - baseline.resident,
                isPeakOwn: usage.ru_maxrss > Self.ownPeak(),
                memoryRoom: memoryLimit - baseline.size, lastWords: words,
                stop: life.stop, kernelWasShortOfMemory: Self.kernelKills() > kernelKillsBefore)
        }
        return true
    }

    /// Waits, or looks, without taking the process's number away from it.
    private func hasEnded(_ options: Int32) -> Bool {
        var info = siginfo_t()
        while true {
            let result = waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | options)
            if result == 0 { return info.si_signo != 0 }
            guard errno == EINTR else { return true }
        }
    }

    /// Processes that this machine's kernel has ended for want of memory since it started.
    private static func kernelKills() -> Int {
        guard let text = KernelFile.text("/proc/vmstat") else { return 0 }
        let line = text.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}

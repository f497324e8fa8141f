import CSandbox
package import Foundation

/// The other side of a ``ConfinedExchange``: gives bytes and takes bytes, a piece at a time.
package protocol ExchangePartner: Sendable {
    /// - Returns: The next bytes for the program; `nil` = that was all.
    mutating func next() -> Data?
    /// - Returns: Whether to go on; else the program is ended.
    mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// A talk with a program in a process of its own, within limits: bytes in and bytes out, of which neither side has to hold
/// all. The process, and all that it may have begun, is gone when it is over.
package struct ConfinedExchange: Sendable {
    /// How it came out.
    package enum End: Hashable, Sendable {
        /// It closed its output and left.
        case left(code: Int32)
        case killed(signal: Int32)
        /// The time was up.
        case late
        /// The partner had enough of it.
        case refused
        /// The task was cancelled.
        case stopped
        case notStarted(String)
    }

    package var executable: String
    /// Without the program's name.
    package var arguments: [String]
    /// The program's whole environment.
    package var environment: [String: String]
    /// Bytes of address space.
    package var memory: Int
    /// Of processor time.
    package var cpuSeconds: Int
    /// Until its end.
    package var time: Duration

    package init(
        executable: String, arguments: [String], environment: [String: String], memory: Int, cpuSeconds: Int,
        time: Duration
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.memory = memory
        self.cpuSeconds = cpuSeconds
        self.time = time
    }

    /// - Returns: The partner as it is afterwards; and the program's last words on its standard error, at most 2,048 bytes:
    ///   they may quote a document, so they are for debugging alone.
    package func run<Partner: ExchangePartner>(
        with partner: Partner
    ) async -> (partner: Partner, end: End, words: String) {
        let control = RunControl()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread of its own: the kernel ends the child with the thread that began it.
                let thread = Thread { continuation.resume(returning: perform(partner, control)) }
                thread.name = "exchange"
                thread.start()
            }
        } onCancel: {
            control.stop()
        }
    }

    private func perform<Partner: ExchangePartner>(
        _ partner: Partner, _ control: RunControl
    ) -> (partner: Partner, end: End, words: String) {
        // A program that is gone must be an error of `write`, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        guard let pipes = try? ReaderPipes() else {
            return (partner, .notStarted("no pipe; allow more open files"), "")
        }
        switch ReaderProcess.spawn(executable, arguments, environment, pipes) {
        case .failure(let error): return (partner, .notStarted(FileSandbox.text(of: error.number)), "")
        case .success(let pid):
            pipes.closeChildsEnds()
            limit(pid)
            control.began(pid)
            var talk = Exchange(partner: partner, pipes: pipes, end: .now + time)
            let came = talk.run()
            let status = control.end(isLeaving: came == nil)
            talk.drainErrors()
            let end = control.isStopped ? .stopped : came ?? Self.end(of: status)
            return (talk.partner, end, talk.words)
        }
    }

    private func limit(_ pid: pid_t) {
        _ = sandbox_limit(pid, sandbox_limit_core, 0, 0)
        _ = sandbox_limit(pid, sandbox_limit_file_size, 0, 0)
        _ = sandbox_limit(pid, sandbox_limit_open_files, 64, 64)
        _ = sandbox_limit(pid, sandbox_limit_cpu, UInt64(cpuSeconds), UInt64(cpuSeconds + 1))
        _ = sandbox_limit(pid, sandbox_limit_address_space, UInt64(memory), UInt64(memory))
    }

    private static func end(of status: Int32) -> End {
        let signal = sandbox_end_signal(status)
        return signal == 0 ? .left(code: sandbox_end_code(status)) : .killed(signal: signal)
    }
}

/// What goes over the three pipes.
private struct Exchange<Partner: ExchangePartner> {
    var partner: Partner
    let pipes: ReaderPipes
    let end: ContinuousClock.Instant
    private var lastWords: [UInt8] = []

    init(partner: Partner, pipes: ReaderPipes, end: ContinuousClock.Instant) {
        self.partner = partner
        self.pipes = pipes
        self.end = end
    }

    var words: String { String(decoding: lastWords, as: UTF8.self) }

    /// - Returns: `nil` when the program closed its output: how it ended says the rest.
    mutating func run() -> ConfinedExchange.End? {
        var outgoing = OutgoingBytes([])
        var isAsking = true
        while true {
            if outgoing.isEmpty, isAsking {
                if let more = partner.next() {
                    outgoing = OutgoingBytes([more])
                } else {
                    isAsking = false
                    pipes.closeInput()
                }
            }
            let left = end - .now
            guard left > .zero else { return .late }
            let ready = pipes.wait(writing: !outgoing.isEmpty, for: left)
            if ready.errors { drainErrors() }
            if ready.output {
                var goesOn = true
                if case .end = pipes.readOutput({ goesOn = partner.take($0) }) { return nil }
                guard goesOn else { return .refused }
            }
            if ready.input { outgoing.write(to: pipes.input) }
        }
    }

    mutating func drainErrors() {
        var words = lastWords
        pipes.readErrors { words = Array((words + $0).suffix(2_048)) }
        lastWords = words
    }
}

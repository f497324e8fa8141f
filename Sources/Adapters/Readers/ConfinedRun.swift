import CSandbox
package import Foundation

/// One question to a program in a process of its own: a line in, a line out, within limits. The process, and all that it may
/// have begun, is gone when it is over.
package struct ConfinedRun: Sendable {
    /// How it came out.
    package enum Outcome: Hashable, Sendable {
        /// The first line it printed, without its line break.
        case answered(Data)
        /// It ended without an answer.
        case left(code: Int32)
        case killed(signal: Int32)
        case tooLong
        case silent
        /// The task was cancelled.
        case stopped
        case notStarted(String)
    }

    /// What becomes ``ConfinedProgram``; gets `arguments` and this process's environment.
    package var executable: String
    package var arguments: [String]
    /// Until the answer is there.
    package var time: Duration
    /// Most bytes of an answer.
    package var answer: Int

    package init(executable: String, arguments: [String], time: Duration, answer: Int) {
        self.executable = executable
        self.arguments = arguments
        self.time = time
        self.answer = answer
    }

    /// - Returns: Also the program's last words on its standard error, at most 2,048 bytes: they may quote a document, so
    ///   they are for debugging alone.
    package func ask(_ question: Data) async -> (outcome: Outcome, words: String) {
        let control = RunControl()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread of its own: the kernel ends the child with the thread that began it.
                let thread = Thread { continuation.resume(returning: perform(question, control)) }
                thread.name = "agent"
                thread.start()
            }
        } onCancel: {
            control.stop()
        }
    }

    private func perform(_ question: Data, _ control: RunControl) -> (Outcome, String) {
        // A program that is gone must be an error of `write`, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        guard let pipes = try? ReaderPipes() else { return (.notStarted("no pipe; allow more open files"), "") }
        let environment = ProcessInfo.processInfo.environment
        switch ReaderProcess.spawn(executable, arguments, environment, pipes) {
        case .failure(let error): return (.notStarted(FileSandbox.text(of: error.number)), "")
        case .success(let pid):
            pipes.closeChildsEnds()
            control.began(pid)
            var talk = Talk(pipes: pipes, most: answer, end: .now + time)
            let came = talk.run(question)
            let status = control.end(isLeaving: came == nil)
            talk.drainErrors()
            if control.isStopped { return (.stopped, "") }
            return (came ?? Self.outcome(of: status, talk.rest), talk.words)
        }
    }

    /// - Parameter rest: What came without a line break; an answer only when the program ended well.
    private static func outcome(of status: Int32, _ rest: Data) -> Outcome {
        let signal = sandbox_end_signal(status)
        if signal == 0, sandbox_end_code(status) == 0, !rest.isEmpty { return .answered(rest) }
        return signal == 0 ? .left(code: sandbox_end_code(status)) : .killed(signal: signal)
    }
}

/// What is said on the three pipes.
private struct Talk {
    let pipes: ReaderPipes
    let most: Int
    let end: ContinuousClock.Instant
    private var answer = Data()
    private var lastWords: [UInt8] = []

    init(pipes: ReaderPipes, most: Int, end: ContinuousClock.Instant) {
        self.pipes = pipes
        self.most = most
        self.end = end
    }

    /// What came and was no line.
    var rest: Data { answer }

    var words: String { String(decoding: lastWords, as: UTF8.self) }

    /// - Returns: `nil` when the program closed its output without an answer: how it ended says the rest.
    mutating func run(_ question: Data) -> ConfinedRun.Outcome? {
        var outgoing = OutgoingBytes([question + Data("\n".utf8)])
        while true {
            let left = end - .now
            guard left > .zero else { return .silent }
            let ready = pipes.wait(writing: !outgoing.isEmpty, for: left)
            if ready.errors { drainErrors() }
            if ready.output, let outcome = receive() { return outcome.finished }
            if ready.input {
                outgoing.write(to: pipes.input)
                if outgoing.isEmpty { pipes.closeInput() }
            }
        }
    }

    private struct Received {
        /// `nil` = its output ended without a line.
        var finished: ConfinedRun.Outcome?
    }

    /// - Returns: `nil` to go on.
    private mutating func receive() -> Received? {
        var arrived = Data()
        let amount = pipes.readOutput { arrived.append(contentsOf: $0) }
        if let lineBreak = arrived.firstIndex(of: UInt8(ascii: "\n")) {
            let line = answer + arrived[..<lineBreak]
            return Received(finished: line.count > most ? .tooLong : .answered(line))
        }
        answer += arrived
        if answer.count > most { return Received(finished: .tooLong) }
        guard case .end = amount else { return nil }
        return Received(finished: nil)
    }

    mutating func drainErrors() {
        var words = lastWords
        pipes.readErrors { words = Array((words + $0).suffix(2_048)) }
        lastWords = words
    }
}

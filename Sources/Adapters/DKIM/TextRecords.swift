import CResolver
import Foundation
import Synchronization

/// Asks the DNS for TXT records through the C library's resolver. It blocks, so each question has a thread of its own; one
/// that does not come back in time is left to itself, and counts until it does.
package final class TextRecords: Sendable {
    /// Questions under way at the same time, those that nobody waits for any more included.
    private static let mostThreads = 16

    private let time: Duration
    private let port: UInt16
    private let running = Mutex(0)

    /// - Parameters:
    ///   - time: For one question, all its tries and servers included.
    ///   - port: Of a server on 127.0.0.1; `nil` asks those of this machine's settings.
    package init(time: Duration = .seconds(10), port: UInt16? = nil) {
        self.time = time
        self.port = port ?? 0
    }

    package func answer(for name: KeyName) async -> TextAnswer {
        guard begin() else { return .failed("too many questions to the DNS are open") }
        let question = TextQuestion(name: name.description, port: port, seconds: tryTime)
        let first = FirstAnswer()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                first.wait(continuation)
                let thread = Thread { [self] in
                    let answer = question.ask()
                    running.withLock { $0 -= 1 }
                    first.give(answer)
                }
                thread.name = "dns"
                thread.start()
                let nanoseconds = Int(time / .nanoseconds(1))
                DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
                    first.give(.failed("the DNS did not answer in time"))
                }
            }
        } onCancel: {
            first.give(.failed("nobody waits any more"))
        }
    }

    /// Of one try at one server; the resolver makes two, and doubles the second.
    private var tryTime: Int32 { max(1, Int32(time / .seconds(3))) }

    private func begin() -> Bool {
        running.withLock { count in
            guard count < Self.mostThreads else { return false }
            count += 1
            return true
        }
    }
}

/// The first of several answers, given to the one who waits.
private final class FirstAnswer: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<TextAnswer, Never>)
        case given(TextAnswer)
    }
    private let state = Mutex(State.empty)

    func wait(_ continuation: CheckedContinuation<TextAnswer, Never>) {
        let early: TextAnswer? = state.withLock { state in
            if case .given(let answer) = state { return answer }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    func give(_ answer: TextAnswer) {
        let waiting: CheckedContinuation<TextAnswer, Never>? = state.withLock { state in
            defer { if case .given = state {} else { state = .given(answer) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: answer)
    }
}

import Foundation
package import Pipeline

/// A kind of step that may have to wait: for people, for events, for a time. It is asked how it stands when it is new
/// and whenever something came, and keeps what it has to remember in a state of its own. The engine keeps the waiting.
package protocol WaitingAgent: Agent {
    associatedtype State: Codable & Sendable

    /// - Parameter state: As it last gave it back; `nil` when the step is new.
    func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<State, Output>>
}

extension WaitingAgent {
    /// Where nobody can wait: a batch without a database.
    package func run(_ file: CaseFile) async throws(StageFailure) -> Output {
        throw .needsReview(because: "\(Self.name) waits for people, which a batch does not; use payables serve")
    }
}

/// What came since the agent was last asked.
package struct StepNews: Hashable, Sendable {
    package var now: Moment
    /// In order; each has to be answered.
    package var messages: [CaseMessage]
    /// How often each event was published that the case waits for; events not waited for are missing.
    package var publications: [String: Int64]
    /// From when on answers no longer count, and the wait is over.
    package var deadline: Moment?
    /// How long the case was held since the step began: times of the agent's own move by it.
    package var held: Duration

    package init(
        now: Moment, messages: [CaseMessage] = [], publications: [String: Int64] = [:], deadline: Moment? = nil,
        held: Duration = .zero
    ) {
        self.now = now
        self.messages = messages
        self.publications = publications
        self.deadline = deadline
        self.held = held
    }
}

/// How a waiting step stands, with what it has to say.
package struct StepStand<Result: Sendable>: Sendable {
    package var result: Result
    /// To the messages that it was given.
    package var replies: [CaseReply]
    /// To people; leaves once the change is kept.
    package var send: [OutgoingMessage]

    package init(_ result: Result, replies: [CaseReply] = [], send: [OutgoingMessage] = []) {
        self.result = result
        self.replies = replies
        self.send = send
    }
}

package enum WaitOrOutput<State: Sendable, Output: Sendable>: Sendable {
    /// - Parameters:
    ///   - events: Names of what would change it.
    ///   - until: When it wants to be asked at the latest; `nil` = the step's own limit.
    ///   - because: What it waits for, in words for lists of cases; empty for people, whom the case names itself.
    ///   - late: Why the case fails when the step's own limit comes first, in words.
    case wait(State, events: [String] = [], until: Moment? = nil, because: String = "", late: String? = nil)
    case output(Output)
    /// The wait is over without one: refused, or given up.
    case end(StageFailure)
}

/// The same without types, for the engine.
enum WaitOrJSON: Sendable {
    /// - Parameters: As of ``WaitOrOutput``.
    case wait(state: String, events: [String], until: Moment?, because: String = "", late: String? = nil)
    case output(StepOutput)
    case end(StageFailure)
}

extension WaitingAgent {
    var openedStand: StepAgent.Stand {
        { file, state, news async throws(StageFailure) in
            let known: State?
            do { known = try state.map { try JSONDecoder().decode(State.self, from: Data($0.utf8)) } } catch {
                throw .needsReview(because: "the state of \(Self.name) was written by another edition of it")
            }
            let stand = try await self.stand(file, known, news)
            switch stand.result {
            case .output(let output):
                return StepStand(.output(try Self.told(output)), replies: stand.replies, send: stand.send)
            case .end(let failure):
                return StepStand(.end(failure), replies: stand.replies, send: stand.send)
            case .wait(let state, let events, let until, let reason, let late):
                let text: String
                do { text = try JSONText.text(state) } catch {
                    throw .needsReview(because: "the state of \(Self.name) could not be written as JSON")
                }
                return StepStand(
                    .wait(state: text, events: events, until: until, because: reason, late: late),
                    replies: stand.replies,
                    send: stand.send)
            }
        }
    }
}

import Foundation
import Invoicing
import Orchestrator
import Pipeline

/// Work without an effect: slow, sometimes in trouble.
struct SimWork: Agent {
    static let name = "sim-work"
    static let version = 1
    static let needsOrder = false
    typealias Output = String

    init(settings: NoSettings, services: Services) {}

    func run(_ file: CaseFile) async throws(StageFailure) -> String {
        guard let world = SimWorld.current else { throw .interrupted }
        do { try await world.delay(longest: 60) } catch { throw .interrupted }
        if world.dice.happens(world.trouble) { throw .retry(after: .zero, because: "busy") }
        if world.dice.happens(world.trouble / 10) { throw .needsReview(because: "a person has to look") }
        world.note { $0.runs["\(file.id)", default: 0] += 1 }
        return "done"
    }
    static func write(_ output: String, into file: inout CaseFile) {}
}

/// Waits for an answer, and reminds every day.
struct SimDecide: WaitingAgent {
    static let name = "sim-decide"
    static let version = 1
    static let needsOrder = false
    typealias Output = String

    struct State: Codable, Sendable {
        var reminders: Int
        var next: Moment
    }

    init(settings: NoSettings, services: Services) {}

    func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<State, String>>
    {
        guard let world = SimWorld.current else { throw .interrupted }
        do { try await world.delay(longest: 60) } catch { throw .interrupted }
        if world.dice.happens(world.trouble) { throw .retry(after: .zero, because: "busy") }
        let replies = news.messages.map { CaseReply(number: $0.number, isAccepted: true, text: "heard") }
        if let answer = news.messages.first { return StepStand(.output("\(answer.by)"), replies: replies) }
        guard var state else {
            return StepStand(Self.wait(State(reminders: 0, next: news.now + .seconds(86_400))))
        }
        guard state.next <= news.now else { return StepStand(Self.wait(state)) }
        state.reminders += 1
        state.next = state.next + .seconds(86_400)
        let reminder = OutboxMessage(
            to: ["A1"], mode: .any, caseID: file.id, document: file.name, subject: "reminder \(state.reminders)",
            reasons: [])
        return StepStand(
            Self.wait(state),
            send: [OutgoingMessage(key: "\(file.id)/reminder/\(state.reminders)", message: reminder)])
    }

    private static func wait(_ state: State) -> WaitOrOutput<State, String> { .wait(state, until: state.next) }

    static func write(_ output: String, into file: inout CaseFile) {}
}

/// Waits for goods to arrive.
struct SimReceipt: WaitingAgent {
    static let name = "sim-receipt"
    static let version = 1
    static let needsOrder = false
    typealias Output = String
    typealias State = Int

    init(settings: NoSettings, services: Services) {}

    func stand(_ file: CaseFile, _ state: Int?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<Int, String>>
    {
        guard let world = SimWorld.current else { throw .interrupted }
        let isDelivered = world.note { $0.isDelivered }
        // What was looked up may be old by the time the wait is kept.
        do { try await world.delay(longest: 60) } catch { throw .interrupted }
        return StepStand(isDelivered ? .output("delivered") : .wait((state ?? 0) + 1, events: ["receipt:PO-1"]))
    }
    static func write(_ output: String, into file: inout CaseFile) {}
}

/// Books.
struct SimPost: Agent {
    static let name = "sim-post"
    static let version = 1
    static let needsOrder = false
    static let hasEffect = true
    typealias Output = Int

    init(settings: NoSettings, services: Services) {}

    func run(_ file: CaseFile) async throws(StageFailure) -> Int {
        guard let world = SimWorld.current else { throw .interrupted }
        return try await world.book("\(file.id)")
    }

    func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Int> {
        guard let world = SimWorld.current else { throw .interrupted }
        do { try await world.delay(longest: 5) } catch { throw .interrupted }
        if world.dice.happens(world.trouble) { throw .retry(after: .zero, because: "the ledger is busy") }
        return world.note { $0.bookings["\(file.id)"] }.map { .done($0) } ?? .absent
    }
    static func write(_ output: Int, into file: inout CaseFile) {}
}

/// Books, but after a crash never asks whether it did.
struct SimCarelessPost: Agent {
    static let name = "sim-post"
    static let version = 1
    static let needsOrder = false
    static let hasEffect = true

    private let careful: SimPost

    init(settings: NoSettings, services: Services) { careful = SimPost(settings: settings, services: services) }

    func run(_ file: CaseFile) async throws(StageFailure) -> Int { try await careful.run(file) }
    func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Int> { .absent }
    static func write(_ output: Int, into file: inout CaseFile) {}
}

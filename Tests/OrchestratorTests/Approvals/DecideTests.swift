import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

/// A case that waits for people, in a store in memory with a clock that is turned by hand.
@Suite("Deciding") struct DecideTests {
    private static let organisation = OrganisationID(rawValue: "a")
    private static let edition = WorkflowEdition(name: "w", version: 1, digest: "d")

    /// Names the approvers without a table.
    private struct Ask: Agent {
        static let name = "ask"
        static let version = 1
        static let needsOrder = true
        static let gives: Set<CasePart> = [.approval]
        struct Settings: Codable, Sendable { var mode: ApprovalDecision.Mode }
        static let defaults = Settings(mode: .any)
        typealias Output = ApprovalDecision
        let mode: ApprovalDecision.Mode
        init(settings: Settings, services: Services) { mode = settings.mode }
        func run(_ file: CaseFile) async throws(StageFailure) -> ApprovalDecision {
            ApprovalDecision(automatic: false, rule: "r", approvers: ["A1", "A2"], mode: mode, reasons: ["too high"])
        }
        static func write(_ output: ApprovalDecision, into file: inout CaseFile) { file.approval = output }
    }

    private struct Office {
        let clock = HandClock()
        let store: MemoryCaseStore
        let worker: CaseWorker
        let id = CaseID(name: "case", sha256: "", digest: Batch.digest)

        init(_ mode: ApprovalDecision.Mode) async throws {
            let clock = clock
            store = MemoryCaseStore(clock: clock)
            let json = """
                {"name": "w", "version": 1, "steps": [
                  {"id": "ask", "agent": "ask", "settings": {"mode": "\(mode.rawValue)"},
                   "timeouts": {"run": 10, "total": 10}, "retry": {"attempts": 1, "delay": 0, "cap": 0},
                   "on_failure": "end", "when": []},
                  {"id": "decide", "agent": "decide", "settings": {"interval": 3600, "reminders": 2},
                   "timeouts": {"run": 10, "total": 10, "person": 36000},
                   "retry": {"attempts": 1, "delay": 0, "cap": 0}, "on_failure": "end", "when": ["needs-person"]}]}
                """
            let workflow = try Workflow(
                WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([Ask.self, DecideAgent.self]),
                services: Batch.services(way: ScriptedWay([:])))
            worker = CaseWorker(
                store: store, workflows: WorkflowShelf([edition: workflow]), clock: NeverEarly(clock: clock),
                digest: Batch.digest, chance: { 0 })
            _ = try store.begin(
                NewCase(
                    id: id, organisation: organisation, workflow: edition,
                    subject: CaseSubject(name: "x.pdf", sha256: "x", size: 1), step: "ask", key: "x", by: "t"))
            try await work()
        }

        func work() async throws {
            _ = try store.tick()
            for claim in try store.claim(5, worker: "w", lease: .seconds(30)) { try await worker.work(claim) }
        }

        func say(_ kind: ApprovalAnswer.Kind, by person: String, _ text: String = "") throws -> Int64 {
            let body = String(decoding: try JSONText.line(ApprovalAnswer(kind, text: text)), as: UTF8.self)
            return try store.send(.tell(body), to: id, of: organisation, by: person, reason: "", version: nil)
        }

        func answer(_ kind: ApprovalAnswer.Kind, by person: String, _ text: String = "") async throws -> CaseReply {
            let number = try say(kind, by: person, text)
            try await work()
            return try #require(try store.reply(to: number, of: id, in: organisation))
        }

        var status: CaseStatus? { store.cases.first?.status }
        var occasions: [String] { store.outbox.map { String($0.key.split(separator: "/").last ?? "") } }
    }

    /// A clock by which nothing lasts: the agents answer at once, and limits of seconds never run out.
    struct NeverEarly: EngineClock {
        let clock: HandClock
        var now: Moment { clock.now }
        func sleep(_ duration: Duration) async throws { try await Task.sleep(for: .seconds(3600)) }
    }

    @Test func oneOfTwoIsEnough() async throws {
        let office = try await Office(.any)
        #expect(office.status == .waiting)
        #expect(office.occasions == ["ask"])
        #expect(try await office.answer(.approve, by: "A2").isAccepted)
        #expect(office.status == .completed)
    }

    @Test func bothInTheirOrder() async throws {
        let office = try await Office(.sequence)
        #expect(try await !office.answer(.approve, by: "A2").isAccepted)
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        #expect(office.status == .waiting)
        #expect(try await office.answer(.approve, by: "A2").isAccepted)
        #expect(office.status == .completed)
        #expect(office.occasions == ["ask", "ask-2"])
    }

    @Test func nobodyCountsTwiceAndNobodyElseCounts() async throws {
        let office = try await Office(.all)
        #expect(try await !office.answer(.approve, by: "B9").isAccepted)
        #expect(office.store.events(of: office.id).last { $0.by == "B9" }?.kind == "answer-refused")
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        let again = try await office.answer(.approve, by: "A1")
        #expect(!again.isAccepted && again.text == "A1 has approved already")
        #expect(office.status == .waiting)
    }

    @Test func aRefusalNeedsAReasonAndEndsTheCase() async throws {
        let office = try await Office(.all)
        #expect(try await !office.answer(.reject, by: "A1").isAccepted)
        #expect(office.status == .waiting)
        #expect(try await office.answer(.reject, by: "A1", "never ordered").isAccepted)
        #expect(office.status == .rejected)
        #expect(office.store.cases.first?.reason == "refused by A1: never ordered")
    }

    @Test func whoDoesNotAnswerIsRemindedThenAnotherIsAskedThenTheCaseFails() async throws {
        let office = try await Office(.any)
        for _ in 0..<9 {
            office.clock.turn(.seconds(3601))
            try await office.work()
        }
        #expect(office.occasions == ["ask", "reminder-1", "reminder-2", "escalation"])
        #expect(office.status == .waiting)
        office.clock.turn(.seconds(36000))
        try await office.work()
        #expect(office.status == .failed)
        #expect(office.store.cases.first?.reason == "step decide: nobody answered in time; asked: A1, A2, ap-manager")
        #expect(office.occasions.last == "expired")
    }

    /// 36,000 s from the first question: what is recorded a microsecond before counts, at the time itself no more; when it
    /// is looked at does not matter.
    @Test(arguments: [(-1, CaseStatus.completed), (0, .failed), (1, .failed)])
    func atTheDeadlineThereIsOneWinner(_ microseconds: Int, _ end: CaseStatus) async throws {
        let office = try await Office(.any)
        office.clock.turn(.seconds(36000) + .microseconds(microseconds))
        let number = try office.say(.approve, by: "A1")
        office.clock.turn(.seconds(5))
        try await office.work()
        #expect(office.status == end)
        let reply = try office.store.reply(to: number, of: office.id, in: Self.organisation)
        #expect(reply?.isAccepted == (end == .completed))
    }

    @Test func aHeldCaseHearsNobody() async throws {
        let office = try await Office(.any)
        _ = try office.store.send(
            .pause, to: office.id, of: Self.organisation, by: "P", reason: "holiday", version: nil)
        try await office.work()
        #expect(office.status == .paused)
        #expect(try await !office.answer(.approve, by: "A1").isAccepted)
        _ = try office.store.send(.resume, to: office.id, of: Self.organisation, by: "P", reason: "back", version: nil)
        try await office.work()
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        #expect(office.status == .completed)
    }
}

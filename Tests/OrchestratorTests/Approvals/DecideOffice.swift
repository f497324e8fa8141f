import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

/// A case that waits for people, in a store in memory with a clock that is turned by hand.
struct DecideOffice {
    static let organisation = OrganisationID(rawValue: "a")
    static let edition = WorkflowEdition(name: "w", version: 1, digest: "d")

    let clock = HandClock()
    let store: MemoryCaseStore
    let worker: CaseWorker
    let id = CaseID(name: "case", sha256: "", digest: Batch.digest)

    /// A1 and A2 are asked; reminded every hour, twice; after ten hours nothing counts any more.
    init(
        _ mode: ApprovalDecision.Mode, by sender: String = "folder", escalations: [EscalationRow] = []
    ) async throws {
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
        var services = Batch.services(way: ScriptedWay([:]))
        services.approvals?.escalations = escalations
        let workflow = try Workflow(
            WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([Ask.self, DecideAgent.self]),
            services: services)
        worker = CaseWorker(
            store: store, workflows: WorkflowShelf([Self.edition: workflow]), clock: NeverEarly(clock: clock),
            digest: Batch.digest, chance: { 0 })
        _ = try store.begin(
            NewCase(
                id: id, organisation: Self.organisation, workflow: Self.edition,
                subject: CaseSubject(name: "x.pdf", sha256: "x", size: 1), step: "ask", key: "x", by: sender))
        try await work()
    }

    func work() async throws {
        _ = try store.tick()
        for claim in try store.claim(5, worker: "w", lease: .seconds(30)) { try await worker.work(claim) }
    }

    func order(_ body: CaseMessage.Body, _ reason: String = "holiday") throws {
        _ = try store.send(body, to: id, of: Self.organisation, by: "P", reason: reason, version: nil)
    }

    func say(_ kind: ApprovalAnswer.Kind, by person: String, _ text: String = "", to: String? = nil) throws -> Int64 {
        let body = String(decoding: try JSONText.line(ApprovalAnswer(kind, text: text, to: to)), as: UTF8.self)
        return try store.send(.tell(body), to: id, of: Self.organisation, by: person, reason: "", version: nil)
    }

    func answer(_ kind: ApprovalAnswer.Kind, by person: String, _ text: String = "", to: String? = nil) async throws
        -> CaseReply
    {
        let number = try say(kind, by: person, text, to: to)
        try await work()
        return try #require(try store.reply(to: number, of: id, in: Self.organisation))
    }

    var status: CaseStatus? { store.cases.first?.status }
    var reason: String? { store.cases.first?.reason }
    var occasions: [String] { store.outbox.map { String($0.key.split(separator: "/").last ?? "") } }
    var ends: [String] { store.events(of: id).map(\.kind).filter { $0.hasPrefix("case-") && $0 != "case-begun" } }

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

    /// A clock by which nothing lasts: the agents answer at once, and limits of seconds never run out.
    struct NeverEarly: EngineClock {
        let clock: HandClock
        var now: Moment { clock.now }
        func sleep(_ duration: Duration) async throws { try await Task.sleep(for: .seconds(3600)) }
    }
}

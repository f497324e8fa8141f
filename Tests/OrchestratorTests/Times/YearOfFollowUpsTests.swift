import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

/// A year of reminders in a store in memory, by a clock that jumps to the next time at which something is due.
@Suite("A year of follow-ups") struct YearOfFollowUpsTests {
    /// The program's own agent: every 25 hours, 350 times.
    @Test func everyReminderIsSentOnceAndInTime() async throws {
        let office = try await Office(
            "decide", settings: #"{"interval": 90000, "reminders": 350}"#, agents: [DecideAgent.self])
        let start = office.clock.now
        try await office.pass(.seconds(350 * 90000 + 1))
        let expected = (1...350).map { start + .seconds($0 * 90000) }
        #expect(office.sent("reminder") == (1...350).map { "reminder-\($0)" })
        #expect(Array(office.store.fired(office.id).prefix(350)) == expected)
        #expect(office.store.cases.first?.status == .waiting)
    }

    /// On business days of Bavaria at 9, though every tenth time the worker dies with the case in its hands.
    @Test func aBusinessCalendarOverAYear() async throws {
        let office = try await Office(
            "remind", settings: #"{"calendar": "DE-BY", "times": 240}"#, agents: [RemindAgent.self])
        try await office.pass(.seconds(365 * 86400), losingEvery: 10)
        let holidays = try #require(HolidayTests.tables.first { $0.name == "DE-BY" && $0.year == 2026 }).days
        let free = Set(holidays.split(separator: " ").map { "2026-\($0)" })
        // Asked on a holiday, so counted from 2 January on; summer time from 29 March to 24 October.
        let days = (20455..<20820).map { Day(ordinal: $0)! }.filter { $0.iso > "2026-01-02" }
        let expected = days.filter { $0.weekday < .saturday && !free.contains($0.iso) }.map { day in
            day.iso + (day.iso >= "2026-03-29" && day.iso < "2026-10-25" ? "T07:00:00Z" : "T08:00:00Z")
        }
        #expect(office.sent("reminder") == (1...240).map { "reminder-\($0)" })
        #expect(office.store.outbox.suffix(240).map { $0.message.subject } == Array(expected.prefix(240)))
        #expect(Set(office.store.fired(office.id)).count >= 240)
    }

    private struct Office {
        let clock = HandClock()
        let store: MemoryCaseStore
        let worker: CaseWorker
        let id = CaseID(name: "case", sha256: "", digest: Batch.digest)

        init(_ agent: String, settings: String, agents: [any Agent.Type]) async throws {
            let (clock, edition) = (clock, WorkflowEdition(name: "w", version: 1, digest: "d"))
            store = MemoryCaseStore(clock: clock)
            let limits = """
                "timeouts": {"run": 10, "total": 10, "person": 31536000},
                "retry": {"attempts": 1, "delay": 0, "cap": 0}, "on_failure": "end"
                """
            let json = """
                {"name": "w", "version": 1, "steps": [
                  {"id": "ask", "agent": "ask-one", "settings": {}, \(limits), "when": []},
                  {"id": "wait", "agent": "\(agent)", "settings": \(settings), \(limits), "when": ["needs-person"]}]}
                """
            let workflow = try Workflow(
                published: WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([AskOne.self] + agents),
                services: Batch.services(way: ScriptedWay([:])))
            worker = CaseWorker(
                store: store, workflows: WorkflowShelf([edition: workflow]), clock: Standing(clock: clock),
                digest: Batch.digest, chance: { 0 })
            _ = try store.begin(
                NewCase(
                    id: id, organisation: OrganisationID(rawValue: "a"), workflow: edition,
                    subject: CaseSubject(name: "x.pdf", sha256: "x", size: 1), step: "ask", key: "x", by: "t"))
            try await work()
        }

        /// Lets time go by, from one due time to the next.
        /// - Parameter count: Every so many times a worker takes the case and is never seen again.
        func pass(_ duration: Duration, losingEvery count: Int = .max) async throws {
            let end = clock.now + duration
            var number = 0
            while let next = store.nextTime, next <= end {
                clock.turn(max(.zero, next - clock.now))
                number += 1
                if number % count == 0 {
                    _ = try store.tick()
                    _ = try store.claim(1, worker: "lost", lease: .seconds(30))
                    clock.turn(.seconds(31))
                }
                try await work()
            }
        }

        private func work() async throws {
            _ = try store.tick()
            for claim in try store.claim(5, worker: "w", lease: .seconds(30)) { try await worker.work(claim) }
        }

        /// Occasions in the order in which they were sent.
        func sent(_ prefix: String) -> [String] {
            store.outbox.map { String($0.key.split(separator: "/").last ?? "") }.filter { $0.hasPrefix(prefix) }
        }
    }

    /// A clock by which no step lasts.
    private struct Standing: EngineClock {
        let clock: HandClock
        var now: Moment { clock.now }
        func sleep(_ duration: Duration) async throws { try await Task.sleep(for: .seconds(3600)) }
    }

    private struct AskOne: Agent {
        static let name = "ask-one"
        static let version = 1
        static let needsOrder = true
        struct Settings: Codable, Sendable {}
        static let defaults = Settings()
        typealias Output = ApprovalDecision
        init(settings: Settings, services: Services) {}
        func run(_ file: CaseFile) async throws(StageFailure) -> ApprovalDecision {
            ApprovalDecision(automatic: false, rule: "r", approvers: ["A1"], mode: .any, reasons: ["too high"])
        }
        static func write(_ output: ApprovalDecision, into file: inout CaseFile) { file.approval = output }
    }

    /// Reminds on each business day; the subject of a reminder is the time for which it was planned.
    private struct RemindAgent: WaitingAgent {
        static let name = "remind"
        static let version = 1
        static let needsOrder = true
        struct Settings: Codable, Sendable {
            var calendar: BusinessCalendar
            var times: Int
        }
        static let defaults = Settings(calendar: try! BusinessCalendar(holidays: "TARGET"), times: 0)
        struct State: Codable, Sendable {
            var sent: Int
            var next: Moment
        }
        typealias Output = Consent

        let settings: Settings
        init(settings: Settings, services: Services) { self.settings = settings }

        func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
            -> StepStand<WaitOrOutput<State, Consent>>
        {
            do {
                let calendar = settings.calendar
                var state = try state ?? State(sent: 0, next: calendar.add(businessDays: 1, to: news.now))
                var send: [OutgoingMessage] = []
                if state.next <= news.now, state.sent < settings.times {
                    state.sent += 1
                    let message = OutboxMessage(
                        to: ["A1"], mode: .any, caseID: file.id, document: file.label, subject: state.next.iso,
                        reasons: [])
                    send.append(OutgoingMessage(key: "\(file.id)/remind/reminder-\(state.sent)", message: message))
                    state.next = try calendar.add(businessDays: 1, to: state.next)
                }
                let until = state.sent < settings.times ? state.next : nil
                return StepStand(.wait(state, until: until), send: send)
            } catch { throw .needsReview(because: "\(error)") }
        }
        static func write(_ output: Consent, into file: inout CaseFile) { file.consent = output }
    }
}

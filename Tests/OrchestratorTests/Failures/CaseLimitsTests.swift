import Foundation
import Orchestrator
import Pipeline
import Support
import Synchronization
import Testing

/// Limits of different origin, and sick dependencies, as a case meets them.
@Suite("Limits of a case") struct CaseLimitsTests {
    private static let organisation = OrganisationID(rawValue: "a")
    private static let edition = WorkflowEdition(name: "w", version: 1, digest: "d")

    /// Calls an ERP that is ill as long as somebody says so.
    private struct Call: Agent {
        static let name = "call"
        static let version = 1
        static let needsOrder = true
        static let dependency: String? = "erp"
        typealias Output = String
        @TaskLocal static var erp: ERP?
        init(settings: NoSettings, services: Services) {}
        func run(_ file: CaseFile) async throws(StageFailure) -> String {
            if Self.erp?.isCalledWell() ?? true { return "done" }
            throw .retry(after: .zero, because: "the ERP is ill")
        }
        static func write(_ output: String, into file: inout CaseFile) {}
    }

    private final class ERP: Sendable {
        private let state = Mutex((isIll: true, calls: 0))
        var calls: Int { state.withLock { $0.calls } }
        func heal() { state.withLock { $0.isIll = false } }
        func isCalledWell() -> Bool {
            state.withLock { state in
                state.calls += 1
                return !state.isIll
            }
        }
    }

    private struct Wait: WaitingAgent {
        static let name = "wait"
        static let version = 1
        static let needsOrder = true
        typealias Output = String
        init(settings: NoSettings, services: Services) {}
        func stand(_ file: CaseFile, _ state: Int?, _ news: StepNews) async throws(StageFailure)
            -> StepStand<WaitOrOutput<Int, String>>
        { StepStand(.wait(0)) }
        static func write(_ output: String, into file: inout CaseFile) {}
    }

    private struct Office {
        let clock = HandClock()
        let store: MemoryCaseStore
        let worker: CaseWorker

        init(_ agent: String, cases: Int = 1, limits: [String: GivenLimits] = [:]) throws {
            store = MemoryCaseStore(clock: clock)
            let json = """
                {"name": "w", "version": 1, "steps": [
                  {"id": "only", "agent": "\(agent)", "settings": {}, "timeouts": {"run": 10, "total": 3600},
                   "retry": {"attempts": 20, "delay": 1, "cap": 1}, "on_failure": "end", "when": []}]}
                """
            var services = Batch.services(way: ScriptedWay([:]))
            services.limits = OrganisationLimits(limits)
            let workflow = try Workflow(
                published: WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([Call.self, Wait.self]),
                services: services)
            worker = CaseWorker(
                store: store, workflows: WorkflowShelf([edition: workflow]),
                clock: DecideOffice.NeverEarly(clock: clock), digest: Batch.digest, chance: { 0.5 })
            for index in 0..<cases {
                _ = try store.begin(
                    NewCase(
                        id: id(index), organisation: organisation, workflow: edition,
                        subject: CaseSubject(name: "\(index)", sha256: "\(index)", size: 1), step: "only",
                        key: "\(index)", by: "t"))
            }
        }

        func id(_ index: Int = 0) -> CaseID { CaseID(name: "\(index)", sha256: "", digest: Batch.digest) }

        func work() async throws {
            _ = try store.tick()
            for claim in try store.claim(100, worker: "w", lease: .seconds(30)) { try await worker.work(claim) }
        }

        func limit(_ given: GivenLimits, step: String = "only") async throws -> CaseReply {
            let number = try store.send(
                .limit(step: step, given), to: id(), of: organisation, by: "U1", reason: "r", version: nil)
            try await work()
            return try #require(try store.reply(to: number, of: id(), in: organisation))
        }

        func kinds(_ index: Int = 0) -> [String] { store.events(of: id(index)).map(\.kind) }
    }

    @Test func aCasesOwnLimitEndsAWaitSooner() async throws {
        let office = try Office("wait")
        try await office.work()
        #expect(office.store.cases[0].status == .waiting)
        #expect(try await office.limit(GivenLimits(humanWait: 3_600)).isAccepted)
        office.clock.turn(.seconds(3_599))
        try await office.work()
        #expect(office.store.cases[0].status == .waiting)
        office.clock.turn(.seconds(2))
        try await office.work()
        #expect(office.store.cases[0].status == .failed)
        #expect(office.store.cases[0].reason == "step only: nobody answered in time")
    }

    @Test func aCasesOwnLimitGoesBeforeTheOrganisations() async throws {
        let office = try Office("wait", limits: ["*": GivenLimits(humanWait: 60)])
        try await office.work()
        #expect(try await office.limit(GivenLimits(humanWait: 7_200)).isAccepted)
        office.clock.turn(.seconds(3_600))
        try await office.work()
        #expect(office.store.cases[0].status == .waiting)
        office.clock.turn(.seconds(3_601))
        try await office.work()
        #expect(office.store.cases[0].status == .failed)
    }

    @Test func theOrganisationsLimitGoesBeforeTheWorkflows() async throws {
        let retry = WorkflowDefinition.Retry(attempts: 2, delay: 0, cap: 0)
        let office = try Office("call", limits: ["only": GivenLimits(retry: retry)])
        let erp = ERP()
        try await Call.$erp.withValue(erp) { for _ in 0..<5 { try await office.work() } }
        #expect(erp.calls == 2)
        #expect(office.store.cases[0].status == .failed)
    }

    @Test func limitsThatDoNotGoTogetherAreRefusedWithTheirOrigin() async throws {
        let office = try Office("wait")
        try await office.work()
        let reply = try await office.limit(GivenLimits(run: 9_000))
        #expect(!reply.isAccepted)
        #expect(reply.text.contains("run (9000 s, set for this case)"))
        #expect(reply.text.contains("total (3600 s, set by the workflow)"))
        #expect(try await !office.limit(GivenLimits(run: 1), step: "other").isAccepted)
        #expect(throws: WorkflowError.self) { try Office("wait", limits: ["only": GivenLimits(total: 5)]) }
    }

    @Test func aSickDependencyIsSparedAndCostsNoAttempt() async throws {
        let office = try Office("call", cases: 30)
        let erp = ERP()
        try await Call.$erp.withValue(erp) {
            try await office.work()
            #expect(erp.calls == 10, "then the breaker opens")
            let attempts = office.store.cases.map(\.place.attempt).sorted()
            #expect(attempts == Array(repeating: 1, count: 20) + Array(repeating: 2, count: 10))
            office.clock.turn(.seconds(20))
            try await office.work()
            #expect(erp.calls == 10)
            office.clock.turn(.seconds(11))
            try await office.work()
            #expect(erp.calls == 11, "one is let through")
            erp.heal()
            for _ in 0..<5 {
                office.clock.turn(.seconds(31))
                try await office.work()
            }
        }
        #expect(office.store.cases.allSatisfy { $0.status == .completed })
        let told = (0..<30).flatMap { office.kinds($0) }
        #expect(told.contains("dependency-ill") && told.contains("dependency-well"))
    }

    @Test func aCaseThatNobodyTookInTimeSaysSo() async throws {
        let office = try Office("wait", limits: ["*": GivenLimits(queueWait: 60)])
        office.clock.turn(.seconds(61))
        try await office.work()
        #expect(office.kinds().contains("taken-late"))
        let prompt = try Office("wait", limits: ["*": GivenLimits(queueWait: 60)])
        try await prompt.work()
        #expect(!prompt.kinds().contains("taken-late"))
    }

    @Test func nothingIsBegunWhileAnAgentIsHeld() async throws {
        let office = try Office("call", cases: 2)
        let erp = ERP()
        erp.heal()
        office.store.hold(CaseHold(organisation: Self.organisation, agent: "call"), by: "U1", reason: "r")
        try await Call.$erp.withValue(erp) {
            try await office.work()
            #expect(erp.calls == 0)
            #expect(office.store.cases.allSatisfy { $0.status == .running && $0.place.attempt == 1 })
            let cancelled = try office.store.send(
                .cancel, to: office.id(1), of: Self.organisation, by: "U1", reason: "r", version: nil)
            try await office.work()
            #expect(try office.store.reply(to: cancelled, of: office.id(1), in: Self.organisation)?.isAccepted == true)
            #expect(office.store.letGo(CaseHold(organisation: Self.organisation, agent: "call")))
            office.clock.turn(.seconds(31))
            try await office.work()
            #expect(erp.calls == 1)
        }
    }
}

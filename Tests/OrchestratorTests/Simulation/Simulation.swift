import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Synchronization

/// A small company for some virtual days: workers that die and stall, people who answer, hold, continue and cancel, goods
/// that arrive, clocks that are wrong. Everything follows from the seed.
struct Simulation: Sendable {
    static let workflow = """
        {"name": "sim", "version": 1, "steps": [
          \(step("read", "sim-work")), \(step("check", "sim-work")), \(step("await", "sim-receipt")),
          \(step("decide", "sim-decide")), \(step("post", "sim-post", onFailure: "tell")),
          \(step("file", "sim-work")), \(step("tell", "sim-work"))
        ]}
        """

    private static func step(_ id: String, _ agent: String, onFailure: String = "end") -> String {
        """
        {"id": "\(id)", "agent": "\(agent)", "settings": {}, "timeouts": {"run": 40, "total": 600, "person": 2592000},
         "retry": {"attempts": 4, "delay": 1, "cap": 30}, "on_failure": "\(onFailure)", "when": []}
        """
    }

    static let edition = WorkflowEdition(name: "sim", version: 1, digest: "0")
    private static let organisations = ["a", "b"].map { OrganisationID(rawValue: $0) }

    let seed: UInt64
    let dice: SimDice
    let clock = SimClock()
    let world: SimWorld
    let store: MemoryCaseStore
    let caseCount: Int

    private let agents: [any Agent.Type]

    init(seed: UInt64, post: any Agent.Type = SimPost.self) {
        self.seed = seed
        agents = [SimWork.self, SimDecide.self, SimReceipt.self, post]
        dice = SimDice(seed)
        caseCount = 1 + dice.below(6)
        let trouble = [0, 0.02, 0.08, 0.2][dice.below(4)]
        world = SimWorld(dice: dice, clock: clock, trouble: trouble, isSlow: dice.happens(0.5))
        store = MemoryCaseStore(clock: clock)
    }

    /// - Returns: What is wrong; empty = all promises were kept.
    func run() throws -> [String] {
        let workers = try workers()
        let scheduler = SimScheduler()
        let end = End()
        SimWorld.$current.withValue(world) {
            _ = Task(executorPreference: scheduler) {
                await play(workers)
                end.come()
            }
        }
        var steps = 0
        while !end.hasCome {
            steps += 1
            if steps > 3_000_000 { return ["no end after \(steps) steps: \(store.cases.map(\.status))"] }
            if !scheduler.step(dice), !clock.advance() { return ["everything waits: \(store.cases.map(\.status))"] }
        }
        return broken()
    }

    private final class End: Sendable {
        private let flag = Mutex(false)
        var hasCome: Bool { flag.withLock { $0 } }
        func come() { flag.withLock { $0 = true } }
    }

    private func workers() throws -> [CaseWorker] {
        let services = Batch.services(way: ScriptedWay([:]))
        let workflow = try Workflow(
            WorkflowDefinition(json: Data(Self.workflow.utf8)), agents: AgentRegistry(agents), services: services)
        let shelf = WorkflowShelf([Self.edition: workflow])
        let faulty = FaultyStore(store: store, world: world)
        let dice = dice
        return (0..<3).map { _ in
            CaseWorker(
                store: faulty, workflows: shelf,
                clock: SkewedClock(clock: clock, skew: .seconds(dice.below(7200) - 3600)),
                settings: .init(lease: .seconds(30), deliveries: 50), digest: Batch.digest,
                chance: { dice.fraction() })
        }
    }

    /// Until every case has ended.
    private func play(_ workers: [CaseWorker]) async {
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await labour(worker) } }
            group.addTask { await tick() }
            group.addTask { await deliver() }
            if dice.happens(0.3) { group.addTask { await holdNowAndThen() } }
            for index in 0..<caseCount { group.addTask { await accompany(index) } }
            await supervise()
            group.cancelAll()
        }
    }

    private func labour(_ worker: CaseWorker) async {
        var idle = 1
        while !Task.isCancelled {
            let claims = (try? await worker.store.claim(1, worker: "w", lease: .seconds(30))) ?? []
            // What is thrown is the death of the worker; another one takes its place.
            for claim in claims { try? await worker.work(claim) }
            idle = claims.isEmpty ? min(idle * 2, 900) : 1
            if claims.isEmpty { try? await clock.sleep(.seconds(idle)) }
        }
    }

    private func tick() async {
        var idle = 1
        while !Task.isCancelled {
            // Nobody waits for days second by second.
            idle = (try? store.tick()) ?? 0 > 0 ? 1 : min(idle * 2, 300)
            try? await clock.sleep(.seconds(idle))
        }
    }

    private func deliver() async {
        try? await clock.sleep(.seconds(dice.below(400)))
        world.note { $0.isDelivered = true }
        for organisation in Self.organisations { try? store.publish("receipt:PO-1", in: organisation) }
    }

    /// Somebody stops an organisation, an agent or everything for a while, and lets it go again.
    private func holdNowAndThen() async {
        for _ in 0..<3 {
            try? await clock.sleep(.seconds(dice.below(300)))
            let organisation = dice.happens(0.5) ? Self.organisations[dice.below(2)] : nil
            let agent = dice.happens(0.6) ? ["sim-work", "sim-post", "sim-decide"][dice.below(3)] : nil
            let hold = CaseHold(organisation: organisation, agent: agent)
            store.hold(hold, by: "boss", reason: "r")
            try? await clock.sleep(.seconds(1 + dice.below(600)))
            _ = store.letGo(hold)
        }
    }

    private func supervise() async {
        while !Task.isCancelled {
            try? await clock.sleep(.seconds(300))
            if store.cases.count == caseCount, store.cases.allSatisfy(\.status.isEnd) { return }
        }
    }
}

// MARK: - People

extension Simulation {
    private func id(_ index: Int) -> CaseID { CaseID(name: "case \(index)", sha256: "\(seed)", digest: Batch.digest) }

    /// Begins a case, twice as a sender would who got no answer, and sees to it that it ends.
    private func accompany(_ index: Int) async {
        try? await clock.sleep(.seconds(dice.below(100)))
        let organisation = Self.organisations[index % 2]
        let new = NewCase(
            id: id(index), organisation: organisation, workflow: Self.edition,
            subject: CaseSubject(name: "\(index).pdf", sha256: "\(index)", size: 1), step: "read",
            priority: dice.below(10), key: "\(index)", by: "folder")
        for _ in 0...dice.below(2) { _ = try? store.begin(new) }
        while !Task.isCancelled {
            try? await clock.sleep(.seconds(dice.happens(0.2) ? dice.below(200_000) : dice.below(300)))
            guard let stored = store.cases.first(where: { $0.id == new.id }) else { continue }
            let message: CaseMessage.Body
            switch stored.status {
            case .waiting where stored.place.step == "decide" && dice.happens(0.5): message = .tell("\"yes\"")
            case .paused: message = dice.happens(0.9) ? .resume : .cancel
            case .review, .failed, .rejected:
                message = dice.happens(0.5) ? .retry : .goOn(step: ["check", "post"][dice.below(2)], values: [:])
            case .running, .waiting:
                guard dice.happens(0.1) else { continue }
                message = [.pause, .cancel, .goOn(step: "check", values: [:])][dice.below(3)]
            case .completed, .cancelled: return
            }
            let version = dice.happens(0.5) ? stored.version : nil
            _ = try? store.send(message, to: new.id, of: organisation, by: "P1", reason: "as agreed", version: version)
        }
    }
}

// MARK: - Promises

extension Simulation {
    private func broken() -> [String] {
        var faults: [String] = []
        let cases = store.cases
        if cases.count != caseCount { faults.append("\(caseCount) cases were begun, \(cases.count) are there") }
        for (id, reason) in store.aside { faults.append("\(id) was set aside: \(reason)") }
        for stored in cases { faults += broken(stored).map { "\(stored.reference) (\(stored.status)): \($0)" } }
        return faults.map { "seed \(seed): \($0)" }
    }

    private func broken(_ stored: StoredCase) -> [String] {
        var faults: [String] = []
        let booked = world.note { $0.bookings["\(stored.id)"] }
        if let booked, booked != 1 { faults.append("booked \(booked) times") }
        let effect = store.effects(of: stored.id).first { $0.step == "post" }
        let outputs = store.records(of: stored.id).filter { !$0.isSuperseded && $0.record.kind == .output }
        let steps = outputs.map(\.record.step)
        if Set(steps).count != steps.count { faults.append("a step has two outputs: \(steps)") }
        if stored.status == .completed {
            let all = ["read", "check", "await", "decide", "post", "file", "tell"]
            if steps != all { faults.append("completed with \(steps)") }
            if booked == nil { faults.append("completed, but not booked") }
            if effect?.outcome != .done { faults.append("completed, but the booking is \(String(describing: effect))") }
        }
        if booked == nil, effect?.outcome == .done { faults.append("noted as booked, but it is not") }
        let reminders = store.outbox.filter { $0.message.caseID == stored.id }.map(\.key)
        if Set(reminders).count != reminders.count { faults.append("a reminder was sent twice") }
        let fired = store.fired(stored.id)
        if Set(fired).count != fired.count { faults.append("a timer went off twice: \(fired.map(\.iso))") }
        let last = store.events(of: stored.id).last { $0.kind.hasPrefix("case-") }
        if stored.status == .completed, last?.kind != "case-completed" {
            faults.append("the audit ends with \(String(describing: last))")
        }
        return faults
    }
}

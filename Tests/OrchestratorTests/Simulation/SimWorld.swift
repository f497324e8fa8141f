import Foundation
import Orchestrator
import Pipeline
import Support
import Synchronization

/// Everything outside of the engine, and what it has seen.
final class SimWorld: Sendable {
    @TaskLocal static var current: SimWorld?

    struct Seen {
        /// Bookings by key, with the times that each was asked for.
        var bookings: [String: Int] = [:]
        var isDelivered = false
        var runs: [String: Int] = [:]
    }

    let dice: SimDice
    let clock: SimClock
    /// Chance of trouble at each call, 0...1.
    let trouble: Double
    /// Whether a ledger may answer only when somebody else has the case already; then it has to take keys once.
    let isSlow: Bool
    private let seen = Mutex(Seen())

    init(dice: SimDice, clock: SimClock, trouble: Double, isSlow: Bool) {
        self.dice = dice
        self.clock = clock
        self.trouble = trouble
        self.isSlow = isSlow
    }

    func note<Value: Sendable>(_ body: (inout Seen) -> Value) -> Value { seen.withLock { body(&$0) } }

    /// Takes some time, mostly little; now and then longer than a lease.
    func delay(longest: Double) async throws {
        let seconds = dice.happens(trouble) ? dice.fraction() * longest : dice.fraction() * 0.2
        try await clock.sleep(.milliseconds(Int(seconds * 1000)))
    }

    /// Books, and counts every time it was asked to.
    func book(_ key: String) async throws(StageFailure) -> Int {
        do {
            if dice.happens(trouble) { throw StageFailure.retry(after: .zero, because: "the ledger is busy") }
            try await delay(longest: isSlow ? 90 : 5)
            let number = note { seen in
                if isSlow, let known = seen.bookings[key] { return known }
                seen.bookings[key, default: 0] += 1
                return seen.bookings[key, default: 0]
            }
            try await delay(longest: isSlow ? 90 : 5)
            if dice.happens(trouble) { throw StageFailure.retry(after: .seconds(1), because: "the answer was lost") }
            return number
        } catch let failure as StageFailure { throw failure } catch { throw .interrupted }
    }
}

/// A store that is not reached now and then: before it has done what it was asked, or after, when the answer is lost. To
/// the case both look like a worker that was killed there.
struct FaultyStore: CaseStore {
    let store: MemoryCaseStore
    let world: SimWorld

    private func faulty<Value: Sendable>(_ call: () throws(CaseStoreError) -> Value) async throws(CaseStoreError)
        -> Value
    {
        if world.dice.happens(world.trouble) { throw .unavailable("killed before") }
        do { try await world.delay(longest: 60) } catch { throw .unavailable("stopped") }
        let value = try call()
        if world.dice.happens(world.trouble) { throw .unavailable("killed after") }
        do { try await world.delay(longest: 60) } catch { throw .unavailable("stopped") }
        return value
    }

    func begin(_ new: NewCase) async throws(CaseStoreError) -> StoredCase {
        try await faulty { () throws(CaseStoreError) in try store.begin(new) }
    }
    func claim(_ count: Int, worker: String, lease: Duration) async throws(CaseStoreError) -> [CaseClaim] {
        try await faulty { () throws(CaseStoreError) in try store.claim(count, worker: worker, lease: lease) }
    }
    func claim(_ id: CaseID, of organisation: OrganisationID, worker: String, lease: Duration)
        async throws(CaseStoreError) -> CaseClaim?
    {
        try await faulty { () throws(CaseStoreError) in
            try store.claim(id, of: organisation, worker: worker, lease: lease)
        }
    }
    func extend(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError) {
        try await faulty { () throws(CaseStoreError) in try store.extend(claim, lease: lease) }
    }
    func giveBack(_ claim: CaseClaim, next: CaseChange.Next) async throws(CaseStoreError) {
        try await faulty { () throws(CaseStoreError) in try store.giveBack(claim, next: next) }
    }
    func setAside(_ claim: CaseClaim, because reason: String) async throws(CaseStoreError) {
        try store.setAside(claim, because: reason)
    }
    func dossier(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError) -> CaseDossier {
        try await faulty { () throws(CaseStoreError) in try store.dossier(claim, lease: lease) }
    }
    func commit(_ change: CaseChange, after version: Int64, _ claim: CaseClaim, lease: Duration)
        async throws(CaseStoreError) -> Bool
    {
        try await faulty { () throws(CaseStoreError) in
            try store.commit(change, after: version, claim, lease: lease)
        }
    }
    func send(
        _ body: CaseMessage.Body, to id: CaseID, of organisation: OrganisationID, by: String, reason: String,
        version: Int64?
    ) async throws(CaseStoreError) -> Int64 {
        try store.send(body, to: id, of: organisation, by: by, reason: reason, version: version)
    }
    func reply(to number: Int64, of id: CaseID, in organisation: OrganisationID) async throws(CaseStoreError)
        -> CaseReply?
    {
        try store.reply(to: number, of: id, in: organisation)
    }
    func publish(_ event: String, in organisation: OrganisationID) async throws(CaseStoreError) {
        try store.publish(event, in: organisation)
    }
    func hold(_ hold: CaseHold, by: String, reason: String) async throws(CaseStoreError) {
        store.hold(hold, by: by, reason: reason)
    }
    func letGo(_ hold: CaseHold) async throws(CaseStoreError) -> Bool { store.letGo(hold) }
    func tick() async throws(CaseStoreError) -> Int { try store.tick() }
}

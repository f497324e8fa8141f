package import Orchestrator
import Synchronization

/// Cases in memory, with the promises of ``CaseStore``. A test gives it the clock.
package final class MemoryCaseStore: CaseStore {
    private let clock: any EngineClock
    private let world: Mutex<World>

    /// - Parameter weights: Shares of organisations that differ from 1.
    package init(clock: any EngineClock, weights: [OrganisationID: Int] = [:]) {
        self.clock = clock
        world = Mutex(World(weights: weights))
    }

    package func begin(_ new: NewCase) throws(CaseStoreError) -> StoredCase {
        change { world in world.begin(new, at: clock.now) }
    }

    package func claim(_ count: Int, worker: String, lease: Duration) throws(CaseStoreError) -> [CaseClaim] {
        change { world in (0..<count).compactMap { _ in world.claimNext(at: clock.now, lease: lease) } }
    }

    package func claim(_ id: CaseID, of organisation: OrganisationID, worker: String, lease: Duration)
        throws(CaseStoreError) -> CaseClaim?
    {
        change { world in
            guard world.cases[id]?.stored.organisation == organisation else { return nil }
            return world.claim(id, at: clock.now, lease: lease)
        }
    }

    package func extend(_ claim: CaseClaim, lease: Duration) throws(CaseStoreError) {
        try change { world throws(CaseStoreError) in
            try world.fence(claim, at: clock.now)
            world.work[claim.caseID]?.leasedUntil = clock.now + lease
        }
    }

    package func giveBack(_ claim: CaseClaim, next: CaseChange.Next) throws(CaseStoreError) {
        try change { world throws(CaseStoreError) in
            try world.fence(claim, at: clock.now)
            world.settle(claim.caseID, next, at: clock.now)
        }
    }

    package func setAside(_ claim: CaseClaim, because reason: String) throws(CaseStoreError) {
        try change { world throws(CaseStoreError) in
            try world.fence(claim, at: clock.now)
            world.work[claim.caseID] = nil
            world.aside[claim.caseID] = reason
        }
    }

    package func dossier(_ claim: CaseClaim, lease: Duration) throws(CaseStoreError) -> CaseDossier {
        try change { world throws(CaseStoreError) in
            try world.fence(claim, at: clock.now)
            world.work[claim.caseID]?.leasedUntil = clock.now + lease
            return world.dossier(claim.caseID, at: clock.now)
        }
    }

    package func commit(_ change: CaseChange, after version: Int64, _ claim: CaseClaim, lease: Duration)
        throws(CaseStoreError) -> Bool
    {
        try self.change { world throws(CaseStoreError) in
            try world.fence(claim, at: clock.now)
            return try world.commit(change, after: version, claim.caseID, at: clock.now, lease: lease)
        }
    }

    package func send(
        _ body: CaseMessage.Body, to id: CaseID, of organisation: OrganisationID, by: String, reason: String,
        version: Int64?
    ) throws(CaseStoreError) -> Int64 {
        try change { world throws(CaseStoreError) in
            guard world.cases[id]?.stored.organisation == organisation else { throw .refused("there is no such case") }
            world.messageCount += 1
            world.cases[id]?.messages.append(
                CaseMessage(
                    number: world.messageCount, body: body, by: by, reason: reason, version: version, at: clock.now))
            world.wake(id, at: clock.now)
            return world.messageCount
        }
    }

    package func reply(to number: Int64, of id: CaseID, in organisation: OrganisationID) throws(CaseStoreError)
        -> CaseReply?
    {
        change { world in world.cases[id]?.replies.first { $0.number == number } }
    }

    package func publish(_ event: String, in organisation: OrganisationID) throws(CaseStoreError) {
        change { world in
            world.publications[organisation, default: [:]][event, default: 0] += 1
            for (id, one) in world.cases
            where one.stored.organisation == organisation && one.stored.status == .waiting
                && one.stored.place.wait?.events[event] != nil
            {
                world.wake(id, at: clock.now)
            }
        }
    }

    package func hold(_ hold: CaseHold, by: String, reason: String) {
        change { world in
            world.holds.insert(hold)
            for id in world.work.keys where world.work[id]?.leasedUntil != nil { world.work[id]?.isHailed = true }
        }
    }

    package func letGo(_ hold: CaseHold) -> Bool { change { $0.holds.remove(hold) != nil } }

    package func tick() throws(CaseStoreError) -> Int {
        change { world in
            let (now, before) = (clock.now, world.work.values.count { $0.isReady })
            for id in world.work.keys {
                if let until = world.work[id]?.leasedUntil, until < now { world.work[id]?.leasedUntil = nil }
                if let due = world.work[id]?.due, due <= now {
                    world.work[id]?.due = nil
                    world.fired[id, default: []].append(due)
                }
            }
            return world.work.values.count { $0.isReady } - before
        }
    }

    // MARK: For tests

    package var cases: [StoredCase] {
        change {
            $0.cases.values.map(\.stored).sorted { ($0.reference, $0.id.rawValue) < ($1.reference, $1.id.rawValue) }
        }
    }
    package func records(of id: CaseID) -> [(record: JournalRecord, isSuperseded: Bool)] {
        change { $0.cases[id]?.journal ?? [] }
    }
    package func effects(of id: CaseID) -> [CaseEffect] {
        change { $0.cases[id].map { Array($0.effects.values) } ?? [] }
    }
    package func events(of id: CaseID) -> [CaseEvent] { change { $0.cases[id]?.events ?? [] } }
    /// Not answered yet.
    package func messages(of id: CaseID) -> [CaseMessage] { change { $0.cases[id]?.messages ?? [] } }
    package var outbox: [OutgoingMessage] { change { $0.outbox } }
    package var aside: [CaseID: String] { change { $0.aside } }
    /// Times at which timers of the case went off.
    package func fired(_ id: CaseID) -> [Moment] { change { $0.fired[id] ?? [] } }
    /// When the next timer or lease is over; `nil` = none.
    package var nextTime: Moment? {
        change { $0.work.values.flatMap { [$0.due, $0.leasedUntil] }.compactMap { $0 }.min() }
    }
    package var hasReady: Bool { change { $0.work.values.contains { $0.isReady } } }

    private func change<Value, Failure: Error>(_ body: (inout World) throws(Failure) -> Value) throws(Failure) -> Value
    {
        var result: Result<Value, Failure>?
        world.withLock { world in
            var copy = world
            do throws(Failure) {
                let value = try body(&copy)
                // All or nothing.
                world = copy
                result = .success(value)
            } catch { result = .failure(error) }
        }
        guard let result else { fatalError("the lock was not taken") }
        return try result.get()
    }
}

extension MemoryCaseStore {
    fileprivate struct World {
        struct Kept {
            var stored: StoredCase
            var journal: [(record: JournalRecord, isSuperseded: Bool)] = []
            var effects: [String: CaseEffect] = [:]
            var events: [CaseEvent] = []
            var messages: [CaseMessage] = []
            var replies: [CaseReply] = []
        }

        /// A case that wants to be looked at, or has a time.
        struct Work {
            var leasedUntil: Moment?
            /// `nil` = now.
            var due: Moment?
            var since: Moment
            var deliveries = 0
            /// Something came while a worker had it.
            var isHailed = false
            var isReady: Bool { leasedUntil == nil && due == nil }
        }

        let weights: [OrganisationID: Int]
        var cases: [CaseID: Kept] = [:]
        var keys: [String: CaseID] = [:]
        var references: [String: Int] = [:]
        var work: [CaseID: Work] = [:]
        var tokens: [CaseID: Int64] = [:]
        var served: [OrganisationID: Double] = [:]
        var publications: [OrganisationID: [String: Int64]] = [:]
        var outbox: [OutgoingMessage] = []
        var aside: [CaseID: String] = [:]
        var fired: [CaseID: [Moment]] = [:]
        var messageCount: Int64 = 0
        var holds: Set<CaseHold> = []

        func holds(of organisation: OrganisationID) -> CaseHolds {
            let mine = holds.filter { $0.organisation == nil || $0.organisation == organisation }
            return CaseHolds(
                everything: mine.contains { $0.agent == nil }, agents: Set(mine.compactMap(\.agent)))
        }

        mutating func begin(_ new: NewCase, at now: Moment) -> StoredCase {
            let key = "\(new.organisation) \(new.key)"
            if let id = keys[key], let kept = cases[id] { return kept.stored }
            let year = now.iso.prefix(4)
            references["\(new.organisation) \(year)", default: 0] += 1
            let number = references["\(new.organisation) \(year)", default: 0]
            let stored = StoredCase(
                id: new.id, organisation: new.organisation, reference: CaseReference.text(year: Int(year) ?? 0, number),
                workflow: new.workflow, subject: new.subject, status: .running, reason: "",
                place: CasePlace(step: new.step), version: 1, priority: new.priority, created: now, changed: now,
                begunBy: new.by)
            keys[key] = new.id
            cases[new.id] = Kept(stored: stored, journal: new.records.map { ($0, false) })
            cases[new.id]?.events.append(CaseEvent("case-begun", by: new.by))
            work[new.id] = Work(since: now)
            return stored
        }

        /// The organisation that had least for its weight; in it by priority, then age.
        mutating func claimNext(at now: Moment, lease: Duration) -> CaseClaim? {
            let ready = work.filter { $0.value.isReady }.keys.compactMap { cases[$0]?.stored }
                .filter { !holds(of: $0.organisation).everything }
            let all = Set(ready.map(\.organisation))
            // Who comes anew begins where the others are.
            let floor = all.compactMap { served[$0] }.min() ?? 0
            for organisation in all where served[organisation] == nil { served[organisation] = floor }
            let next = all.min { left, right in
                (served[left, default: 0], left.rawValue) < (served[right, default: 0], right.rawValue)
            }
            guard let organisation = next else { return nil }
            served[organisation, default: 0] += 1 / Double(weights[organisation] ?? 1)
            let first = ready.filter { $0.organisation == organisation }.min { left, right in
                let (l, r) = (work[left.id]?.since ?? now, work[right.id]?.since ?? now)
                return (-left.priority, l, left.id.rawValue) < (-right.priority, r, right.id.rawValue)
            }
            return first.flatMap { claim($0.id, at: now, lease: lease) }
        }

        mutating func claim(_ id: CaseID, at now: Moment, lease: Duration) -> CaseClaim? {
            guard let stored = cases[id]?.stored else { return nil }
            var item = work[id] ?? Work(since: now)
            guard item.leasedUntil == nil else { return nil }
            item.deliveries += 1
            item.leasedUntil = now + lease
            item.due = nil
            item.isHailed = false
            work[id] = item
            tokens[id, default: 0] += 1
            return CaseClaim(
                caseID: id, organisation: stored.organisation, token: tokens[id, default: 0],
                deliveries: item.deliveries)
        }

        func fence(_ claim: CaseClaim, at now: Moment) throws(CaseStoreError) {
            guard tokens[claim.caseID] == claim.token, work[claim.caseID]?.leasedUntil != nil else { throw .lostClaim }
        }

        func dossier(_ id: CaseID, at now: Moment) -> CaseDossier {
            guard let kept = cases[id] else { fatalError("a claim without a case") }
            let known = publications[kept.stored.organisation] ?? [:]
            return CaseDossier(
                stored: kept.stored, records: kept.journal.filter { !$0.isSuperseded }.map(\.record),
                effects: kept.effects.values.sorted { $0.step < $1.step }, messages: kept.messages,
                publications: known, now: now, due: work[id]?.since,
                holds: holds(of: kept.stored.organisation))
        }

        mutating func commit(
            _ change: CaseChange, after version: Int64, _ id: CaseID, at now: Moment, lease: Duration
        ) throws(CaseStoreError) -> Bool {
            guard var kept = cases[id], kept.stored.version == version else { throw .lostClaim }
            guard kept.stored.status.mayBecome(change.status) else {
                throw .refused("a case that is \(kept.stored.status.rawValue) can't become \(change.status.rawValue)")
            }
            for index in kept.journal.indices where change.superseded.contains(kept.journal[index].record.step) {
                kept.journal[index].isSuperseded = true
            }
            for record in change.records {
                let isSecond = kept.journal.contains {
                    !$0.isSuperseded && $0.record.step == record.step && $0.record.kind == .output
                }
                guard record.kind != .output || !isSecond else { throw .refused("step \(record.step) has an output") }
                kept.journal.append((record, false))
            }
            for effect in change.effects { kept.effects[effect.step] = effect }
            kept.events += change.events
            for reply in change.replies where kept.messages.contains(where: { $0.number == reply.number }) {
                kept.replies.append(reply)
                kept.messages.removeAll { $0.number == reply.number }
            }
            kept.stored.status = change.status
            kept.stored.reason = change.reason
            kept.stored.place = change.place
            kept.stored.version += 1
            kept.stored.changed = now
            cases[id] = kept
            for message in change.messages where !outbox.contains(where: { $0.key == message.key }) {
                outbox.append(message)
            }
            for other in change.others { _ = begin(other, at: now) }
            let isHailed = work[id]?.isHailed ?? false
            work[id]?.deliveries = 0
            if change.next == .keep {
                work[id]?.leasedUntil = now + lease
                work[id]?.isHailed = false
                work[id]?.deliveries = 1
            } else {
                settle(id, change.next, at: now)
            }
            let known = publications[kept.stored.organisation] ?? [:]
            if change.place.wait?.events.contains(where: { known[$0.key, default: 0] > $0.value }) ?? false,
                change.status == .waiting
            {
                wake(id, at: now)
            }
            return isHailed
        }

        mutating func settle(_ id: CaseID, _ next: CaseChange.Next, at now: Moment) {
            guard var item = work[id] else { return }
            item.leasedUntil = nil
            item.since = now
            item.deliveries = 0
            switch (item.isHailed, next) {
            case (true, _), (_, .keep): item.due = nil
            case (_, .at(let due)): item.due = due
            case (_, .rest):
                work[id] = nil
                return
            }
            item.isHailed = false
            work[id] = item
        }

        mutating func wake(_ id: CaseID, at now: Moment) {
            guard var item = work[id] else {
                work[id] = Work(since: now)
                return
            }
            item.due = nil
            if item.leasedUntil != nil { item.isHailed = true }
            work[id] = item
        }
    }
}

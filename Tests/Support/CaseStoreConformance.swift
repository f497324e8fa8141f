import Foundation
package import Orchestrator

/// What every store of cases has to keep, whatever it is made of. Each check gives the sentences that do not hold.
package struct CaseStoreConformance: Sendable {
    private let store: any CaseStore
    private let organisations: [OrganisationID]
    /// Lets time go by.
    private let pass: @Sendable (Duration) async throws -> Void
    private let digest: @Sendable (String) -> CaseID

    /// - Parameters:
    ///   - organisations: Two, without cases.
    ///   - id: A different case id for every text.
    package init(
        _ store: any CaseStore, organisations: [OrganisationID], id: @escaping @Sendable (String) -> CaseID,
        pass: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.store = store
        self.organisations = organisations
        self.pass = pass
        digest = id
    }

    package enum Check: String, CaseIterable, Sendable {
        case keys, exclusion, fencing, atomicity, transitions, delay, hailing, events, order, fairness, journal, walls
        case poison, givingBack, holds
    }

    package func broken(_ check: Check) async throws -> [String] {
        var faults: [String] = []
        func hold(_ sentence: String, _ fact: Bool) { if !fact { faults.append("\(check.rawValue): \(sentence)") } }
        switch check {
        case .keys: try await keys(hold)
        case .exclusion: try await exclusion(hold)
        case .fencing: try await fencing(hold)
        case .atomicity: try await atomicity(hold)
        case .transitions: try await transitions(hold)
        case .delay: try await delay(hold)
        case .hailing: try await hailing(hold)
        case .events: try await events(hold)
        case .order: try await order(hold)
        case .fairness: try await fairness(hold)
        case .journal: try await journal(hold)
        case .walls: try await walls(hold)
        case .poison: try await poison(hold)
        case .givingBack: try await givingBack(hold)
        case .holds: try await holds(hold)
        }
        return faults
    }

    private typealias Hold = (String, Bool) -> Void
    private static let lease = Duration.seconds(20)
    private static let edition = WorkflowEdition(name: "w", version: 1, digest: "d")

    private func new(_ name: String, organisation: Int = 0, priority: Int = 5) -> NewCase {
        NewCase(
            id: digest(name), organisation: organisations[organisation], workflow: Self.edition,
            subject: CaseSubject(name: name, sha256: name, size: 1), step: "first", priority: priority, key: name,
            by: "t")
    }

    private func claim(_ count: Int = 1, lease: Duration = Self.lease) async throws -> [CaseClaim] {
        try await store.claim(count, worker: "w", lease: lease)
    }

    private func only(_ lease: Duration = Self.lease) async throws -> CaseClaim {
        guard let claim = try await claim(lease: lease).first else { throw CaseStoreError.refused("nothing was due") }
        return claim
    }

    private func change(_ status: CaseStatus = .running, next: CaseChange.Next = .keep, wait: CaseWait? = nil)
        -> CaseChange
    {
        var place = CasePlace(step: "first")
        place.wait = wait
        return CaseChange(status: status, reason: "", place: place, next: next)
    }

    private func commit(_ change: CaseChange, after version: Int64 = 1, _ claim: CaseClaim) async throws(CaseStoreError)
        -> Bool
    {
        try await store.commit(change, after: version, claim, lease: Self.lease)
    }

    /// - Returns: What was thrown; `nil` = nothing.
    private func failure(_ body: () async throws(CaseStoreError) -> Void) async -> CaseStoreError? {
        do throws(CaseStoreError) { try await body() } catch { return error }
        return nil
    }

    private func isRefused(_ error: CaseStoreError?) -> Bool { if case .refused = error { true } else { false } }

    private static func record(_ step: String, _ body: String) throws -> JournalRecord {
        try JournalRecord(step: step, agent: "a/1", kind: .output, body: Data(body.utf8))
    }
}

// MARK: - Checks

extension CaseStoreConformance {
    private func keys(_ hold: Hold) async throws {
        let first = try await store.begin(new("a"))
        let again = try await store.begin(new("a"))
        let second = try await store.begin(new("b"))
        hold("the same key is the same case", first == again)
        hold(
            "references count without gaps",
            second.reference.hasSuffix("-000002") && first.reference.hasSuffix("-000001"))
        hold("a case begins running, at its first step", first.status == .running && first.place.step == "first")
        hold("who began it is known", first.begunBy == "t" && again.begunBy == "t")
        let foreign = try await store.begin(new("c", organisation: 1))
        hold("each organisation counts for itself", foreign.reference.hasSuffix("-000001"))
    }

    private func exclusion(_ hold: Hold) async throws {
        for index in 0..<20 { _ = try await store.begin(new("\(index)")) }
        let all = try await withThrowingTaskGroup(of: [CaseClaim].self) { group in
            for _ in 0..<8 { group.addTask { try await claim(5) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let rest = try await claim(20)
        hold("every case is handed out", all.count + rest.count == 20)
        hold("no case is handed out twice", Set((all + rest).map(\.caseID)).count == all.count + rest.count)
        hold("nothing is left", try await claim(20).isEmpty)
        let one = try await store.claim(digest("3"), of: organisations[0], worker: "w", lease: Self.lease)
        hold("a case that somebody has is not handed out by name", one == nil)
    }

    private func holds(_ hold: Hold) async throws {
        let (mine, theirs) = (organisations[0], organisations[1])
        let first = try await store.begin(new("a"))
        let other = try await store.begin(new("b", organisation: 1))
        try await store.hold(CaseHold(organisation: mine), by: "t", reason: "r")
        try await store.hold(CaseHold(organisation: mine), by: "t", reason: "again")
        hold("nothing of an organisation that is held is handed out", try await claim(5).map(\.caseID) == [other.id])
        hold("who lets go is told", try await store.letGo(CaseHold(organisation: mine)))
        hold("a hold is let go once", try await !store.letGo(CaseHold(organisation: mine)))
        let taken = try await only()
        hold("then it goes on", taken.caseID == first.id)
        try await store.hold(CaseHold(organisation: nil, agent: "post"), by: "t", reason: "r")
        hold("a worker is hailed", try await commit(change(), taken))
        try await store.hold(CaseHold(organisation: theirs, agent: "match"), by: "t", reason: "r")
        var known = try await store.dossier(taken, lease: Self.lease).holds
        hold("an agent held for all is known, others' holds are not", known == CaseHolds(agents: ["post"]))
        try await store.giveBack(taken, next: .keep)
        try await store.hold(CaseHold(organisation: nil), by: "t", reason: "r")
        hold("nothing is handed out when all is held", try await claim(5).isEmpty)
        let byName = try await store.claim(first.id, of: mine, worker: "w", lease: Self.lease)
        if let byName { known = try await store.dossier(byName, lease: Self.lease).holds }
        hold("a case is handed out by name, and knows that it is held", byName != nil && known.everything)
    }

    private func fencing(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let late = try await only(.milliseconds(200))
        try await pass(.milliseconds(400))
        _ = try await store.tick()
        hold(
            "a late worker can't renew",
            await failure { () throws(CaseStoreError) in
                try await store.extend(late, lease: Self.lease)
            } == .lostClaim)
        let next = try await only()
        hold("the case goes to another worker", next.caseID == late.caseID && next.token > late.token)
        hold("losing a worker counts", next.deliveries == 2)
        hold(
            "a late worker changes nothing",
            await failure { () throws(CaseStoreError) in
                _ = try await commit(change(), late)
            } == .lostClaim)
        _ = try await commit(change(), next)
        hold(
            "a change has to follow the latest",
            await failure { () throws(CaseStoreError) in
                _ = try await commit(change(), next)
            } == .lostClaim)
        hold("the latest counts the changes", try await store.dossier(next, lease: Self.lease).stored.version == 2)
    }

    private func atomicity(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let claim = try await only()
        var twice = change(.review, next: .keep)
        twice.records = [try Self.record("first", "1"), try Self.record("first", "2")]
        twice.effects = [CaseEffect(step: "first", outcome: .done, output: "1")]
        hold(
            "a step has one output",
            isRefused(
                await failure { () throws(CaseStoreError) in
                    _ = try await commit(twice, claim)
                }))
        let dossier = try await store.dossier(claim, lease: Self.lease)
        hold(
            "of a refused change nothing is kept",
            dossier.records.isEmpty && dossier.effects.isEmpty && dossier.stored.status == .running
                && dossier.stored.version == 1)
    }

    private func transitions(_ hold: Hold) async throws {
        for old in CaseStatus.allCases {
            for new in CaseStatus.allCases {
                let name = "\(old) \(new)"
                _ = try await store.begin(self.new(name))
                let claim = try await only()
                _ = try await commit(change(old), claim)
                let error = await failure { () throws(CaseStoreError) in
                    _ = try await commit(change(new), after: 2, claim)
                }
                hold("from \(old) to \(new)", old.mayBecome(new) ? error == nil : isRefused(error))
                try await store.giveBack(claim, next: .rest)
            }
        }
    }

    private func delay(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let first = try await only()
        let now = try await store.dossier(first, lease: Self.lease).now
        _ = try await commit(change(next: .at(now + .milliseconds(600))), first)
        _ = try await store.tick()
        hold("it is not due before its time", try await claim().isEmpty)
        try await pass(.milliseconds(800))
        _ = try await store.tick()
        let again = try await claim()
        let none = try await claim()
        hold("it is due at its time, once", again.count == 1 && none.isEmpty)
        hold("getting on takes back what was counted", again.first?.deliveries == 1)
    }

    private func hailing(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let first = try await only()
        _ = try await store.dossier(first, lease: Self.lease)
        let number = try await store.send(
            .pause, to: first.caseID, of: organisations[0], by: "P", reason: "r", version: nil)
        hold("the worker hears that something came", try await commit(change(), first))
        let heard = try await store.dossier(first, lease: Self.lease)
        hold("it gets what came", heard.messages.map(\.number) == [number] && heard.messages.first?.body == .pause)
        hold("there is no answer yet", try await store.reply(to: number, of: first.caseID, in: organisations[0]) == nil)
        var answer = change(.paused, next: .rest)
        answer.replies = [CaseReply(number: number, isAccepted: true, text: "done")]
        hold("what it knows is no news", try await !commit(answer, after: 2, first))
        hold(
            "the answer is there",
            try await store.reply(to: number, of: first.caseID, in: organisations[0]) == answer.replies.first)
        hold("a resting case is not due", try await claim().isEmpty)
        _ = try await store.send(.resume, to: first.caseID, of: organisations[0], by: "P", reason: "r", version: nil)
        let second = try await only()
        _ = try await store.dossier(second, lease: Self.lease)
        _ = try await store.send(.cancel, to: first.caseID, of: organisations[0], by: "P", reason: "r", version: nil)
        _ = try await commit(change(.running, next: .rest), after: 3, second)
        hold("what comes at the last moment makes it due again", try await claim().count == 1)
    }

    private func events(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let first = try await only()
        _ = try await commit(change(.waiting, next: .rest, wait: CaseWait(events: ["e": 0])), first)
        hold("nothing has happened", try await claim().isEmpty)
        try await store.publish("e", in: organisations[1])
        hold("an event of another organisation is none", try await claim().isEmpty)
        try await store.publish("e", in: organisations[0])
        let woken = try await only()
        let dossier = try await store.dossier(woken, lease: Self.lease)
        hold("it knows how often it was published", dossier.publications["e"] == 1)
        try await store.publish("e", in: organisations[0])
        _ = try await commit(change(.waiting, next: .rest, wait: CaseWait(events: ["e": 1])), after: 2, woken)
        hold("what was published while it looked is not lost", try await claim().count == 1)
    }

    private func order(_ hold: Hold) async throws {
        for (name, priority) in [("a", 1), ("b", 9), ("c", 5), ("d", 5)] {
            _ = try await store.begin(new(name, priority: priority))
            try await pass(.milliseconds(5))
        }
        var names: [CaseID] = []
        while let next = try await claim().first { names.append(next.caseID) }
        hold("priority before age", names == ["b", "c", "d", "a"].map(digest))
    }

    private func fairness(_ hold: Hold) async throws {
        for index in 0..<60 { _ = try await store.begin(new("\(index)")) }
        _ = try await store.begin(new("small", organisation: 1))
        let taken = try await claim(15)
        hold(
            "one case among sixty of another organisation is taken early",
            taken.contains { $0.caseID == digest("small") })
    }

    private func journal(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        let claim = try await only()
        var first = change()
        first.records = [try Self.record("one", "1"), try Self.record("two", "{\"text\":\"ä \\\\ \\\" \\u0000\"}")]
        first.effects = [CaseEffect(step: "two", outcome: .intended)]
        _ = try await commit(first, claim)
        var second = change()
        second.superseded = ["two"]
        second.records = [try Self.record("two", "3")]
        second.effects = [CaseEffect(step: "two", outcome: .done, output: "3")]
        _ = try await commit(second, after: 2, claim)
        let dossier = try await store.dossier(claim, lease: Self.lease)
        hold(
            "what counts is what is not superseded, in order",
            try dossier.records == [Self.record("one", "1"), Self.record("two", "3")])
        hold("an effect has one outcome", dossier.effects == second.effects)
    }

    private func walls(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        hold(
            "another organisation does not get it",
            try await store.claim(digest("a"), of: organisations[1], worker: "w", lease: Self.lease) == nil)
        hold(
            "another organisation can't speak to it",
            isRefused(
                await failure { () throws(CaseStoreError) in
                    _ = try await store.send(
                        .cancel, to: digest("a"), of: organisations[1], by: "P", reason: "r", version: nil)
                }))
    }

    private func poison(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        try await store.setAside(try await only(), because: "damaged")
        _ = try await store.tick()
        hold("what was set aside is not handed out", try await claim().isEmpty)
    }

    private func givingBack(_ hold: Hold) async throws {
        _ = try await store.begin(new("a"))
        try await store.giveBack(try await only(), next: .keep)
        let again = try await claim()
        hold("what was given back is due at once", again.count == 1)
        hold("giving back is no loss", again.first?.deliveries == 1)
    }
}

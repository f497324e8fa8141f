package import Foundation
package import Orchestrator
package import Postgres

/// Cases in PostgreSQL. Every change is one transaction and one round trip; the queue is a table of its own, and its
/// claims are leases with a fencing token that the commit checks (docs/decisions/0081).
package struct PostgresCaseStore: CaseStore {
    let pool: PostgresPool
    private let organisation: UUID?

    /// - Parameters:
    ///   - pool: Of a login that row security binds.
    ///   - organisation: Whose cases are handed out: a worker has the records of one organisation, and must not judge
    ///     another's cases by them. `nil` = those of all.
    package init(_ pool: PostgresPool, serving organisation: UUID? = nil) {
        self.pool = pool
        self.organisation = organisation
    }

    package func begin(_ new: NewCase) async throws(CaseStoreError) -> StoredCase {
        try await inside(new.organisation) { transaction in
            let id = try await transaction.execute(BeginCase(new: new)).first ?? new.id.rawValue
            if id == new.id.rawValue, !new.records.isEmpty {
                try await transaction.pipeline(new.records.map { InsertFirstRecord(new, $0) })
            }
            guard let stored = try await transaction.execute(ReadCase(id: id)).first else {
                throw CaseStoreError.refused("the case \(id) is not there")
            }
            return stored
        }
    }

    package func claim(_ count: Int, worker: String, lease: Duration) async throws(CaseStoreError) -> [CaseClaim] {
        let claim = ClaimCases(count: count, worker: worker, lease: lease, organisation: organisation)
        do {
            return try await pool.withConnection { connection in
                try await connection.pipeline([SetScheduler()], then: claim)
            }
        } catch { throw CaseStoreError(error) }
    }

    package func claim(_ id: CaseID, of organisation: OrganisationID, worker: String, lease: Duration)
        async throws(CaseStoreError) -> CaseClaim?
    {
        try await inside(organisation) { transaction in
            try await transaction.execute(ClaimCase(id: id, organisation: organisation, worker: worker, lease: lease))
                .first
        }
    }

    package func extend(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError) {
        _ = try await change(claim, [Settle(claim: claim, next: .live, lease: lease)])
    }

    package func giveBack(_ claim: CaseClaim, next: CaseChange.Next) async throws(CaseStoreError) {
        _ = try await change(claim, [Settle(claim: claim, next: next == .keep ? .now : next.kept)])
    }

    package func setAside(_ claim: CaseClaim, because reason: String) async throws(CaseStoreError) {
        _ = try await change(
            claim, [InsertDeadLetter(claim: claim, reason: reason), Settle(claim: claim, next: .gone)])
    }

    package func dossier(_ claim: CaseClaim, lease: Duration) async throws(CaseStoreError) -> CaseDossier {
        try await inside(claim.organisation) { transaction in
            try await transaction.pipeline([
                Fence(claim: claim), Settle(claim: claim, next: .live, lease: lease),
                ClearHail(claim: claim),
            ])
            let id = claim.caseID.rawValue
            guard let stored = try await transaction.execute(ReadCase(id: id)).first,
                let around = try await transaction.execute(ReadSurroundings(id: id)).first
            else { throw CaseStoreError.refused("the case \(id) is not there") }
            let events = stored.place.wait?.events.keys.sorted() ?? []
            let counts = events.isEmpty ? [] : try await transaction.execute(ReadPublications(events: events))
            return CaseDossier(
                stored: stored, records: try await transaction.execute(ReadRecords(id: id)),
                effects: try await transaction.execute(ReadEffects(id: id)),
                messages: try await transaction.execute(ReadMessages(id: id)),
                publications: Dictionary(counts.map { ($0.event, $0.count) }) { first, _ in first }, now: around.now,
                due: around.due, holds: around.holds)
        }
    }

    package func commit(_ change: CaseChange, after version: Int64, _ claim: CaseClaim, lease: Duration)
        async throws(CaseStoreError) -> Bool
    {
        let statements = try changes(change, claim, lease: lease)
        return try await self.change(claim, version: version, statements)
    }

    package func send(
        _ body: CaseMessage.Body, to id: CaseID, of organisation: OrganisationID, by: String, reason: String,
        version: Int64?
    ) async throws(CaseStoreError) -> Int64 {
        let text = try json(body)
        return try await inside(organisation) { transaction in
            let sent = InsertMessage(
                id: id, organisation: organisation, body: text, by: by, reason: reason, version: version)
            guard let number = try await transaction.execute(sent).first else {
                throw CaseStoreError.refused("there is no such case")
            }
            try await transaction.pipeline([WakeCase(id: id, organisation: organisation)])
            return number
        }
    }

    package func reply(to number: Int64, of id: CaseID, in organisation: OrganisationID) async throws(CaseStoreError)
        -> CaseReply?
    {
        try await inside(organisation) { transaction in
            try await transaction.execute(ReadReply(number: number, id: id)).first
        }
    }

    package func publish(_ event: String, in organisation: OrganisationID) async throws(CaseStoreError) {
        _ = try await inside(organisation) { transaction in
            try await transaction.pipeline([Publish(event: event, organisation: organisation)])
        }
    }

    package func hold(_ hold: CaseHold, by: String, reason: String) async throws(CaseStoreError) {
        let agent = hold.agent ?? ""
        if let organisation = hold.organisation {
            _ = try await inside(organisation) { transaction in
                try await transaction.pipeline([
                    HoldOrganisation(organisation: organisation, agent: agent, by: by, reason: reason), HailAll(),
                ])
            }
        } else {
            _ = try await scheduling { transaction in
                try await transaction.pipeline([HoldQueue(agent: agent, by: by, reason: reason), HailAll()])
            }
        }
    }

    package func letGo(_ hold: CaseHold) async throws(CaseStoreError) -> Bool {
        let agent = hold.agent ?? ""
        if let organisation = hold.organisation {
            return try await inside(organisation) { transaction in
                try await transaction.pipeline([ReleaseOrganisation(agent: agent)])[0] > 0
            }
        }
        return try await scheduling { transaction in
            try await transaction.pipeline([ReleaseQueue(agent: agent)])[0] > 0
        }
    }

    package func tick() async throws(CaseStoreError) -> Int {
        try await scheduling { transaction in
            let woken = try await transaction.execute(FireTimers()).first ?? 0
            return try await transaction.pipeline([FreeLeases()])[0] + woken
        }
    }
}

// MARK: - Transactions

extension PostgresCaseStore {
    /// The fence first, the rest after it, all in one round trip.
    /// - Returns: Whether the worker was hailed.
    private func change(_ claim: CaseClaim, version: Int64? = nil, _ statements: [any Statement])
        async throws(CaseStoreError) -> Bool
    {
        let organisation = try uuid(claim.organisation)
        let all: [any Statement] =
            [SetOrganisation(id: organisation), Fence(claim: claim, version: version), IsHailed(claim: claim)]
            + statements
        do {
            return try await pool.withConnection { connection in try await connection.pipeline(all) }[2] > 0
        } catch { throw CaseStoreError(error) }
    }

    private func inside<Value: Sendable>(
        _ organisation: OrganisationID, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws(CaseStoreError) -> Value {
        let id = try uuid(organisation)
        do { return try await pool.withOrganisation(id, attempts: 3, body) } catch { throw CaseStoreError(error) }
    }

    private func uuid(_ organisation: OrganisationID) throws(CaseStoreError) -> UUID {
        guard let id = UUID(uuidString: organisation.rawValue) else {
            throw .refused("\(organisation) is no organisation")
        }
        return id
    }

    private func scheduling<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value)
        async throws(CaseStoreError) -> Value
    {
        do {
            return try await pool.transaction(attempts: 3) { transaction in
                try await transaction.pipeline([SetScheduler()])
                return try await body(transaction)
            }
        } catch { throw CaseStoreError(error) }
    }

    private func changes(_ change: CaseChange, _ claim: CaseClaim, lease: Duration)
        throws(CaseStoreError) -> [any Statement]
    {
        var all: [any Statement] = [UpdateCase(claim: claim, change: change, place: try json(change.place))]
        if !change.superseded.isEmpty { all.append(SupersedeRecords(claim: claim, steps: change.superseded)) }
        all += change.records.map { InsertRecord(claim: claim, record: $0) }
        all += change.effects.map { WriteEffect(claim: claim, effect: $0) }
        all += change.events.map { InsertEvent(claim: claim, event: $0) }
        all += change.replies.map { WriteReply(claim: claim, reply: $0) }
        for message in change.messages {
            all.append(
                InsertOutgoing(
                    organisation: claim.organisation, caseID: claim.caseID, key: message.key,
                    body: try json(message.message)))
        }
        for other in change.others {
            all.append(BeginCase(new: other))
            all += other.records.map { InsertFirstRecord(other, $0) }
        }
        all.append(Settle(claim: claim, next: change.next.kept, lease: lease))
        if change.status == .waiting {
            for (event, since) in (change.place.wait?.events ?? [:]).sorted(by: { $0.key < $1.key }) {
                all.append(Subscribe(claim: claim, event: event, since: since))
            }
        }
        return all
    }

    private func json(_ value: some Encodable) throws(CaseStoreError) -> String {
        do { return try JSONText.text(value) } catch {
            throw .refused("a value can't be written as JSON")
        }
    }
}

extension CaseStoreError {
    /// - Parameter error: Of the pool, of a transaction, or of this store's own.
    init(_ error: any Error) {
        if let own = error as? CaseStoreError {
            self = own
            return
        }
        if case .closure(let inner, _) = error as? TransactionError, let own = inner as? CaseStoreError {
            self = own
            return
        }
        let known = error as? PostgresError ?? (error as? TransactionError)?.postgresError
        switch (known?.kind, known?.sqlState) {
        case (_, "PY001"): self = .lostClaim
        case (_, "PY003"), (.uniqueViolation, _), (.constraint, _), (.bug, _), (.permission, _):
            self = .refused(known?.description ?? "")
        default: self = .unavailable(known?.description ?? "\(error)")
        }
    }
}

package import Correspondence
import Foundation
package import Mailroom
package import Orchestrator
package import Postgres

/// Mails in PostgreSQL. A mailbox is leased with a fencing token that every change of its mails checks; a mail, its outcome and
/// all that it leads to are one transaction (docs/decisions/0092).
package struct PostgresMailStore: MailStore {
    /// UIDs that are sent at once.
    private static let chunk = 10_000

    let pool: PostgresPool

    /// - Parameter pool: Of a login that row security binds.
    package init(_ pool: PostgresPool) { self.pool = pool }

    // MARK: Mailboxes

    package func register(_ names: [MailboxName]) async throws(MailStoreError) {
        let register = RegisterMailboxes(names: try json(names))
        try await everywhere { transaction in _ = try await transaction.execute(register) }
    }

    package func share(of names: [MailboxName], worker: String, lease: Duration) async throws(MailStoreError) -> Int {
        let sign = WriteMailWorker(worker: worker, names: try json(names), lease: lease)
        return try await everywhere { transaction in
            try await transaction.pipeline(
                [sign, ForgetMailWorkers()], then: MailShare(worker: worker, lease: lease)
            ).first ?? 0
        }
    }

    package func claim(_ count: Int, among names: [MailboxName], worker: String, lease: Duration)
        async throws(MailStoreError) -> [MailboxClaim]
    {
        let claim = ClaimMailboxes(names: try json(names), count: count, worker: worker, lease: lease)
        return try await everywhere { transaction in try await transaction.execute(claim) }.sorted {
            $0.token < $1.token
        }
    }

    package func extend(_ claim: MailboxClaim, lease: Duration) async throws(MailStoreError) {
        try await insist(on: ExtendMailbox(claim: claim, lease: lease), claim)
    }

    package func giveBack(_ claim: MailboxClaim, after pause: Duration) async throws(MailStoreError) {
        try await fenced(claim) { transaction in
            _ = try await transaction.execute(FreeMailbox(claim: claim, pause: pause))
        }
    }

    // MARK: Mails of a mailbox

    package func note(_ uids: [UInt32], at position: MailboxPosition, _ claim: MailboxClaim)
        async throws(MailStoreError)
    {
        guard uids.allSatisfy({ $0 <= position.last }) else { throw .refused("a UID lies above the position") }
        let starts = uids.isEmpty ? [0] : Array(stride(from: 0, to: uids.count, by: Self.chunk))
        let notes = starts.map { start in
            NoteMails(claim: claim, position: position, uids: uids[start..<min(start + Self.chunk, uids.count)])
        }
        try await fenced(claim) { transaction in _ = try await transaction.pipeline(notes) }
    }

    package func due(_ count: Int, _ claim: MailboxClaim) async throws(MailStoreError) -> [DueMail] {
        try await fenced(claim) { transaction in
            try await transaction.execute(TakeDueMails(claim: claim, count: count))
        }.sorted { left, right in
            (min(left.attempts, 1), left.validity, left.uid) < (min(right.attempts, 1), right.validity, right.uid)
        }
    }

    package func putOff(_ mail: DueMail, for pause: Duration, because reason: String, _ claim: MailboxClaim)
        async throws(MailStoreError)
    {
        let change = PutOffMail(claim: claim, mail: mail, pause: pause, trouble: MailColumn.text(reason))
        try await fenced(claim) { transaction in _ = try await transaction.execute(change) }
    }

    package func drop(_ mail: DueMail, as reason: MailReason, _ claim: MailboxClaim) async throws(MailStoreError) {
        try await fenced(claim) { transaction in
            _ = try await transaction.execute(DropMail(claim: claim, mail: mail, reason: reason))
        }
    }

    // MARK: What a decision rests on

    package func question(_ id: String, in organisation: OrganisationID) async throws(MailStoreError) -> MailQuestion? {
        try await inside(organisation) { transaction in
            try await transaction.execute(ReadMailQuestion(id: MailColumn.text(id), organisation: organisation)).first
        }
    }

    package func standing(of id: String, in organisation: OrganisationID) async throws(MailStoreError)
        -> QuestionStanding
    {
        try await inside(organisation) { transaction in
            try await transaction.execute(ReadStanding(id: MailColumn.text(id), organisation: organisation)).first
        } ?? .settled
    }

    package func fingerprint(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> String? {
        try await inside(organisation) { transaction in
            try await transaction.execute(ReadFingerprint(id: id, organisation: organisation)).first
        }
    }

    package func ask(_ question: MailQuestion) async throws(MailStoreError) -> MailQuestion {
        let gross = question.gross == nil ? nil : try json(question.gross)
        return try await inside(question.organisation) { transaction in
            let kept = try await transaction.pipeline(
                [InsertMailQuestion(question: question, gross: gross)], then: ReadAskedQuestion(question: question))
            guard let kept = kept.first else { throw MailStoreError.refused("the question is not there") }
            return kept
        }
    }

    // MARK: Addresses

    package func add(_ address: IntakeAddress) async throws(MailStoreError) {
        try await inside(address.organisation) { transaction in
            _ = try await transaction.execute(InsertIntakeAddress(address: address))
        }
    }

    package func retire(_ local: String, of organisation: OrganisationID) async throws(MailStoreError) -> Bool {
        let retire = RetireIntakeAddress(local: MailColumn.text(local.lowercased()), organisation: organisation)
        return try await inside(organisation) { transaction in try await transaction.pipeline([retire])[0] > 0 }
    }

    package func addresses(of organisation: OrganisationID) async throws(MailStoreError) -> [IntakeAddress] {
        try await inside(organisation) { transaction in
            try await transaction.execute(ListIntakeAddresses(organisation: organisation))
        }
    }

    package func address(_ local: String) async throws(MailStoreError) -> IntakeAddress? {
        let find = FindIntakeAddress(local: MailColumn.text(local.lowercased()))
        return try await everywhere { transaction in try await transaction.execute(find).first }
    }
}

// MARK: - Transactions

extension PostgresMailStore {
    /// As the mailbox's organisation, while the worker has the mailbox.
    func fenced<Value: Sendable>(
        _ claim: MailboxClaim, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws(MailStoreError) -> Value {
        try await inside(claim.name.organisation) { transaction in
            try await transaction.pipeline([FenceMailbox(claim: claim)])
            return try await body(transaction)
        }
    }

    func inside<Value: Sendable>(
        _ organisation: OrganisationID, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws(MailStoreError) -> Value {
        let id = try uuid(organisation)
        do { return try await pool.withOrganisation(id, attempts: 5, body) } catch { throw MailStoreError(error) }
    }

    func uuid(_ organisation: OrganisationID) throws(MailStoreError) -> UUID {
        guard let id = UUID(uuidString: organisation.rawValue) else {
            throw .refused("\(organisation) is no organisation")
        }
        return id
    }

    /// Sees mailboxes and addresses of all organisations, and nothing else of any.
    private func everywhere<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value)
        async throws(MailStoreError) -> Value
    {
        do {
            return try await pool.transaction(attempts: 5) { transaction in
                try await transaction.pipeline([SetScheduler()])
                return try await body(transaction)
            }
        } catch { throw MailStoreError(error) }
    }

    /// - Throws: `.lostClaim` when it touches no row.
    private func insist(on statement: some Statement, _ claim: MailboxClaim) async throws(MailStoreError) {
        try await inside(claim.name.organisation) { transaction in
            guard try await transaction.pipeline([statement])[0] > 0 else { throw MailStoreError.lostClaim }
        }
    }

    func json(_ value: some Encodable) throws(MailStoreError) -> String {
        do { return try JSONText.text(value) } catch { throw .refused("a value can't be written as JSON") }
    }
}

extension MailStoreError {
    /// - Parameter error: Of the pool, of a transaction, or of this store's own.
    init(_ error: any Error) {
        if let own = error as? MailStoreError {
            self = own
            return
        }
        if case .closure(let inner, _) = error as? TransactionError, let own = inner as? MailStoreError {
            self = own
            return
        }
        let known = error as? PostgresError ?? (error as? TransactionError)?.postgresError
        switch (known?.kind, known?.sqlState) {
        case (_, "PY001"): self = .lostClaim
        case (.uniqueViolation, _), (.constraint, _), (.bug, _), (.permission, _):
            self = .refused(known?.description ?? "")
        default: self = .unavailable(known?.description ?? "\(error)")
        }
    }
}

/// Texts of strangers as columns: without a byte 0, and no longer than an index takes.
enum MailColumn {
    static func text(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.lazy.filter({ $0 != "\0" }).prefix(500) { kept.append(scalar) }
        return String(kept)
    }
}

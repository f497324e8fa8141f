import Correspondence
import Foundation
package import Mailroom
package import Orchestrator
import Postgres

extension PostgresMailStore {
    package func record(
        _ mail: ReceivedMail, as decision: MailDecision, telling: [OutgoingMessage], at mailing: DueMail,
        _ claim: MailboxClaim
    ) async throws(MailStoreError) -> MailOutcome {
        let row = try row(mail, decision)
        let notices = try notices(telling, of: mail.organisation)
        let (own, other) = (try uuid(claim.name.organisation), try uuid(mail.organisation))
        return try await inside(claim.name.organisation) { transaction in
            guard let mailbox = try await transaction.execute(MailboxNumber(claim: claim)).first else {
                throw MailStoreError.lostClaim
            }
            guard let seen = try await transaction.execute(LockSeenMail(claim: claim, mail: mailing)).first else {
                throw MailStoreError.refused("UID \(mailing.uid) was never noted")
            }
            if seen.kind != "open" {
                let place = Place(seen: seen, mailbox: mailbox, mailing: mailing, other: other)
                return try await Self.earlier(mail, place, transaction)
            }
            if own != other { _ = try await transaction.execute(SetOrganisation(id: other)) }
            let isNew = try await transaction.execute(InsertMail(row: row)).first != nil
            if isNew, try await Self.isCopy(row, transaction) { throw MailStoreError.stale(.duplicateMail) }
            let outcome = isNew ? try await Self.carryOut(row, transaction) : .repeated
            if isNew, !notices.isEmpty { try await transaction.pipeline(notices) }
            let kept = isNew ? mail.id.rawValue : try await Self.known(mail, transaction)
            let fate = SeenFate(kind: outcome.kind.rawValue, reason: outcome.reason, mail: kept, isRepeat: !isNew)
            if own == other {
                try await transaction.pipeline([DecideSeenMail(claim: claim, mail: mailing, fate: fate)])
            } else {
                try await transaction.pipeline([
                    InsertForeignMail(organisation: mail.organisation, mailbox: mailbox, mail: mailing, fate: fate),
                    SetOrganisation(id: own), DecideSeenMail(claim: claim, mail: mailing, fate: .passedOn),
                ])
            }
            return outcome
        }
    }

    package func record(again mail: ReceivedMail, as decision: MailDecision, by: String) async throws(MailStoreError)
        -> MailOutcome
    {
        let row = try row(mail, decision)
        return try await inside(mail.organisation) { transaction in
            let locked = try await transaction.execute(LockMail(organisation: mail.organisation, id: mail.id))
            guard let kind = locked.first else { throw MailStoreError.refused("there is no mail \(mail.id)") }
            guard kind == MailOutcome.Kind.rejected.rawValue else {
                throw MailStoreError.refused("the mail \(mail.id) led to something already (\(kind))")
            }
            try await transaction.pipeline([KeepFormerOutcome(organisation: mail.organisation, id: mail.id)])
            let outcome = try await Self.carryOut(row, transaction)
            guard try await transaction.pipeline([RewriteMail(row: row, by: MailColumn.text(by))])[0] > 0 else {
                throw MailStoreError.refused("the mail \(mail.id) has other bytes")
            }
            return outcome
        }
    }

    private func notices(_ all: [OutgoingMessage], of organisation: OrganisationID) throws(MailStoreError)
        -> [InsertOutgoing]
    {
        var notices: [InsertOutgoing] = []
        for one in all {
            notices.append(
                InsertOutgoing(
                    organisation: organisation, caseID: one.message.caseID, key: one.key, body: try json(one.message)))
        }
        return notices
    }

    private func row(_ mail: ReceivedMail, _ decision: MailDecision) throws(MailStoreError) -> MailRow {
        if case .cases(let cases) = decision {
            guard !cases.isEmpty else { throw .refused("a mail became no case") }
            guard cases.allSatisfy({ $0.organisation == mail.organisation }) else {
                throw .refused("a mail of one organisation became a case of another")
            }
        }
        do { return try MailRow(mail, decision) } catch { throw .refused("a mail can't be written as JSON") }
    }
}

// MARK: - What came before

extension PostgresMailStore {
    /// A UID that was decided.
    private struct Place: Sendable {
        var seen: LockSeenMail.Seen
        var mailbox: Int
        var mailing: DueMail
        /// The mail's own organisation.
        var other: UUID
    }

    private static func earlier(_ mail: ReceivedMail, _ place: Place, _ transaction: PostgresConnection) async throws
        -> MailOutcome
    {
        var seen = place.seen
        if seen.kind == SeenFate.passedOn.kind {
            _ = try await transaction.execute(SetOrganisation(id: place.other))
            let read = ReadForeignMail(organisation: mail.organisation, mailbox: place.mailbox, mail: place.mailing)
            guard let foreign = try await transaction.execute(read).first else {
                throw MailStoreError.refused("UID \(place.mailing.uid) was passed on to another organisation")
            }
            seen = foreign
        }
        if seen.isRepeat { return .repeated }
        if seen.mail == nil, let reason = seen.reason.flatMap({ MailReason(rawValue: $0) }) {
            return MailOutcome(.rejected, reason: reason)
        }
        guard let id = seen.mail,
            let kept = try await transaction.execute(ReadKeptMail(id: id, organisation: mail.organisation)).first
        else { throw MailStoreError.refused("UID \(place.mailing.uid) has an outcome without a mail") }
        return kept.outcome
    }

    /// Whether the same mail has become cases over another way since it was judged. Of two that are written at once, one waits here
    /// for the other.
    private static func isCopy(_ row: MailRow, _ transaction: PostgresConnection) async throws -> Bool {
        guard case .cases = row.decision, let messageID = row.mail.messageID.map(MailColumn.text), !messageID.isEmpty
        else { return false }
        let (organisation, id) = (row.mail.organisation, row.mail.id)
        try await transaction.pipeline([LockMessageID(messageID: messageID, organisation: organisation)])
        let find = FindCopy(messageID: messageID, documents: row.documents, besides: id, organisation: organisation)
        return try await transaction.execute(find).first ?? false
    }

    /// Id of the mail that came with the same bytes.
    private static func known(_ mail: ReceivedMail, _ transaction: PostgresConnection) async throws -> String {
        let find = FindRawMail(raw: mail.raw, organisation: mail.organisation)
        guard let id = try await transaction.execute(find).first else {
            throw MailStoreError.unavailable("the mail with the same bytes is not there")
        }
        return id
    }
}

// MARK: - What it leads to

extension PostgresMailStore {
    /// The mail itself is written before.
    private static func carryOut(_ row: MailRow, _ transaction: PostgresConnection) async throws -> MailOutcome {
        let cases: [CaseID] =
            switch row.decision {
            case .cases(let new): try await begin(new, of: row.mail, transaction)
            case .approval(let answer), .comment(let answer): try await tell(answer, of: row.mail, transaction)
            case .bounce(let bounce): try await note(bounce, transaction)
            case .rejected: []
            }
        return row.decision.outcome(cases)
    }

    private static func begin(_ new: [NewCase], of mail: ReceivedMail, _ transaction: PostgresConnection) async throws
        -> [CaseID]
    {
        let ids = try await transaction.execute(new.map { BeginCase(new: $0) }).compactMap(\.first)
        guard ids.count == new.count else { throw MailStoreError.refused("a case was not begun") }
        var rest: [any Statement] = []
        for (position, (id, one)) in zip(ids, new).enumerated() {
            if id == one.id.rawValue { rest += one.records.map { InsertFirstRecord(one, $0) } }
            rest.append(InsertMailCase(mail: mail, position: position, caseID: id))
        }
        try await transaction.pipeline(rest)
        return ids.map { CaseID(rawValue: $0) }
    }

    /// Locks the question, then the case's work, then the case: as workers do who commit a change of it.
    private static func tell(_ answer: MailedAnswer, of mail: ReceivedMail, _ transaction: PostgresConnection)
        async throws -> [CaseID]
    {
        let (id, organisation) = (answer.caseID, mail.organisation)
        var held: LockMailQuestion.Held?
        if let token = answer.token {
            let lock = LockMailQuestion(id: MailColumn.text(token), organisation: organisation)
            held = try await transaction.execute(lock).first
            try check(held, answer)
        }
        try await transaction.pipeline([WakeCase(id: id, organisation: organisation)])
        guard try await !transaction.execute(HoldCase(id: id, organisation: organisation)).isEmpty else {
            throw MailStoreError.stale(.caseUnknown)
        }
        if let held {
            let now = try await transaction.execute(ReadFingerprint(id: id, organisation: organisation)).first
            let isBeingSetRight = try await transaction.execute(IsBeingSetRight(id: id)).first ?? false
            guard now == held.fingerprint, !isBeingSetRight else { throw MailStoreError.stale(.invoiceChanged) }
        }
        let body = try JSONText.text(CaseMessage.Body.tell(try JSONText.text(answer.answer)))
        let message = InsertMessage(
            id: id, organisation: organisation, body: body, by: answer.by, reason: "", version: nil)
        guard let number = try await transaction.execute(message).first else {
            throw MailStoreError.stale(.caseUnknown)
        }
        var rest: [any Statement] = [
            InsertMailCase(mail: mail, position: 0, caseID: id.rawValue, message: number)
        ]
        if let token = answer.token { rest.append(UseMailQuestion(id: MailColumn.text(token), mail: mail)) }
        try await transaction.pipeline(rest)
        return [id]
    }

    private static func check(_ held: LockMailQuestion.Held?, _ answer: MailedAnswer) throws(MailStoreError) {
        guard let held else { throw .stale(.tokenUnknown) }
        guard !held.isUsed else { throw .stale(.tokenUsed) }
        guard !held.isExpired else { throw .stale(.tokenExpired) }
        guard held.caseID == answer.caseID.rawValue else { throw .refused("a question of another case") }
    }

    private static func note(_ bounce: MailBounce, _ transaction: PostgresConnection) async throws -> [CaseID] {
        guard try await transaction.pipeline([NoteBounce(bounce: bounce)])[0] > 0 else {
            throw MailStoreError.stale(.orphanBounce)
        }
        return []
    }
}

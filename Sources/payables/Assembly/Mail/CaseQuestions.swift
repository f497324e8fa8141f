import Correspondence
import Foundation
import Invoicing
import Mailroom
import Orchestrator
import Pipeline
import Storage

/// What the mail of a question shows, from the database: the case as it stands, its picture, and a token for the answer.
struct CaseQuestions: QuestionSource {
    let directory: CaseDirectory
    let workflows: PublishedWorkflows
    let blobs: DirectoryBlobs
    let reader: any DocumentReader
    /// Names of approvers by id.
    let names: [String: String]
    /// As the records are now; `nil` = nobody answers by mail.
    let asking: @Sendable () async -> Asking?

    /// How questions are asked that can be answered by mail.
    struct Asking: Sendable {
        let store: PostgresMailStore
        let answers: MailAnswers
        let domain: String
        let days: Int
    }

    func question(_ item: Letter.Item, for recipient: String, isAlone: Bool) async throws(ChannelFailure)
        -> QuestionLetter?
    {
        do {
            guard let stored = try await directory.find(item.message.caseID.rawValue) else { return nil }
            let asking = await asking()
            // Before what is shown: where the case changes between the two, the answer is refused, and never counts for values that
            // nobody saw.
            let fingerprint = try await asking?.store.fingerprint(of: stored.id, in: stored.organisation)
            let records = try await directory.records(of: stored.id)
            let workflow = try await workflows.workflow(of: stored)
            let file = try CaseFile(stored, records, workflow)
            let facts = QuestionFacts(
                file, reference: stored.reference, message: item.message, recipient: recipient,
                name: { names[$0] ?? $0 })
            let way = try await way(stored, facts, item.key, recipient, asking, fingerprint)
            return QuestionLetter(facts: facts, answer: way, picture: isAlone ? await picture(file) : nil)
        } catch {
            throw .failed(.of(.systemCall(EAGAIN), duringEffect: false))
        }
    }

    private func way(
        _ stored: StoredCase, _ facts: QuestionFacts, _ key: String, _ recipient: String, _ asking: Asking?,
        _ fingerprint: String?
    ) async throws -> QuestionLetter.AnswerWay {
        guard stored.status == .waiting || stored.status == .running else { return .program(because: .closed) }
        guard let asking else { return .program(because: .off) }
        guard let amount = facts.gross, let currency = facts.currency, let gross = try? Money(amount, currency) else {
            return .program(because: .unread)
        }
        guard asking.answers.covers(gross, by: recipient) else { return .program(because: .ceiling) }
        guard let fingerprint, let token = try await token(stored, gross, key, recipient, asking, fingerprint),
            let address = MailAddress("\(token.localPart)@\(asking.domain)")
        else { return .program(because: .closed) }
        return .mail(to: address, line: token.line)
    }

    /// One for each message and person: an attempt that is made again has the same.
    private func token(
        _ stored: StoredCase, _ gross: Money, _ key: String, _ recipient: String, _ asking: Asking,
        _ fingerprint: String
    ) async throws -> ApprovalToken? {
        let seconds = SystemClock().now.microseconds / 1_000_000 + Int64(asking.days) * 86_400
        let kept = try await asking.store.ask(
            MailQuestion(
                id: ApprovalToken.newID(), organisation: stored.organisation, caseID: stored.id, messageKey: key,
                approver: recipient, fingerprint: fingerprint, gross: gross,
                expires: Moment(microseconds: seconds * 1_000_000)))
        return ApprovalToken.signing(AskedApproval(kept), id: kept.id, with: asking.answers.keys)
    }

    /// The first page; `nil` where it cannot be drawn.
    private func picture(_ file: CaseFile) async -> Data? {
        guard let reading = file.reading, let kind = reading.kind, kind != .cii, kind != .ubl,
            let page = reading.pages.first, let id = BlobID(rawValue: file.sha256), let bytes = try? blobs.bytes(id)
        else { return nil }
        let document = SourceDocument(name: file.name, bytes: bytes)
        return try? await PagePicture.fitting(points: page.width) { dpi async throws(ReadFailure) in
            try await reader.picture(of: document, as: kind, page: page.number, dpi: dpi)
        }
    }
}

import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Storage
import Support
import Testing

/// Somebody has changed rows by hand. The count has to tell.
@Suite("Mails that do not add up", .serialized) struct MailTamperTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var sentence: String
        var sql: String
        /// `nil` = the counts alone tell it.
        var fault: String?
        var testDescription: String { sentence }

        init(_ sentence: String, _ sql: String, _ fault: String?) {
            self.sentence = sentence
            self.sql = sql
            self.fault = fault
        }
    }

    static let examples = [
        Example(
            "an outcome without its case", "DELETE FROM mail_case WHERE message IS NULL",
            "1: mails became cases that are not there"),
        Example(
            "a case that is gone",
            "DELETE FROM invoice_case WHERE id IN (SELECT case_id FROM mail_case WHERE message IS NULL)",
            "1: mails became cases that are not there"),
        Example(
            "a case of a mail that nobody knows",
            "INSERT INTO case_key SELECT organisation_id, 'mail lost 2', case_id FROM mail_question WHERE id = 'qopen'",
            "1: cases were begun by mails that are not known"),
        Example("an answer that its case never got", "DELETE FROM case_message", "2: answers are not with their cases"),
        Example(
            "a UID that was rejected for nothing",
            "ALTER TABLE mail_seen DROP CONSTRAINT mail_seen_reason; UPDATE mail_seen SET reason = NULL",
            "1: mails were rejected without a reason"),
        Example(
            "a mail that was rejected for nothing",
            "ALTER TABLE mail DROP CONSTRAINT mail_reason; UPDATE mail SET reason = NULL",
            "1: mails were rejected without a reason"),
        Example(
            "another outcome of the UID than of the mail", "UPDATE mail_seen SET kind = 'comment' WHERE kind = 'cases'",
            "1: mails have two outcomes"),
        Example(
            "a second outcome",
            """
            INSERT INTO mail_seen (organisation_id, mailbox, validity, uid, kind, mail_id)
            SELECT organisation_id, mailbox, 6, uid, kind, mail_id FROM mail_seen WHERE kind = 'cases'
            """, "1: mails have two outcomes"),
        Example(
            "a question that nobody answered and that is used up",
            "UPDATE mail_question SET used = now(), used_by = (SELECT id FROM mail WHERE kind = 'cases') WHERE used IS NULL",
            "1: questions are used up without an answer"),
        Example(
            "a question that could be answered twice", "UPDATE mail_question SET used = NULL, used_by = NULL",
            "1: answers have left their question open"),
        Example(
            "a position that was set back", "UPDATE mailbox SET last = 5",
            "2: noted UIDs lie above the position of their mailbox"),
        Example(
            "an outcome without a mail",
            "ALTER TABLE mail_seen DROP CONSTRAINT mail_seen_mail; UPDATE mail_seen SET mail_id = NULL WHERE kind = 'cases'",
            "1: UIDs have an outcome without a mail"),
        Example(
            "a mail from nowhere", "DELETE FROM mail_seen WHERE kind = 'bounce'",
            "1: mails were decided that no mailbox has seen"),
        Example("a delivery that is gone", "DELETE FROM delivery", "1: mails that came back belong to no delivery"),
        Example("a UID that was noted and is gone", "DELETE FROM mail_seen WHERE kind = 'open'", nil),
        Example(
            "a UID that came from nowhere",
            "INSERT INTO mail_seen (organisation_id, mailbox, validity, uid) SELECT organisation_id, number, 6, 1 FROM mailbox",
            nil),
    ]

    @Test(arguments: examples) func isTold(_ example: Example) async throws {
        let desk = try await Self.filled()
        let before = try await desk.store.tally(of: desk.mine)
        #expect(before.isWhole, "\(before.faults)")
        try await desk.tamper(example.sql)
        for since in [nil, Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000) - 3_600_000_000)] {
            let tally = try await desk.store.tally(of: desk.mine, since: since)
            #expect(!tally.isWhole)
            if let fault = example.fault { #expect(tally.faults.contains { $0.hasPrefix(fault) }, "\(tally.faults)") }
            if example.fault == nil { #expect(tally.faults == []) }
        }
        await desk.close()
    }

    /// Seven UIDs: one of each outcome, one in flight; and a question that is open.
    private static func filled() async throws -> MailDesk {
        let desk = try await MailDesk(size: 3)
        let suite = desk.suite
        let (stored, token) = try await suite.asked("answered")
        _ = try await suite.asked("open")
        let number = try await desk.deliver(desk.mine)
        let claim = try await suite.noted(7)
        let decisions: [MailDecision] = [
            .cases([suite.new("b")]), .approval(suite.yes(to: stored.id, token)),
            .comment(suite.yes(to: stored.id, nil)),
            .bounce(MailBounce(delivery: number, isFinal: true, status: "5.1.1")),
            .rejected(.unsure, words: ""),
        ]
        for (index, decision) in decisions.enumerated() {
            _ = try await desk.store.record(
                suite.mail("\(index)"), as: decision, at: suite.uid(UInt32(index + 1)), claim)
        }
        return desk
    }
}

import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres
import Storage
import Support
import Testing

@Suite("Organisations that share a mailbox") struct MailWallTests {
    private static let tables = [
        "mailbox", "mail", "mail_former_outcome", "mail_case", "mail_seen", "mail_question", "intake_address",
        "invoice_case", "case_key", "case_event", "case_message", "delivery",
    ]

    /// Whatever one of them may read, nothing in it names the other, its mails or its cases.
    @Test func nothingOfOneIsSeenByTheOther() async throws {
        let desk = try await MailDesk(size: 3)
        let (suite, other) = (desk.suite, desk.cases.organisations[1])
        let (stored, token) = try await suite.asked("here")
        let claim = try await suite.noted(4)
        let (here, there) = (suite.mail("here"), suite.mail("there", of: other))
        let (caseHere, caseThere) = (suite.new("here 2"), suite.new("there", of: other))
        _ = try await desk.store.record(here, as: .cases([caseHere]), at: suite.uid(1), claim)
        _ = try await desk.store.record(there, as: .cases([caseThere]), at: suite.uid(2), claim)
        _ = try await desk.store.record(
            suite.mail("yes"), as: .approval(suite.yes(to: stored.id, token)), at: suite.uid(3), claim)
        _ = try await desk.store.record(
            suite.mail("no", of: other), as: .rejected(.unsure, words: ""), at: suite.uid(4), claim)
        _ = try await desk.store.record(
            again: suite.mail("no", of: other), as: .rejected(.noSender, words: ""), by: "P")
        try await desk.store.add(
            IntakeAddress(local: "there", organisation: other, process: "invoice", made: Moment(microseconds: 0)))
        let (mine, theirs) = (try await Self.everything(desk, desk.mine), try await Self.everything(desk, other))
        #expect(mine.contains(here.id.rawValue) && mine.contains(caseHere.id.rawValue))
        #expect(theirs.contains(there.id.rawValue) && theirs.contains("NO_SENDER"))
        for secret in [other.rawValue, there.id.rawValue, there.raw.rawValue, caseThere.id.rawValue, "NO_SENDER"] {
            #expect(!mine.contains(secret), "\(secret)")
        }
        for secret in [desk.mine.rawValue, here.id.rawValue, caseHere.id.rawValue, stored.id.rawValue, token, "INBOX"] {
            #expect(!theirs.contains(secret), "\(secret)")
        }
        await desk.close()
    }

    /// Every row of every table that the organisation gets.
    private static func everything(_ desk: MailDesk, _ organisation: OrganisationID) async throws -> String {
        try await desk.inside(organisation) { transaction in
            try await transaction.execute(ReadEverything()).joined(separator: "\n")
        }
    }

    private struct ReadEverything: Statement {
        static let sql = tables.map { "SELECT t::text FROM \($0) t" }.joined(separator: " UNION ALL ")
        var bindings: [PostgresValue] { [] }
        static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
    }
}

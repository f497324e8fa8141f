import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Testing

@Suite("Answers by mail", .timeLimit(.minutes(2))) struct AnswersTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// Of the question.
        var cents: Int64? = 50_000
        var expires = Duration.seconds(86_400)
        var fingerprint: String?
        var text = "Approved"
        var kind = MailOutcome.Kind.rejected
        var reason: MailReason?
        /// Whether Ann is told why.
        var isTold = false
        var change: @Sendable (inout Letter, ApprovalToken) -> Void = { _, _ in }
    }

    static func header(_ name: String, _ value: String) -> MailHeader { MailHeader(name: name, raw: value) }

    static let cases = [
        Case(testDescription: "a yes of the one who was asked", kind: .approval),
        Case(
            testDescription: "a no with its reason", text: "Rejected: the hours are not ours", kind: .approval),
        Case(testDescription: "a question goes to the case", text: "Which project is this for?", kind: .comment),
        Case(
            testDescription: "what is no answer is told to her", text: "Let me think about it", reason: .replyUnclear,
            isTold: true),
        Case(testDescription: "a no without a reason", text: "Rejected", reason: .replyUnclear, isTold: true),
        Case(
            testDescription: "a yes with a condition", text: "Approved if the price is right", reason: .replyUnclear,
            isTold: true),
        Case(
            testDescription: "the token stands in the text only", kind: .approval,
            change: { letter, token in
                letter.to = "approvals@office.example"
                letter.text = "Approved\n\n> \(token.line)\n"
            }),
        Case(
            testDescription: "a token that was not made here: she is told, for the mail is hers", reason: .tokenForged,
            isTold: true,
            change: { letter, token in
                letter.to = "approve+\(token.id).\(String(repeating: "a", count: 26))@office.example"
            }),
        Case(
            testDescription: "a forged one from anybody else is told to nobody", reason: .tokenForged,
            change: { letter, token in
                letter.from = "x@stranger.example"
                letter.to = "approve+\(token.id).\(String(repeating: "a", count: 26))@office.example"
            }),
        Case(
            testDescription: "a question that nobody asked", reason: .tokenUnknown,
            change: { letter, token in
                let id = String(repeating: "a", count: 26)
                letter.to = "approve+\(id).\(token.text.suffix(26))@office.example"
            }),
        Case(
            testDescription: "another approver, whose mail is proved", reason: .otherApprover,
            change: { letter, _ in letter.from = "Bob Baker <bob@office.example>" }),
        Case(
            testDescription: "her name in front of another address", reason: .notAuthentic,
            change: { letter, _ in
                letter.from = "Ann Archer <ann@0ffice.example>"
                letter.proof = .nothing
            }),
        Case(
            testDescription: "her address, and nothing proves it: nobody is told", reason: .notAuthentic,
            change: { letter, _ in letter.proof = .nothing }),
        Case(
            testDescription: "her address, and the proof failed: nobody is told", reason: .notAuthentic,
            change: { letter, _ in letter.proof = .failed }),
        Case(
            testDescription: "the invoice is not the one that she was shown", fingerprint: "other",
            reason: .invoiceChanged, isTold: true),
        Case(
            testDescription: "a mail that she wrote before she was asked, sent again with the token",
            reason: .notAuthentic,
            isTold: true, change: { letter, _ in letter.date = "Thu, 1 Jan 2015 10:00:00 +0100 (CET)" }),
        Case(
            testDescription: "an answer without a date", reason: .notAuthentic, isTold: true,
            change: { letter, _ in letter.date = nil }),
        Case(testDescription: "a question that has run out", expires: .seconds(0), reason: .tokenExpired, isTold: true),
        Case(testDescription: "at the ceiling", cents: 100_000, kind: .approval),
        Case(testDescription: "above the ceiling", cents: 100_001, reason: .aboveCeiling, isTold: true),
        Case(testDescription: "a credit above the ceiling", cents: -100_001, reason: .aboveCeiling, isTold: true),
        Case(testDescription: "an amount that is not known", cents: nil, reason: .aboveCeiling, isTold: true),
        Case(
            testDescription: "above the ceiling she may refuse", cents: 100_001, text: "Rejected: too expensive",
            kind: .approval),
        Case(
            testDescription: "an out-of-office note is no approval, whatever it says", reason: .autoReply,
            change: { letter, _ in letter.headers = [header("Auto-Submitted", "auto-replied")] }),
        Case(
            testDescription: "an out-of-office note that only says so", text: "I am out of the office until Monday.",
            reason: .autoReply),
        Case(
            testDescription: "an answer with an invoice attached stays an answer", kind: .approval,
            change: { letter, _ in letter.pieces = [.pdf("invoice")] }),
    ]

    @Test(arguments: cases) func answers(_ example: Case) async throws {
        let house = try MailHouse()
        let asked = try house.ask(
            "case", cents: example.cents, expires: example.expires, fingerprint: example.fingerprint)
        var letter = house.answer(asked.token, example.text)
        example.change(&letter, asked.token)
        let outcome = try #require(try await house.receive(letter)).outcome
        #expect(outcome.kind == example.kind)
        #expect(outcome.reason == example.reason)
        // Notices go to nobody but the one whose mail is proved.
        #expect(house.memory.notices.map(\.message.to) == (example.isTold ? [["A01"]] : []))
        #expect(house.memory.notices.allSatisfy { $0.message.occasion == .answerRefused })
        // It reaches the case, or it does not; and no new case comes of it.
        let messages = house.cases.messages(of: asked.question.caseID)
        #expect(messages.count == (example.kind == .rejected ? 0 : 1))
        #expect(messages.allSatisfy { $0.by == "A01" })
        #expect(house.cases.cases.count == 1)
        #expect(house.tally().isWhole)
    }

    @Test func tokensOfSeveralQuestionsDecideNothing() async throws {
        let house = try MailHouse()
        let (first, second) = (try house.ask("first"), try house.ask("second"))
        let letter = house.answer(first.token).with { $0.text = "Approved\n\n> \(second.token.line)" }
        #expect(try await house.receive(letter)?.outcome.reason == .replyUnclear)
        #expect(house.memory.notices.isEmpty)
        #expect(house.cases.messages(of: first.question.caseID).isEmpty)
        #expect(house.cases.messages(of: second.question.caseID).isEmpty)
    }

    @Test func aTokenIsUsedOnceAndSheIsToldWhenItWas() async throws {
        let house = try MailHouse()
        let asked = try house.ask("case")
        #expect(try await house.receive(house.answer(asked.token))?.outcome.kind == .approval)
        let second = house.answer(asked.token, "Rejected: no, wait")
        #expect(try await house.receive(second)?.outcome.reason == .tokenUsed)
        #expect(house.memory.notices.map(\.message.to) == [["A01"]])
        #expect(house.cases.messages(of: asked.question.caseID).count == 1)
    }

    @Test func questionsDoNotUseATokenUp() async throws {
        let house = try MailHouse()
        let asked = try house.ask("case")
        #expect(try await house.receive(house.answer(asked.token, "What is it for?"))?.outcome.kind == .comment)
        #expect(try await house.receive(house.answer(asked.token))?.outcome.kind == .approval)
    }

    @Test func theSameAnswerInTwoMailboxesCountsOnce() async throws {
        let house = try MailHouse(["a", "b"])
        let asked = try house.ask("case")
        let letter = house.answer(asked.token)
        house.deliver(letter, to: "a")
        house.deliver(letter, to: "b")
        try await house.look()
        #expect(house.cases.messages(of: asked.question.caseID).count == 1)
        #expect(house.tally().approvals == 1)
        #expect(house.tally().rejected == [.duplicateMail: 1])
        #expect(house.memory.notices.isEmpty)
    }

    @Test func whereNobodyAnswersByMailATokenIsOnlyText() async throws {
        let house = try MailHouse()
        let asked = try house.ask("case")
        house.offices.change(MailHouse.mine) { $0.answers = nil }
        #expect(try await house.receive(house.answer(asked.token))?.outcome.reason == .noAttachment)
        #expect(house.cases.messages(of: asked.question.caseID).isEmpty)
    }
}

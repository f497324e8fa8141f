import Correspondence
import Testing

/// Item 23 of the list of threats: whatever is wrong, nothing is decided.
@Suite("ApprovalGate") struct ApprovalGateTests {
    static let approver = MailAddress("anna@office.example")!
    static let right = ApprovalGate.Facts(
        token: .valid, expiry: 2_000, now: 1_000, isUsed: false, from: approver, approver: approver,
        standing: .mayDecide,
        verdict: MailVerdict(source: .receivingHost, from: approver, dmarc: .pass, isAuthentic: true),
        isAutomatic: false,
        fingerprintAsked: "ab", fingerprintNow: "ab", ceiling: .within, isOpen: true, actions: [.approve, .reject],
        action: .approve)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var decision: ApprovalGate.Decision
        var change: @Sendable (inout ApprovalGate.Facts) -> Void

        init(
            _ sentence: String, _ reason: MailReason?, _ change: @escaping @Sendable (inout ApprovalGate.Facts) -> Void
        ) {
            testDescription = sentence
            decision = reason.map { .refused($0) } ?? .allowed
            self.change = change
        }
    }

    static let cases = [
        Case("all is right", nil) { _ in },
        Case("the address in other letters", nil) { $0.from = MailAddress("Anna@OFFICE.example") },
        Case("the last second", nil) { $0.now = 1_999 },
        Case("a refusal above the ceiling", nil) {
            $0.action = .reject
            $0.ceiling = .above
        },
        Case("an out-of-office note", .autoReply) { $0.isAutomatic = true },
        Case("a server's scanner that answers by itself", .autoReply) {
            $0.isAutomatic = true
            $0.token = .missing
        },
        Case("no token: a mail with the word APPROVE", .tokenUnknown) { $0.token = .missing },
        Case("a token nobody knows", .tokenUnknown) { $0.token = .unknown },
        Case("a token that was not made here, or values that were changed", .tokenForged) { $0.token = .forged },
        Case("a token of another organisation", .tokenUnknown) { $0.token = .ofOtherOrganisation },
        Case("several tokens", .replyUnclear) { $0.token = .several },
        Case("a forged From: nothing proves it", .notAuthentic) {
            $0.verdict = MailVerdict(source: .nobody, from: approver)
        },
        Case("DMARC fails", .notAuthentic) {
            $0.verdict.dmarc = .fail
            $0.verdict.isAuthentic = false
        },
        Case("no Authentication-Results", .notAuthentic) { $0.verdict = MailVerdict(source: .nobody, from: approver) },
        Case("Authentication-Results of a foreign server", .notAuthentic) {
            $0.verdict = MailVerdict(source: .nobody, from: approver, dmarc: .pass)
        },
        Case("a verdict about another sender", .notAuthentic) {
            $0.verdict.from = MailAddress("eve@office.example")
        },
        Case("no sender, or several", .noSender) { $0.from = nil },
        Case("a sender that looks like another", .lookAlike) { $0.verdict.suspicions = [.displayName] },
        Case("answers would go elsewhere", .lookAlike) { $0.verdict.suspicions = [.replyTo(domain: "evil.example")] },
        Case("another person, to whom the mail was forwarded", .otherApprover) {
            $0.from = MailAddress("tom@office.example")
            $0.verdict.from = $0.from
        },
        Case("a person of the same name elsewhere", .otherApprover) {
            $0.from = MailAddress("anna@office.example.evil.example")
            $0.verdict.from = $0.from
        },
        Case("who stood in until yesterday", .otherApprover) { $0.standing = .standInEnded },
        Case("who handed the invoice in", .otherApprover) { $0.standing = .handedIn },
        Case("who was locked", .otherApprover) { $0.standing = .mayNot },
        Case("the same mail again", .tokenUsed) { $0.isUsed = true },
        Case("too late", .tokenExpired) { $0.now = 2_000 },
        Case("a question that was settled", .nothingAsked) { $0.isOpen = false },
        Case("an invoice that was changed", .invoiceChanged) { $0.fingerprintNow = "cd" },
        Case("no fingerprint", .invoiceChanged) {
            $0.fingerprintAsked = ""
            $0.fingerprintNow = ""
        },
        Case("APPROVE only in quoted history", .replyUnclear) {
            $0.action = ReplyReading("I will look at it\n\n> APPROVE").action
        },
        Case("an answer that was not offered", .replyUnclear) { $0.action = .question },
        Case("above the ceiling", .aboveCeiling) { $0.ceiling = .above },
        Case("without a ceiling", .aboveCeiling) { $0.ceiling = .none },
        // What is told first.
        Case("a stranger does not learn that it was used", .otherApprover) {
            $0.from = MailAddress("tom@office.example")
            $0.verdict.from = $0.from
            $0.isUsed = true
            $0.isOpen = false
        },
        Case("a forger does not learn whether the token is right", .tokenForged) {
            $0.token = .forged
            $0.verdict.isAuthentic = false
        },
        Case("a program is told nothing", .autoReply) {
            $0.isAutomatic = true
            $0.token = .forged
        },
    ]
    @Test(arguments: cases) func decide(_ example: Case) {
        var facts = Self.right
        example.change(&facts)
        #expect(ApprovalGate.decide(facts) == example.decision)
    }

    /// Whatever else is wrong, too.
    @Test func nothingMakesUpForAFault() {
        let faults = Self.cases.filter { $0.decision != .allowed }
        for fault in faults {
            for other in faults {
                var facts = Self.right
                other.change(&facts)
                fault.change(&facts)
                #expect(ApprovalGate.decide(facts) != .allowed, "\(fault.testDescription), \(other.testDescription)")
            }
        }
    }
}

import Testing

@testable import Correspondence

@Suite("Whose mails are taken") struct SenderPolicyTests {
    private static func verdict(_ isAuthentic: Bool, _ suspicions: [MailVerdict.Suspicion] = []) -> MailVerdict {
        MailVerdict(
            source: .receivingHost, from: MailAddress("x@seller.example"), isAuthentic: isAuthentic,
            suspicions: suspicions)
    }

    static let outcomes: [(String, SenderPolicy, KnownSenders.Kind, MailVerdict, SenderPolicy.Outcome)] = [
        ("a user", SenderPolicy(accepts: .users), .user("u"), verdict(true), .pass),
        (
            "a supplier where users only count", SenderPolicy(accepts: .users, others: .reject), .supplier("s"),
            verdict(true), .reject(.unknownSender)
        ),
        ("a supplier", SenderPolicy(), .supplier("s"), verdict(true), .pass),
        ("a supplier, not proved", SenderPolicy(), .supplier("s"), verdict(false), .review(.notAuthentic)),
        (
            "a user, not proved, strict", SenderPolicy(unproved: .reject), .user("u"), verdict(false),
            .reject(.notAuthentic)
        ),
        ("a stranger", SenderPolicy(), .stranger, verdict(true), .review(.unknownSender)),
        ("a stranger, refused", SenderPolicy(others: .reject), .stranger, verdict(true), .reject(.unknownSender)),
        (
            "anybody", SenderPolicy(accepts: .anybody, others: .reject), .stranger, verdict(true),
            .review(.unknownSender)
        ),
        (
            "a look-alike that is authentic", SenderPolicy(accepts: .anybody, others: .reject), .stranger,
            verdict(true, [.lookAlike(of: "seller.example")]), .review(.lookAlike)
        ),
        (
            "nobody", SenderPolicy(accepts: .anybody, unproved: .reject, others: .reject), .stranger,
            MailVerdict(source: .nobody, from: nil), .review(.noSender)
        ),
    ]

    @Test(arguments: outcomes) func outcome(
        _ what: String, _ policy: SenderPolicy, _ sender: KnownSenders.Kind, _ verdict: MailVerdict,
        _ outcome: SenderPolicy.Outcome
    ) {
        #expect(policy.outcome(sender, verdict) == outcome, "\(what)")
    }

    static let scores: [(String, String, [ScreeningFacts.Attachment], KnownSenders.Kind, Bool, Bool)] = [
        ("a supplier's invoice", "Rechnung 7", [.init(name: "a.pdf", kind: .pdf, size: 1)], .supplier("s"), true, true),
        ("the same from a stranger", "Rechnung 7", [.init(name: "a.pdf", kind: .pdf, size: 1)], .stranger, true, false),
        (
            "an invoice by name and subject", "Faktura 7", [.init(name: "faktura.pdf", kind: .pdf, size: 1)], .stranger,
            true, true
        ),
        ("not proved", "Faktura 7", [.init(name: "faktura.pdf", kind: .pdf, size: 1)], .stranger, false, false),
        ("no document", "Facture 7", [], .supplier("s"), true, false),
        ("another subject", "Meeting", [.init(name: "a.pdf", kind: .pdf, size: 1)], .supplier("s"), true, false),
    ]

    @Test(arguments: scores) func score(
        _ what: String, _ subject: String, _ attachments: [ScreeningFacts.Attachment], _ sender: KnownSenders.Kind,
        _ isAuthentic: Bool,
        _ isEnough: Bool
    ) {
        let facts = ScreeningFacts(
            head: MailHead(["Subject: \(subject)"]), verdict: Self.verdict(isAuthentic), sender: sender,
            attachments: attachments)
        let score = InvoiceScore(facts)
        #expect(score.isEnough == isEnough, "\(what): \(score.points)")
        #expect(score.total == score.points.map(\.points).reduce(0, +))
    }
}

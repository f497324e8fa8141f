import Testing

@testable import Correspondence

@Suite("Who sent a mail") struct SenderCheckTests {
    @Test func spoofedMailsAreNeverAuthentic() {
        let accepted = SpoofedMails.all.filter { Self.isTakenIn(SenderCheck.office.verdict(of: $0.1)) }
        #expect(SpoofedMails.techniques.count == 50)
        #expect(SpoofedMails.all.count == 250)
        #expect(accepted.isEmpty, "\(Set(accepted.map(\.0)))")
    }

    /// With own checks of DKIM that passed for whoever really sent it.
    @Test func neitherWithASignatureOfTheirOwn() {
        let signature = OwnDKIM(domain: "evil.example", passed: true, coversFrom: true, coversWholeBody: true)
        let accepted = SpoofedMails.all.filter { _, head in
            Self.isTakenIn(SenderCheck.office.verdict(of: head, signatures: [signature]))
        }
        #expect(accepted.isEmpty, "\(Set(accepted.map(\.0)))")
    }

    /// A mail that shows the fraud's own address, and is authentic for it, takes nobody in.
    private static func isTakenIn(_ verdict: MailVerdict) -> Bool {
        verdict.isAuthentic && verdict.from?.domain != "evil.example"
    }

    private static let border = "Received: from mail.seller.example by mx.office.example with ESMTPS; Tue, 1 Dec"
    private static let from = "From: Bills <bills@seller.example>"
    private static let seal = [
        "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=seller.example",
        "ARC-Seal: i=1; a=rsa-sha256; d=forward.example; s=a; cv=none; b=x",
        "ARC-Message-Signature: i=1; a=rsa-sha256; d=forward.example; s=a; h=from; bh=x; b=x",
    ]

    private static func told(_ results: String) -> String { "Authentication-Results: MX.Office.Example; \(results)" }

    /// What must be authentic, or nothing would be gained by refusing the others.
    static let authentic: [(String, [String], MailVerdict.Source)] = [
        ("a signature", [told("dkim=pass header.d=seller.example"), border, from], .receivingHost),
        (
            "a signature from below", [told("dkim=pass header.d=mail.seller.example; spf=fail"), border, from],
            .receivingHost
        ),
        ("SPF", [told("spf=pass smtp.mailfrom=bounce@seller.example"), border, from], .receivingHost),
        (
            "a second signature",
            [told("dkim=pass header.d=provider.example; dkim=pass header.d=seller.example"), border, from],
            .receivingHost
        ),
        (
            "behind a relay",
            [
                "Received: from mx by store.office.example; Tue", told("dkim=pass header.d=seller.example"), border,
                from,
            ], .receivingHost
        ),
        (
            "several lines",
            [told("spf=pass smtp.mailfrom=x.example"), told("dkim=pass header.d=seller.example"), border, from],
            .receivingHost
        ),
        (
            "folded, with comments",
            [told("\r\n dkim=pass (2048-bit; ok)\r\n header.d=seller.example\r\n header.b=ab/c="), border, from],
            .receivingHost
        ),
        (
            "a seal",
            [told("spf=fail smtp.mailfrom=seller.example; dmarc=fail; arc=pass (i=1)"), border] + seal + [from], .sealed
        ),
        ("only header.i", [told("dkim=pass header.i=@seller.example"), border, from], .receivingHost),
    ]

    @Test(arguments: authentic) func proved(_ what: String, _ lines: [String], _ source: MailVerdict.Source) {
        let verdict = SenderCheck.office.verdict(of: MailHead(lines))
        #expect(verdict.isAuthentic, "\(what)")
        #expect(verdict.source == source)
        #expect(verdict.from?.description == "bills@seller.example")
        #expect(!verdict.words.isEmpty)
    }

    static let signatures: [(String, OwnDKIM, Bool)] = [
        ("whole", OwnDKIM(domain: "Seller.example", passed: true, coversFrom: true, coversWholeBody: true), true),
        ("failed", OwnDKIM(domain: "seller.example", passed: false, coversFrom: true, coversWholeBody: true), false),
        (
            "without From", OwnDKIM(domain: "seller.example", passed: true, coversFrom: false, coversWholeBody: true),
            false
        ),
        (
            "of half the body",
            OwnDKIM(domain: "seller.example", passed: true, coversFrom: true, coversWholeBody: false), false
        ),
        ("of another", OwnDKIM(domain: "evil.example", passed: true, coversFrom: true, coversWholeBody: true), false),
    ]

    @Test(arguments: signatures) func ownCheck(_ what: String, _ signature: OwnDKIM, _ isProof: Bool) {
        let verdict = SenderCheck.office.verdict(of: MailHead([Self.border, Self.from]), signatures: [signature])
        #expect(verdict.isAuthentic == isProof, "\(what)")
        #expect(verdict.source == .own)
        let failed = MailHead([Self.told("dmarc=fail"), Self.border, Self.from])
        #expect(!SenderCheck.office.verdict(of: failed, signatures: [signature]).isAuthentic)
    }

    @Test func resultsBelowTheBorderWhereTheyAreWritten() {
        var check = SenderCheck.office
        check.trust.writesBelowReceived = true
        let good = MailHead([Self.border, Self.told("dkim=pass header.d=seller.example"), Self.from])
        #expect(check.verdict(of: good).isAuthentic)
        let behind = MailHead([
            Self.border, Self.told("dkim=none"), Self.told("dkim=pass header.d=seller.example"), Self.from,
        ])
        #expect(!check.verdict(of: behind).isAuthentic)
        let apart = MailHead([Self.border, "Subject: x", Self.told("dkim=pass header.d=seller.example"), Self.from])
        #expect(!check.verdict(of: apart).isAuthentic)
    }

    @Test func aServerWithoutAName() {
        var check = SenderCheck.office
        check.trust.takesUnnamed = true
        let head = MailHead([
            "Authentication-Results: dkim=pass (ok) header.d=seller.example;dmarc=pass action=none", Self.border,
            Self.from,
        ])
        #expect(check.verdict(of: head).isAuthentic)
        #expect(!SenderCheck.office.verdict(of: head).isAuthentic)
    }

    @Test func strictAlignment() {
        var check = SenderCheck.office
        check.trust.dkimAlignment = .strict
        let head = MailHead([Self.told("dkim=pass header.d=mail.seller.example"), Self.border, Self.from])
        #expect(!check.verdict(of: head).isAuthentic)
    }

    static let suspicions: [(String, [String], [MailVerdict.Suspicion])] = [
        ("nothing", ["From: Seller Supplies <bills@seller.example>", "Reply-To: x@mail.seller.example"], []),
        ("a look-alike", ["From: bills@se11er.example"], [.lookAlike(of: "seller.example")]),
        ("an address as the name", ["From: \"jane@office.example\" <x@evil.example>"], [.displayName]),
        (
            "an encoded address as the name", ["From: =?utf-8?q?jane=40office=2Eexample?= <x@evil.example>"],
            [.displayName]
        ),
        ("its own address as the name", ["From: \"x@evil.example\" <x@evil.example>"], []),
        ("a supplier's name", ["From: Seller Supplies Ltd. Billing <x@evil.example>"], [.displayName]),
        (
            "answers elsewhere", ["From: x@other.example", "Reply-To: y@evil.example"],
            [.replyTo(domain: "evil.example")]
        ),
        ("several", ["From: a@one.example, b@two.example"], [.severalSenders]),
        ("two lines", ["From: a@one.example", "From: b@two.example"], [.severalSenders]),
    ]

    @Test(arguments: suspicions) func suspicion(_ what: String, _ lines: [String], _ expected: [MailVerdict.Suspicion])
    {
        #expect(SenderCheck.office.verdict(of: MailHead(lines)).suspicions == expected, "\(what)")
    }

    @Test func aForwarderVouches() {
        let head = MailHead([Self.told("spf=pass smtp.mailfrom=srs0=x=bills@forward.example"), Self.border, Self.from])
        #expect(SenderCheck.office.forwarder(of: head) == "forward.example")
        #expect(!SenderCheck.office.verdict(of: head).isAuthentic)
        #expect(ForwardedMail(redirected: head, by: .office)?.standing == .vouched)
        let below = MailHead([Self.border, Self.told("spf=pass smtp.mailfrom=forward.example"), Self.from])
        #expect(SenderCheck.office.forwarder(of: below) == nil)
        #expect(ForwardedMail(redirected: below, by: .office) == nil)
    }
}

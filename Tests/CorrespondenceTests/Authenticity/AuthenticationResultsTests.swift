import Testing

@testable import Correspondence

@Suite("Authentication-Results") struct AuthenticationResultsTests {
    /// Appendix B of RFC 8601, and what servers write.
    static let readable: [(String, String, [String])] = [
        ("example.org 1; none", "example.org", []), ("example.com; none", "example.com", []),
        (" example.com;\r\n spf=pass smtp.mailfrom=example.net", "example.com", ["spf pass smtp.mailfrom=example.net"]),
        (
            "example.com;\n auth=pass (cram-md5) smtp.auth=sender@example.net;\n spf=pass smtp.mailfrom=example.net",
            "example.com", ["auth pass smtp.auth=sender@example.net", "spf pass smtp.mailfrom=example.net"]
        ),
        (
            "example.com; dkim=pass (good signature) header.d=example.com; sender-id=fail header.from=example.com",
            "example.com", ["dkim pass header.d=example.com", "sender-id fail header.from=example.com"]
        ),
        (
            "foo.example.net (foobar) 1 (baz);\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\n"
                + " policy (A dot can go here) . (like that) expired\n (this surprised me) = (as I wasn't expecting it) 1362471462",
            "foo.example.net", ["dkim fail policy.expired=1362471462"]
        ),
        (
            "\"mx.office.example\"; dkim=pass reason=\"good; (signature)\" header.d=seller.example header.b=AbC/d+e=",
            "mx.office.example", ["dkim pass .reason=good; (signature) header.d=seller.example header.b=AbC/d+e="]
        ),
        (
            "mx.office.example; dkim=fail (bad; header.d=office.example (nested)) header.d=seller.example",
            "mx.office.example", ["dkim fail header.d=seller.example"]
        ),
        (
            "mx.office.example; spf=pass smtp.mailfrom=\"a b\"@seller.example; dmarc=pass (p=REJECT) header.from=seller.example;",
            "mx.office.example", ["spf pass smtp.mailfrom=a b@seller.example", "dmarc pass header.from=seller.example"]
        ),
        ("mx.office.example; x-new=wonderful", "mx.office.example", ["x-new ?"]),
        (
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=seller.example; dmarc=pass action=none header.from=seller.example",
            "", ["spf pass smtp.mailfrom=seller.example", "dmarc pass .action=none header.from=seller.example"]
        ),
    ]

    @Test(arguments: readable) func read(_ raw: String, _ id: String, _ results: [String]) throws {
        let read = try #require(AuthenticationResults(raw))
        #expect(read.authservID == id)
        #expect(
            read.results.map { result in
                ([result.method, result.check?.rawValue ?? "?"]
                    + result.properties.map { "\($0.type).\($0.name)=\($0.value)" })
                    .joined(separator: " ")
            } == results)
    }

    static let broken = [
        "", ";", "mx.office.example 2; spf=pass", "mx.office.example; spf", "mx.office.example; spf=",
        "mx.office.example; =pass",
        "mx.office.example; dkim=pass (open", "mx.office.example; dkim=pass header.d=\"open",
        "mx.office.example dkim=pass",
        "mx.office.example; dkim/2=pass header.d=office.example", "mx.office.example; dkim=pass header.=x",
        "mx.office.example evil.example; dkim=pass",
    ]

    @Test(arguments: broken) func whatIsBrokenProvesNothing(_ raw: String) {
        #expect(AuthenticationResults(raw) == nil)
    }

    static let received: [(String, String?)] = [
        (
            "from mail.seller.example (x [192.0.2.1]) by mx.office.example (Postfix) with ESMTP id 1; Tue, 1 Dec",
            "mx.office.example"
        ),
        ("by 2002:a05:6402:1 with SMTP id x; Tue", "2002:a05:6402:1"),
        ("from by (by mx.evil.example) by MX.office.example;", "mx.office.example"),
        ("from a (open by mx.office.example", nil), ("from mx.office.example; by x", nil), ("", nil),
    ]

    @Test(arguments: received) func receivedTellsWhoTookIt(_ raw: String, _ by: String?) {
        #expect(ReceivedLine(raw).by == by)
    }
}

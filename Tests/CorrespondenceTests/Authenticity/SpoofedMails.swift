@testable import Correspondence

/// Mails that are not from whom they say, by how they try. All of them claim to be of one of five senders.
enum SpoofedMails {
    static let techniques = table.map(\.0)
    static let all: [(String, MailHead)] = table.flatMap { name, make in
        [
            "jane@office.example", "bills@seller.example", "x.y@seller.example", "boss@office.example",
            "ap+1@office.example",
        ]
        .map { (name, MailHead(make($0, String($0.split(separator: "@")[1])))) }
    }

    private static let border =
        "Received: from mail.evil.example (x [192.0.2.9]) by mx.office.example with ESMTPS; Tue, 1 Dec"
    private static let seal = [
        "ARC-Seal: i=1; a=rsa-sha256; d=forward.example; s=a; cv=none; b=x",
        "ARC-Message-Signature: i=1; a=rsa-sha256; d=forward.example; s=a; h=from; bh=x; b=x",
    ]

    private static func told(_ results: String) -> String { "Authentication-Results: mx.office.example; \(results)" }

    /// Who is claimed, and his domain, to the lines of a head.
    private static let table: [(String, @Sendable (String, String) -> [String])] = [
        ("no result at all", { from, _ in [border, "From: \(from)"] }),
        (
            "results of another server",
            { from, domain in
                [
                    "Authentication-Results: mx.evil.example; dkim=pass header.d=\(domain); spf=pass smtp.mailfrom=\(domain)",
                    border, "From: \(from)",
                ]
            }
        ),
        (
            "results of a server that begins the same",
            { from, domain in
                [
                    "Authentication-Results: mx.office.example.evil.example; dkim=pass header.d=\(domain)", border,
                    "From: \(from)",
                ]
            }
        ),
        (
            "our name in a comment",
            { from, domain in
                [
                    "Authentication-Results: mx.evil.example (mx.office.example); dkim=pass header.d=\(domain)", border,
                    "From: \(from)",
                ]
            }
        ),
        (
            "our name below the border",
            { from, domain in [border, told("dkim=pass header.d=\(domain); dmarc=pass"), "From: \(from)"] }
        ),
        (
            "our name below, and a true result above",
            { from, domain in
                [
                    told("dkim=none; spf=fail smtp.mailfrom=\(domain)"), border, told("dkim=pass header.d=\(domain)"),
                    "From: \(from)",
                ]
            }
        ),
        (
            "our name at the end",
            { from, domain in [border, "From: \(from)", "Subject: x", told("spf=pass smtp.mailfrom=\(domain)")] }
        ),
        (
            "a made-up border below the true one",
            { from, domain in
                [
                    border, told("dkim=pass header.d=\(domain)"), "Received: from x by store.office.example; Tue",
                    border, "From: \(from)",
                ]
            }
        ),
        (
            "a made-up relay below the true border",
            { from, domain in
                [
                    border, "Received: from mx.office.example by store.office.example; Tue",
                    told("dkim=pass header.d=\(domain)"), border, "From: \(from)",
                ]
            }
        ),
        (
            "a sender who calls himself by",
            { from, domain in
                [
                    "Received: from by (by store.office.example) by mx.office.example; Tue",
                    told("dkim=pass header.d=\(domain)"), "From: \(from)",
                ]
            }
        ),
        ("no border", { from, domain in [told("dkim=pass header.d=\(domain)"), "From: \(from)"] }),
        (
            "a signature of another domain",
            { from, _ in [told("dkim=pass header.d=evil.example"), border, "From: \(from)"] }
        ),
        (
            "a signature of a longer name",
            { from, domain in [told("dkim=pass header.d=not\(domain)"), border, "From: \(from)"] }
        ),
        (
            "a signature below the claimed name",
            { from, domain in [told("dkim=pass header.d=\(domain).evil.example"), border, "From: \(from)"] }
        ),
        ("a signature of the suffix", { from, _ in [told("dkim=pass header.d=example"), border, "From: \(from)"] }),
        (
            "the domain in a comment",
            { from, domain in
                [
                    told(
                        "dkim=pass (header.d=\(domain)) header.d=evil.example; spf=pass (smtp.mailfrom=\(domain)) smtp.mailfrom=evil.example"
                    ), border, "From: \(from)",
                ]
            }
        ),
        (
            "the domain in a reason",
            { from, domain in
                [told("dkim=pass reason=\"header.d=\(domain)\" header.d=evil.example"), border, "From: \(from)"]
            }
        ),
        (
            "a second result inside a quoted value",
            { from, domain in
                [
                    told("spf=pass smtp.mailfrom=\"x; dkim=pass header.d=\(domain)\"@evil.example"), border,
                    "From: \(from)",
                ]
            }
        ),
        (
            "SPF of the envelope's own domain",
            { from, _ in [told("spf=pass smtp.mailfrom=a@evil.example"), border, "From: \(from)"] }
        ),
        (
            "the claimed domain as the envelope's local part",
            { from, domain in
                [told("spf=pass smtp.mailfrom=\(domain)@evil.example"), border, "From: \(from)"]
            }
        ),
        ("SPF of the greeting", { from, domain in [told("spf=pass smtp.helo=\(domain)"), border, "From: \(from)"] }),
        (
            "a null sender",
            { from, _ in ["Return-Path: <>", told("spf=pass smtp.mailfrom=<>"), border, "From: \(from)"] }
        ),
        (
            "SPF that is soft",
            { from, domain in
                [
                    told("spf=softfail smtp.mailfrom=\(domain); dkim=neutral header.d=\(domain)"), border,
                    "From: \(from)",
                ]
            }
        ),
        (
            "a word nobody knows",
            { from, domain in
                [told("dkim=passed header.d=\(domain); spf=ok smtp.mailfrom=\(domain)"), border, "From: \(from)"]
            }
        ),
        (
            "DMARC that failed",
            { from, domain in
                [told("dkim=pass header.d=\(domain); dmarc=fail header.from=\(domain)"), border, "From: \(from)"]
            }
        ),
        (
            "DMARC alone that passed for another",
            { from, _ in [told("dmarc=pass header.from=evil.example"), border, "From: \(from)"] }
        ),
        (
            "half a result",
            { from, domain in [told("dkim=pass header.d=\(domain); spf=pass (open"), border, "From: \(from)"] }
        ),
        (
            "an address as the name",
            { from, _ in
                [
                    told("dkim=pass header.d=evil.example"), border, "From: \"\(from)\" <x@evil.example>",
                    "Reply-To: \(from)",
                ]
            }
        ),
        (
            "an address as the unquoted name",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from) <x@evil.example>"] }
        ),
        (
            "two lines From",
            { from, _ in [told("dkim=pass header.d=evil.example"), border, "From: x@evil.example", "From: \(from)"] }
        ),
        (
            "two lines From, signed by the claimed",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from)", "From: x@evil.example"] }
        ),
        (
            "two lines, one with a blank",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from)", "From : x@evil.example"] }
        ),
        (
            "two addresses",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from), x@evil.example"] }
        ),
        (
            "a comment within the address",
            { from, _ in [told("dkim=pass header.d=evil.example"), border, "From: \(from)(<) <x@evil.example>"] }
        ),
        (
            "a comment that is open",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from) (x"] }
        ),
        (
            "a quoted local part",
            { from, _ in [told("dkim=pass header.d=evil.example"), border, "From: \"\(from)\"@evil.example"] }
        ),
        (
            "a quoted local part of the claimed",
            { from, domain in
                [told("dkim=pass header.d=\(domain)"), border, "From: \"\(from.split(separator: "@")[0])\"@\(domain)"]
            }
        ),
        (
            "a local part outside ASCII",
            { from, domain in [told("spf=pass smtp.mailfrom=\(domain)"), border, "From: ü\(from)"] }
        ),
        ("a group", { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: x: \(from);"] }),
        (
            "a NUL in the address",
            { from, domain in [told("dkim=pass header.d=\(domain)"), border, "From: \(from)\u{0}.evil.example"] }
        ),
        (
            "a seal that ours does not confirm",
            { from, domain in
                [
                    told("spf=fail smtp.mailfrom=evil.example"), border,
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain)",
                ] + seal + ["From: \(from)"]
            }
        ),
        (
            "a seal of a server that is not listed",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=1; mx.evil.example; dkim=pass header.d=\(domain)",
                ]
                    + seal.map { $0.replacing("forward.example", with: "evil.example") } + ["From: \(from)"]
            }
        ),
        (
            "an older seal of a listed server below a stranger's",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=2; mx.evil.example; dkim=pass header.d=\(domain)",
                    "ARC-Seal: i=2; a=rsa-sha256; d=evil.example; s=a; cv=pass; b=x",
                    "ARC-Message-Signature: i=2; d=evil.example; b=x",
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain)",
                ] + seal + ["From: \(from)"]
            }
        ),
        (
            "two results of one seal",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain)",
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=none",
                ] + seal + ["From: \(from)"]
            }
        ),
        (
            "a seal on DMARC that failed",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain); dmarc=fail",
                ] + seal + ["From: \(from)"]
            }
        ),
        (
            "a seal that breaks the chain",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain)",
                ]
                    + seal.map { $0.replacing("cv=none", with: "cv=fail") } + ["From: \(from)"]
            }
        ),
        (
            "results of a seal without one",
            { from, domain in
                [
                    told("arc=pass"), border,
                    "ARC-Authentication-Results: i=1; mx.forward.example; dkim=pass header.d=\(domain)",
                    "From: \(from)",
                ]
            }
        ),
        (
            "Received-SPF",
            { from, domain in
                [
                    "Received-SPF: pass (mx.office.example: domain of \(from) designates) client-ip=192.0.2.9; envelope-from=\(from)",
                    border, "From: \(from)",
                ]
            }
        ),
        (
            "another header of the name",
            { from, domain in
                ["X-Authentication-Results: mx.office.example; dkim=pass header.d=\(domain)", border, "From: \(from)"]
            }
        ),
        (
            "no name",
            { from, domain in ["Authentication-Results: dkim=pass header.d=\(domain)", border, "From: \(from)"] }
        ),
    ]
}

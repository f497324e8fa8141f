import Testing

@testable import Correspondence

/// The table that publicsuffix.org gives out for programs that read its list.
@Suite("Public suffixes") struct PublicSuffixTests {
    static let organisations: [(String, String?)] = [
        ("COM", nil), ("example.COM", "example.com"), ("WwW.example.COM", "example.com"), ("example", nil),
        ("example.example", "example.example"), ("b.example.example", "example.example"), ("biz", nil),
        ("domain.biz", "domain.biz"), ("a.b.domain.biz", "domain.biz"), ("uk.com", nil),
        ("example.uk.com", "example.uk.com"),
        ("a.b.example.uk.com", "example.uk.com"), ("test.ac", "test.ac"), ("mm", nil), ("c.mm", nil),
        ("b.c.mm", "b.c.mm"),
        ("a.b.c.mm", "b.c.mm"), ("jp", nil), ("test.jp", "test.jp"), ("ac.jp", nil), ("test.ac.jp", "test.ac.jp"),
        ("kyoto.jp", nil), ("test.kyoto.jp", "test.kyoto.jp"), ("ide.kyoto.jp", nil),
        ("b.ide.kyoto.jp", "b.ide.kyoto.jp"),
        ("c.kobe.jp", nil), ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"),
        ("city.kobe.jp", "city.kobe.jp"),
        ("www.city.kobe.jp", "city.kobe.jp"), ("ck", nil), ("test.ck", nil), ("b.test.ck", "b.test.ck"),
        ("www.ck", "www.ck"), ("www.www.ck", "www.ck"), ("k12.ak.us", nil), ("test.k12.ak.us", "test.k12.ak.us"),
        ("食狮.com.cn", "xn--85x722f.com.cn"), ("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"), ("公司.cn", nil), ("xn--85x722f.com.cn", "xn--85x722f.com.cn"),
        ("食狮.中国", "xn--85x722f.xn--fiqs8s"), ("中国", nil), ("seller.co.uk", "seller.co.uk"), ("co.uk", nil),
    ]

    @Test(arguments: organisations) func organisation(_ domain: String, _ organisation: String?) {
        #expect(PublicSuffixes.debian.organisation(of: domain) == organisation)
    }

    @Test func theWholeListIsRead() { #expect(PublicSuffixes.debian.count > 9_000) }

    static let alignments: [(String, String, String, Bool, Bool)] = [
        ("the same domain", "seller.example", "seller.example", true, true),
        ("upper case", "SELLER.example", "seller.Example", true, true),
        ("below it", "mail.seller.example", "seller.example", true, false),
        ("above it", "seller.example", "bills.seller.example", true, false),
        ("beside it", "a.seller.example", "b.seller.example", true, false),
        ("another with the same end", "otherseller.example", "seller.example", false, false),
        ("under the same suffix", "one.co.uk", "two.co.uk", false, false),
        ("the suffix itself", "co.uk", "two.co.uk", false, false),
        ("hosts of one provider", "a.github.io", "b.github.io", false, false),
        ("two spellings of one", "bücher.example", "xn--bcher-kva.example", true, true),
        ("nothing", "", "seller.example", false, false),
    ]

    @Test(arguments: alignments) func alignment(
        _ what: String, _ domain: String, _ from: String, _ isRelaxed: Bool, _ isStrict: Bool
    ) {
        #expect(PublicSuffixes.debian.isAligned(domain, with: from) == isRelaxed, "\(what)")
        #expect(PublicSuffixes.debian.isAligned(domain, with: from, .strict) == isStrict, "\(what)")
    }
}

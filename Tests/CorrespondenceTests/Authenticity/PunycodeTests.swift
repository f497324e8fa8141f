import Testing

@testable import Correspondence

@Suite("Domains") struct DomainNameTests {
    static let pairs = [
        ("bücher", "bcher-kva"), ("münchen", "mnchen-3ya"), ("ドメイン", "eckwd4c7c"),
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("παράδειγμα", "hxajbheg2az3al"), ("испытание", "80akhbyknj4f"), ("præsentation", "prsentation-b9a"),
    ]

    @Test(arguments: pairs) func punycodeGoesBothWays(_ label: String, _ code: String) {
        #expect(Punycode.encode(label) == code)
        #expect(Punycode.decode(code) == label)
    }

    @Test(arguments: ["9999999999", "a-ü", String(repeating: "z", count: 70), "-99999"]) func whatIsNoneIsTold(
        _ code: String
    ) {
        #expect(Punycode.decode(code) == nil)
    }

    static let names: [(String, String?)] = [
        ("Seller.Example", "seller.example"), ("seller.example.", "seller.example"),
        ("Bücher.example", "xn--bcher-kva.example"), ("BÜCHER.example", "xn--bcher-kva.example"),
        ("seller。example", "seller.example"), ("ｓeller.example", "seller.example"), ("seller..example", nil), ("", nil),
        ("[192.0.2.1]", nil), ("sel ler.example", nil), (String(repeating: "a", count: 64) + ".example", nil),
    ]

    @Test(arguments: names) func haveOneSpelling(_ text: String, _ spelling: String?) {
        #expect(DomainName(text)?.description == spelling)
    }
}

import Testing

@testable import Correspondence

@Suite("Known senders") struct KnownSendersTests {
    static let senders = KnownSenders(
        users: ["Jane@office.example": "u1", "ap+inbox@office.example": "u2"],
        suppliers: [
            "seller.example": "s1", "bills@mailbox.example": "s2", "special.seller.example": "s3", "co.uk": "s4",
            "bücher.example": "s5",
        ])

    static let kinds: [(String, KnownSenders.Kind)] = [
        ("jane@office.example", .user("u1")), ("JANE@Office.Example", .user("u1")),
        ("jane+x@office.example", .stranger),
        ("ap+inbox@office.example", .user("u2")), ("ap@office.example", .stranger), ("joe@office.example", .stranger),
        ("x@seller.example", .supplier("s1")), ("x@mail.seller.example", .supplier("s1")),
        ("x@special.seller.example", .supplier("s3")),
        ("x@notseller.example", .stranger), ("x@seller.example.evil.example", .stranger),
        ("bills@mailbox.example", .supplier("s2")),
        ("other@mailbox.example", .stranger), ("x@xn--bcher-kva.example", .supplier("s5")),
    ]

    @Test(arguments: kinds) func kind(_ address: String, _ kind: KnownSenders.Kind) throws {
        #expect(Self.senders.kind(of: try #require(MailAddress(address))) == kind)
    }

    @Test func whatIsNotProvedIsAStranger() {
        var verdict = MailVerdict(source: .receivingHost, from: MailAddress("jane@office.example"))
        #expect(Self.senders.proved(by: verdict) == .stranger)
        verdict.isAuthentic = true
        #expect(Self.senders.proved(by: verdict) == .user("u1"))
    }

    @Test func domainsOfManyAreProblems() {
        #expect(Self.senders.problems(.debian) == ["co.uk is shared by many; name the supplier's own domain below it"])
    }
}

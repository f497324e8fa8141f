import Testing

@testable import Correspondence

/// Whatever a stranger writes, every reader comes to its end and believes nothing of it.
@Suite("Wild headers") struct WildHeaderTests {
    private static let pieces = [
        "mx.office.example", "dkim", "spf", "=", "pass", ";", "(", ")", "\"", "\\", "<", ">", "@", ",", ":", "[", "]",
        "{", " ", "\r\n ", "\t",
        "header.d", "seller.example", "xn--", "i=1", "=?utf-8?q?", "?=", "ü", "е", "\u{0}", "by", "from", ".", "-",
        "/1",
    ]

    @Test func areReadToTheirEnd() {
        var random = Dice(seed: 7)
        for _ in 0..<1_500 {
            let text = (0..<random.next(upTo: 30)).map { _ in Self.pieces[random.next(upTo: Self.pieces.count)] }
                .joined()
            let head = MailHead([
                MailHeader(name: "Authentication-Results", raw: text), MailHeader(name: "ARC-Seal", raw: text),
                MailHeader(name: "Received", raw: text), MailHeader(name: "From", raw: text),
                MailHeader(name: "Reply-To", raw: text),
            ])
            #expect(!SenderCheck.office.verdict(of: head).isAuthentic)
            _ = MailNature(head, text: text)
            _ = ForwardedMail.stated(in: "From: \(text)\nDate: \(text)\nSubject: \(text)")
            _ = BodyHints.all(in: text)
        }
    }

    static let long = ["=?", ";", ",", "<", "(", "\"", "a@b.example,", "a:", "\\", "xn--", "@", "[", "ü"]

    @Test(arguments: long) func areReadInTimeThatGrowsWithTheirLength(_ piece: String) {
        let text = String(repeating: piece, count: 20_000)
        let list = AddressList(text)
        #expect(list.only == nil)
        #expect(AuthenticationResults(text) == nil)
        #expect(DomainName(text) == nil)
    }
}

/// Numbers that are the same in each run (splitmix64).
private struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next(upTo end: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(end))
    }
}

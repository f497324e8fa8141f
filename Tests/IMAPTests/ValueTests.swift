import Testing

@testable import IMAP

@Suite("Values on the wire") struct ValueTests {
    static let names: [(String, String)] = [
        ("INBOX", "INBOX"), ("Rechnungen & Mahnungen", "Rechnungen &- Mahnungen"), ("Büro", "B&APw-ro"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("a😀b", "a&2D3eAA-b"), ("&&", "&-&-"),
        ("ä", "&AOQ-"),
    ]

    @Test("a mailbox's name comes back", arguments: names) func mailboxName(_ name: String, _ wire: String) {
        #expect(MailboxName.wire(name, utf8: false) == Array(wire.utf8))
        #expect(MailboxName.read(Array(wire.utf8), utf8: false) == name)
        #expect(MailboxName.read(Array(name.utf8), utf8: true) == name)
    }

    @Test(
        "no mailbox has such a name",
        arguments: ["", "a\r\nx", "a\0", "a\u{1B}[2J", "\u{85}", String(repeating: "a", count: 501)])
    func impossible(_ name: String) {
        #expect(MailboxName.wire(name, utf8: false) == nil)
        #expect(MailboxName.wire(name, utf8: true) == nil)
        #expect(MailboxName.read(Array(name.utf8), utf8: false) == nil)
    }

    @Test("a damaged name stands as it came, control characters never do")
    func damaged() {
        #expect(MailboxName.read(Array("a&b".utf8), utf8: false) == "a&b")
        #expect(MailboxName.read(Array("a&AA0ACg-".utf8), utf8: false) == nil)
        #expect(MailboxName.read([0xFF], utf8: false) == nil)
    }

    @Test(
        "no keyword may be more than a word",
        arguments: ["", "a b", "a)", "\\Seen", "a\r\n", "a\"", "ä", "a]", "a*", "{5}"])
    func keyword(_ word: String) { #expect(MailFlag(keyword: word) == nil) }

    @Test("a keyword is a word") func goodKeyword() { #expect(MailFlag(keyword: "$Payables-1")?.word == "$Payables-1") }

    /// Weakness 7 of a known consumer: "Too long argument".
    @Test("a command stays short however many messages it is for") func sets() {
        let odd = stride(from: UInt32(1), to: 400_000, by: 2)
        let sets = UIDRanges(odd).commandSets()
        #expect(sets.allSatisfy { $0.utf8.count <= 1000 })
        #expect(sets.joined(separator: ",").split(separator: ",").count == 200_000)
        #expect(UIDRanges([3, 1, 2, 0, 9, 3]).commandSets() == ["1:3,9"])
        #expect(UIDRanges([]).commandSets() == [])
        #expect(UIDRanges([UInt32.max, UInt32.max - 1]).commandSets() == ["4294967294:4294967295"])
    }

    @Test("secrets cannot be printed or dumped") func secrets() throws {
        let login = try #require(IMAPLogin(user: "anna", password: "s3cr3t"))
        let account = try IMAPAccount(host: "imap.office.example", security: .tls, login: login)
        var command = Command("LOGIN", layer: .login)
        command.add(value: Array("s3cr3t".utf8))
        let tokens = OAuthTokens(
            address: "", client: "", clientSecret: "s3cr3t", grant: .refreshToken("s3cr3t", keep: { _ in }), scope: nil,
            post: { _, _ in (200, []) })
        for value in [login, account, command, tokens] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!(dumped + "\(value)" + String(reflecting: value)).contains("s3cr3t"))
            #expect(!(dumped + "\(value)" + String(reflecting: value)).contains("115"))
        }
    }

    @Test("a login holds no control character", arguments: ["", "a\r\nb", "a\0", "a\u{7F}", "\u{1}"])
    func login(_ text: String) {
        #expect(IMAPLogin(user: text, password: "x") == nil)
        #expect(IMAPLogin(user: "x", password: text) == nil)
        #expect(IMAPLogin(user: text, token: { _ in "" }) == nil)
    }

    static let badAccounts: [(String, Int?, IMAPAccount.Security)] = [
        ("", nil, .tls), ("imap.office.example/x", nil, .tls), ("a\r\nb", nil, .tls), ("user@host", nil, .tls),
        ("imap.office.example", 0, .tls), ("imap.office.example", 70_000, .tls), ("imap.office.example", nil, .plain),
        ("127.0.0.1.evil.example", nil, .plain), ("10.0.0.1", nil, .plain),
    ]

    @Test("an account that cannot be", arguments: badAccounts)
    func account(_ host: String, _ port: Int?, _ security: IMAPAccount.Security) throws {
        let login = try #require(IMAPLogin(user: "a", password: "b"))
        #expect(throws: IMAPFailure.self) { try IMAPAccount(host: host, port: port, security: security, login: login) }
    }

    static let certificates: [(String, String, Bool)] = [
        ("imap.office.example", "imap.office.example", true), ("IMAP.Office.example.", "imap.office.EXAMPLE", true),
        ("imap.office.example", "*.office.example", true), ("a.imap.office.example", "*.office.example", false),
        ("office.example", "*.office.example", false), ("imap.office.example", "i*.office.example", false),
        ("office.example", "*.example", false), ("imap.office.example", "*", false), ("", "", false),
        ("imap.office.example", "office.example", false), ("imap.office.example", "127.0.0.1", false),
    ]

    @Test("a certificate is for a name or not", arguments: certificates)
    func certificate(_ host: String, _ pattern: String, _ fits: Bool) {
        #expect(CertificateName.matches(host, pattern) == fits)
    }
}

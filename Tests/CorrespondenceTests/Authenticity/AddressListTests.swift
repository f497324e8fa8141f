import Testing

@testable import Correspondence

@Suite("Addresses in headers") struct AddressListTests {
    /// Name, then address; of RFC 5322's appendix A, and what mail programs write.
    static let lists: [(String, [String])] = [
        ("jane@office.example", ["|jane@office.example"]),
        ("Jane Doe <jane@office.example>", ["Jane Doe|jane@office.example"]),
        ("\"Doe, Jane\" <jane@office.example>", ["Doe, Jane|jane@office.example"]),
        ("\"Jane \\\"J\\\" Doe\" <jane@office.example>", ["Jane \"J\" Doe|jane@office.example"]),
        ("jane@office.example (Jane (of sales) Doe)", ["Jane (of sales) Doe|jane@office.example"]),
        ("Jane(a comment) <jane(her)@office(here).example>", ["Jane|jane@office.example"]),
        ("jane @ office . example", ["|jane@office.example"]),
        ("<@relay.example,@other.example:jane@office.example>", ["|jane@office.example"]),
        ("=?utf-8?Q?J=C3=BCrgen_M?= =?utf-8?B?w7xsbGVy?= <j@office.example>", ["Jürgen Müller|j@office.example"]),
        ("a@office.example, , b@office.example,", ["|a@office.example", "|b@office.example"]),
        ("Team: a@office.example, B <b@office.example>;", ["|a@office.example", "B|b@office.example"]),
        ("Undisclosed recipients:;", []), ("\"jane doe\"@office.example", ["|\"jane doe\"@office.example"]),
        ("jane@[192.0.2.1]", ["|jane@[192.0.2.1]"]),
        ("Jane Q. Public <jane@office.example>", ["Jane Q. Public|jane@office.example"]),
        ("\r\n Jane\r\n <jane@office.example>", ["Jane|jane@office.example"]),
        ("jürgen@office.example", ["|jürgen@office.example"]),
    ]

    @Test(arguments: lists) func read(_ raw: String, _ addresses: [String]) {
        let list = AddressList(raw)
        #expect(list.isWellFormed)
        #expect(list.addresses.map { "\($0.name)|\($0.spec)" } == addresses)
    }

    static let unbelieved: [(String, String)] = [
        ("nothing", ""), ("two", "a@office.example, b@office.example"), ("a group", "x: a@office.example;"),
        ("a quoted local part", "\"jane\"@office.example"), ("a literal", "jane@[192.0.2.1]"),
        ("letters outside ASCII", "jané@office.example"), ("a domain outside ASCII", "jane@öffice.example"),
        ("an address as an unquoted name", "jane@office.example <x@evil.example>"),
        ("something behind the address", "<jane@office.example> x@evil.example"),
        ("two in brackets", "<a@office.example><b@evil.example>"),
        ("an open comment", "jane@office.example (evil"), ("an open quote", "\"jane <jane@office.example>"),
        ("two at signs", "jane@office.example@evil.example"), ("a blank in the local part", "ja ne@office.example"),
        ("a control character", "jane\u{0}@office.example"), ("an open bracket", "<jane@office.example"),
        ("no domain", "jane@"), ("no local part", "@office.example"), ("a null sender", "<>"),
        ("a line of its own", "jane@office.example\u{B}x@evil.example"), ("two points", "jane..doe@office.example"),
        ("a back-slash", "jane\\@office.example"),
    ]

    @Test(arguments: unbelieved) func oneSenderOnly(_ what: String, _ raw: String) {
        #expect(AddressList(raw).only == nil, "\(what)")
    }

    /// An encoded word is text, whatever is in it.
    @Test func nothingIsDecodedBeforeItIsTakenApart() {
        let list = AddressList("=?utf-8?q?jane=40office=2Eexample=2C?= <x@evil.example>")
        #expect(list.only?.description == "x@evil.example")
        #expect(list.addresses.first?.name == "jane@office.example,")
    }
}

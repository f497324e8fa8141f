import Foundation
import NIOCore
import Testing

@testable import IMAP

/// Everything that comes out of bytes which arrive in parts of `size`.
func responses(
    _ text: [UInt8], parts size: Int = .max, limits: ResponseLimits = ResponseLimits(), bodyLimit: Int? = nil
) throws(ProtocolFault) -> (responses: [Response], body: [UInt8]) {
    var framer = ResponseFramer(limits: limits)
    framer.bodyLimit = bodyLimit
    var (found, body): ([Response], [UInt8]) = ([], [])
    var buffer = ByteBuffer()
    var rest = text[...]
    while !rest.isEmpty {
        buffer.writeBytes(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let frame = try framer.next(from: &buffer) {
            switch frame {
            case .body(let part): body += part.readableBytesView
            case .response(let response): found.append(try ResponseParser.read(response, limits: limits))
            }
        }
    }
    return (found, body)
}

@Suite("Responses") struct ResponseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var sentence: String
        var text: String
        var response: Response
        var testDescription: String { sentence }

        init(_ sentence: String, _ text: String, _ response: Response) {
            (self.sentence, self.text, self.response) = (sentence, text, response)
        }
    }

    static let cases: [Case] = [
        Case(
            "a tagged answer has status and words", "a1 OK done\r\n",
            .tagged(tag: "a1", StatusLine(kind: .ok, code: nil, words: "done"))),
        Case(
            "a code is a word in capitals", "a1 NO [unavailable] later\r\n",
            .tagged(tag: "a1", StatusLine(kind: .no, code: .word("UNAVAILABLE"), words: "later"))),
        Case(
            "a code with an argument keeps its name", "* NO [BADCHARSET (utf-8)] x\r\n",
            .untagged(.status(StatusLine(kind: .no, code: .word("BADCHARSET"), words: "x")))),
        Case(
            "a damaged code is no code, the status counts", "a1 NO [UIDNEXT x] y\r\n",
            .tagged(tag: "a1", StatusLine(kind: .no, code: nil, words: "[UIDNEXT x] y"))),
        Case(
            "a code's name loses what is no letter", "a1 NO [A\u{1B}[31mB] y\r\n",
            .tagged(tag: "a1", StatusLine(kind: .no, code: .word("A31MB"), words: "y"))),
        Case(
            "words for people become printable", "* BYE a\u{1B}[2Jü\r\n",
            .untagged(.status(StatusLine(kind: .bye, code: nil, words: "a\\u{1b}[2J\\u{fc}")))),
        Case(
            "words that look like a literal are words", "* OK see {5}\r\n",
            .untagged(.status(StatusLine(kind: .ok, code: nil, words: "see {5}")))),
        Case(
            "capabilities in a code", "* OK [CAPABILITY IMAP4rev1 Idle] x\r\n",
            .untagged(.status(StatusLine(kind: .ok, code: .capability(["IMAP4REV1", "IDLE"]), words: "x")))),
        Case("capabilities alone", "* CAPABILITY IMAP4rev1 IDLE\r\n", .untagged(.capability(["IMAP4REV1", "IDLE"]))),
        Case("a wish for more", "+ \r\n", .continuation),
        Case("a wish for more without a space", "+\r\n", .continuation),
        Case("messages", "* 12 EXISTS\r\n", .untagged(.exists(12))),
        Case("a message less", "* 3 EXPUNGE\r\n", .untagged(.expunge(3))),
        Case(
            "messages that went earlier", "* VANISHED (EARLIER) 300:310,405\r\n",
            .untagged(.vanished(UIDRanges(ranges: [300...310, 405...405]), earlier: true))),
        Case(
            "a claim of four thousand millions stays small", "* VANISHED 4294967295:1\r\n",
            .untagged(.vanished(UIDRanges(ranges: [1...4_294_967_295]), earlier: false))),
        Case(
            "a mailbox with a quoted name", "* LIST (\\HasNoChildren) \"/\" \"a \\\"b\\\" \\\\c\"\r\n",
            .untagged(
                .listed(
                    ListedMailbox(
                        attributes: ["\\HasNoChildren"], delimiter: UInt8(ascii: "/"), name: Array("a \"b\" \\c".utf8)))
            )),
        Case(
            "a mailbox with a literal name and no levels", "* LIST () NIL {3}\r\na{b\r\n",
            .untagged(.listed(ListedMailbox(attributes: [], delimiter: nil, name: Array("a{b".utf8))))),
        Case(
            "a mailbox's state", "* STATUS \"A B\" (UIDNEXT 5 HIGHESTMODSEQ 9000000000000000000)\r\n",
            .untagged(.mailboxStatus(["UIDNEXT": 5, "HIGHESTMODSEQ": 9_000_000_000_000_000_000]))),
        Case(
            "a message's heading, whatever else is told",
            "* 1 FETCH (X-GM-LABELS (\"\\\\Inbox\" (a (b))) UID 5 FLAGS (\\Seen $A) MODSEQ (77) RFC822.SIZE 9 "
                + "INTERNALDATE \" 1-Mar-2024 01:00:00 +0100\" BODYSTRUCTURE (\"a\" NIL {2}\r\n)( 5))\r\n",
            .untagged(
                .fetch(
                    FetchedItems(
                        uid: 5, size: 9, internalDate: Date(timeIntervalSince1970: 1_709_251_200),
                        flags: ["\\Seen", "$A"], modSeq: 77)))),
        Case(
            "a text between quotes", "* 1 FETCH (UID 5 BODY[]<0> \"ab\")\r\n",
            .untagged(.fetch(FetchedItems(uid: 5, body: .inline(Array("ab".utf8)))))),
        Case(
            "no text", "* 1 FETCH (UID 5 BODY[] NIL)\r\n", .untagged(.fetch(FetchedItems(uid: 5, body: nil)))),
        Case("what nobody asked for", "* XYZZY (((( \"\r\n", .untagged(.other)),
    ]

    @Test("is read, in whatever parts it comes", arguments: cases) func reads(_ example: Case) throws {
        for size in [1, 2, 3, 7, .max] {
            #expect(try responses(Array(example.text.utf8), parts: size).responses == [example.response])
        }
    }

    @Test("a message's text is handed on in parts and is not kept") func streams() throws {
        let text = "* 1 FETCH (UID 5 BODY[]<0> {6}\r\na\0\r\n{1 FLAGS ())\r\na1 OK x\r\n"
        for size in [1, 4, .max] {
            let found = try responses(Array(text.utf8), parts: size, bodyLimit: 6)
            #expect(found.body == Array("a\0\r\n{1".utf8))
            #expect(found.responses.first == .untagged(.fetch(FetchedItems(uid: 5, flags: [], body: .streamed(6)))))
            #expect(found.responses.count == 2)
        }
    }

    static let hostile: [(sentence: String, text: String)] = [
        ("an endless line", "* OK " + String(repeating: "x", count: 200_000)),
        ("an endless line of a literal's rest", "* LIST () NIL {1}\r\na" + String(repeating: "x", count: 200_000)),
        ("a literal of 99 GB", "* LIST () NIL {99999999999}\r\n"),
        ("a literal of 100 KB where no text was asked for", "* 1 FETCH (UID 5 BODY[] {100000}\r\n"),
        ("a literal of less than nothing", "* LIST () NIL {-1}\r\n"),
        ("a literal that need not be waited for", "* LIST () NIL {3+}\r\nabc\r\n"),
        (
            "many literals",
            "* X " + String(repeating: "{9999}\r\n" + String(repeating: "y", count: 9999), count: 9) + "\r\n"
        ),
        ("lists within lists", "* 1 FETCH (X " + String(repeating: "(", count: 5000) + "\r\n"),
        ("a list that does not end", "* 1 FETCH (FLAGS (\\Seen\r\n"),
        ("a quoted string that does not end", "* LIST () \"/\" \"abc\\\r\n"),
        ("a number that is too big", "* 1 FETCH (UID 4294967296)\r\n"),
        ("a flag with a control character", "* FLAGS (a\u{7}b)\r\n"),
        ("flags without end", "* FLAGS (" + String(repeating: "a ", count: 20_000) + ")\r\n"),
        ("NUL in a line", "* OK a\0b\r\n"),
        ("a lone CR in a line", "* OK a\rb\r\n"),
        ("a tagged answer of no kind", "a1 MAYBE\r\n"),
        ("text twice in one answer", "* 1 FETCH (BODY[] \"a\" BODY[] \"b\")\r\n"),
        ("a literal in the middle of a word", "* LIST () NIL a{3}\r\nabc\r\n"),
    ]

    @Test("of a hostile server is refused", arguments: hostile) func refuses(
        _ example: (sentence: String, text: String)
    ) {
        #expect(throws: ProtocolFault.self, "\(example.sentence)") {
            let found = try responses(Array(example.text.utf8), parts: 1000)
            // One that waits for more has taken no more than the limits.
            if found.responses.isEmpty { throw ProtocolFault("nothing") }
        }
    }

    @Test("more text than was asked for is refused") func tooMuch() {
        #expect(throws: ProtocolFault.self) {
            try responses(Array("* 1 FETCH (UID 5 BODY[]<0> {7}\r\n".utf8), bodyLimit: 6)
        }
    }

    static let dates: [(String, String?)] = [
        ("17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25Z"), (" 1-Jan-1970 00:00:00 +0000", "1970-01-01T00:00:00Z"),
        ("29-Feb-2024 23:59:59 +0530", "2024-02-29T18:29:59Z"), ("31-Dec-2026 23:00:00 -0100", "2027-01-01T00:00:00Z"),
        ("17-Xyz-1996 02:44:25 -0700", nil), ("17-Jul-1996", nil), ("17-Jul-1996 25:44:25 +0000", nil), ("", nil),
    ]

    @Test("dates of arrival", arguments: dates) func date(_ text: String, _ day: String?) throws {
        #expect(InternalDate.read(Array(text.utf8)) == (try day.map { try Date($0, strategy: .iso8601) }))
    }
}

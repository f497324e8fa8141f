import NIOCore
import Testing

@testable import IMAP

/// Always the same numbers (SplitMix64).
private struct Lot: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Damaged talk") struct FuzzTests {
    private static let transcripts = [
        "* OK [CAPABILITY IMAP4rev1 SASL-IR IDLE LITERAL+] ready\r\n",
        "* LIST (\\HasNoChildren \\Trash) \"/\" \"a \\\"b\"\r\n* LIST () NIL {3}\r\nabc\r\na1 OK done\r\n",
        "* FLAGS (\\Seen $A)\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n"
            + "* OK [UIDNEXT 9] x\r\n* OK [HIGHESTMODSEQ 12] x\r\na1 OK [READ-WRITE] open\r\n",
        "* 1 FETCH (UID 5 RFC822.SIZE 9 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" FLAGS (\\Seen) MODSEQ (7))\r\n"
            + "* VANISHED (EARLIER) 1:4,6\r\na1 OK done\r\n",
        "* 1 FETCH (UID 5 BODY[]<0> {10}\r\n0123456789 FLAGS ())\r\na1 OK done\r\n",
        "* STATUS INBOX (MESSAGES 4 UIDNEXT 5)\r\n+ more\r\n* 1 EXPUNGE\r\n* BYE [UNAVAILABLE] x\r\na1 NO [LIMIT] y\r\n",
    ].map { Array($0.utf8) }
    private static let pieces = [
        "{", "}", "{5}\r\n", "{99999}\r\n", "(", ")", "((((((((", "\"", "\\", "\r", "\n", "\r\n", "\0", "[", "]", "<0>",
        "* ",
        "a1 OK x\r\n", "a1 ", "+ \r\n", "BODY[] ", "FETCH (", "4294967295", "18446744073709551616", "-1", "ü", "*", ",",
        ":",
        "NIL", "VANISHED 1:4294967295", "\u{1}",
    ].map { Array($0.utf8) }

    private static func damage(_ text: inout [UInt8], _ lot: inout Lot) {
        for _ in 0..<Int.random(in: 1...6, using: &lot) {
            let place = Int.random(in: 0...text.count, using: &lot)
            switch Int.random(in: 0...4, using: &lot) {
            case 0: text.insert(contentsOf: pieces.randomElement(using: &lot) ?? [], at: place)
            case 1 where place < text.count: text[place] = UInt8.random(in: 0...255, using: &lot)
            case 2: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...9, using: &lot)))
            case 3:
                let from = Int.random(in: 0...text.count, using: &lot)
                text.insert(contentsOf: Array(text[from...].prefix(30)), at: place)
            default: text += transcripts.randomElement(using: &lot) ?? []
            }
        }
    }

    /// The machine with everything in it, a hundred thousand times. What it keeps never grows past its limits.
    @Test("never brings the machine down, nor fills it") func fuzz() {
        var lot = Lot(state: 20_261_201)
        let limits = ResponseLimits(line: 2000, literals: 1000, depth: 8, responses: 50, bytes: 5000, entries: 40)
        var ends: [String: Int] = [:]
        for round in 0..<100_000 {
            var session = Session(limits: limits)
            var text = Array("* OK hello\r\n".utf8)
            _ = session.received(&text)
            _ = session.begin(Self.command(round))
            text = Self.transcripts.randomElement(using: &lot) ?? []
            Self.damage(&text, &lot)
            var (body, finishes) = (0, 0)
            for action in session.received(&text) + session.end(IMAPFailure(.closed, "")) {
                switch action {
                case .body(let part): body += part.readableBytes
                case .finish(let result):
                    finishes += 1
                    if case .success(let answer) = result {
                        #expect(answer.untagged.count <= limits.responses)
                        ends["success", default: 0] += 1
                    } else if case .failure(let failure) = result {
                        ends[failure.layer.rawValue, default: 0] += 1
                        #expect(failure.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
                    }
                default: break
                }
            }
            #expect(body <= 10 && finishes == 1, "round \(round)")
        }
        // All ends were met, so the lot reaches what it is for.
        #expect(Set(ends.keys).isSuperset(of: ["success", "protocol", "closed", "mailbox"]), "\(ends)")
    }

    private static func command(_ round: Int) -> Command {
        var command = Command("X", layer: .mailbox, kind: [.plain, .open, .idle, .startTLS, .logout][round % 5])
        if round.isMultiple(of: 3) { command.bodyLimit = 10 }
        return command
    }
}

extension Session {
    /// All the bytes at once.
    mutating func received(_ bytes: inout [UInt8]) -> [Action] {
        var buffer = ByteBuffer(bytes: bytes)
        return received(&buffer)
    }

    mutating func received(_ text: String) -> [Action] {
        var buffer = ByteBuffer(string: text)
        return received(&buffer)
    }
}

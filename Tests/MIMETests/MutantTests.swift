import Correspondence
import Foundation
import Testing

@testable import MIME

/// Mails that were bent until nobody knows what they are. `PAYABLES_MAIL_MUTANTS` says how many; the seed is fixed.
@Suite("Mutants", .serialized) struct MutantTests {
    static let count = ProcessInfo.processInfo.environment["PAYABLES_MAIL_MUTANTS"].flatMap { Int($0) } ?? 3_000

    @Test func everyMutantIsTakenApartWithinTheLimits() throws {
        let corpus = try FileManager.default.contentsOfDirectory(atPath: Mails.folder.path).sorted()
            .filter {
                $0.hasSuffix(".eml")
                    && !["big", "deep-50000", "deep-1000", "long-head", "many"].contains($0.dropLast(4))
            }
            .map { try Data(contentsOf: Mails.folder.appending(path: $0)) }
        #expect(corpus.count > 30)
        var small = MailLimits()
        (small.parts, small.depth, small.decoded, small.inflated, small.body) = (12, 4, 3_000, 2_000, 300)
        let before = Peak.now()
        var (taken, faults, parts) = (0, 0, 0)
        for number in 0..<Self.count {
            var mutation = Mutation(seed: UInt64(number), corpus: corpus)
            let mail = mutation.mail()
            let limits = number % 3 == 0 ? small : MailLimits()
            let result = MailTaker(limits: limits).take(mail)
            try Self.check(result, limits, "mutant \(number)")
            taken += 1
            faults += result.message.faults.count
            parts += result.message.parts.count
        }
        #expect(taken == Self.count)
        #expect(parts > taken / 2 && faults > taken / 50)
        #expect(Peak.now() - before < 256 << 20)
        print("\(taken) mutants, \(parts) parts, \(faults) faults, peak \(Peak.now()) bytes, before \(before)")
    }

    private static func check(_ taken: TakenMail, _ limits: MailLimits, _ name: String) throws {
        let message = taken.message
        let paths = message.parts.map(\.path)
        var wrong: [String] = []
        if message.parts.count > limits.parts { wrong.append("parts") }
        if Set(paths).count != paths.count || Set(paths) != Set(taken.contents.keys) { wrong.append("paths") }
        if message.parts.reduce(0, { $0 + $1.size }) > limits.decoded { wrong.append("decoded") }
        if message.body.text.utf8.count > limits.body || !isClean(message.body.text, allowing: "\n\t") {
            wrong.append("body")
        }
        for part in message.parts {
            if part.path.split(separator: ".").count > limits.depth * 2 + 2 { wrong.append("depth") }
            if let name = part.name {
                if name.utf8.count > limits.name || name.isEmpty || name.contains("/") || name.contains("\\")
                    || !isClean(name, allowing: "")
                {
                    wrong.append("name")
                }
            }
            if let parent = part.parent, !paths.contains(parent) { wrong.append("parent") }
            if taken.contents[part.path].map(GMime.sha256) != part.sha256 { wrong.append("bytes") }
        }
        for header in message.head.headers where !isClean(header.value, allowing: "") { wrong.append("head") }
        try #require(wrong.isEmpty, "\(name): \(wrong)")
    }

    private static func isClean(_ text: String, allowing: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control && !(0x202A...0x202E).contains($0.value)
                || allowing.unicodeScalars.contains($0)
        }
    }
}

/// One bent mail: the same for the same seed.
private struct Mutation {
    private var state: UInt64
    private let corpus: [Data]

    init(seed: UInt64, corpus: [Data]) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678
        self.corpus = corpus
    }

    private static let tokens: [String] = [
        "\r\n", "\r\n\r\n", "--", "\r\n--e\r\n", "\r\n--e--\r\n",
        "Content-Type: multipart/mixed; boundary=\"e\"\r\n\r\n",
        "Content-Type: multipart/alternative; boundary=b\r\n", "Content-Type: message/rfc822\r\n\r\n",
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        "Content-Type: text/html\r\n\r\n<b>",
        "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
        "Content-Transfer-Encoding: x-uuencode\r\n",
        "Content-Disposition: attachment; filename=\"a\u{202E}b\u{7}.pdf\"\r\n",
        "; charset=utf-16", "; charset=\"", "; boundary=", "=?utf-8?Q?=00=FF?=", "=?utf-7?B?+AAA?=", "\0", "\u{202E}",
        "begin 644 x\r\n", "end\r\n", "<!--", "<div style=\"display:none\">", "<blockquote>", "&#x110000;", "&#0;",
        "From x\r\n",
        "Content-Type: application/ms-tnef\r\n", "Content-Type: multipart/encrypted\r\n", ": \r\n", " folded\r\n",
        "filename*0*=utf-8''%00; filename*1*=%", "; format=flowed", "PK\u{3}\u{4}", "%PDF-",
    ]

    mutating func mail() -> Data {
        var mail = one()
        for _ in 0...below(8) { bend(&mail) }
        return mail
    }

    private mutating func bend(_ mail: inout Data) {
        let place = below(mail.count + 1)
        switch below(9) {
        case 0: if place < mail.count { mail[mail.startIndex + place] = UInt8(below(256)) }
        case 1: mail.insert(contentsOf: Data(token().utf8), at: mail.startIndex + place)
        case 2:
            let end = min(mail.count, place + below(200))
            mail.removeSubrange(mail.startIndex + place..<mail.startIndex + end)
        case 3:
            let end = min(mail.count, place + below(2_000))
            let piece = Data(mail[(mail.startIndex + place)..<(mail.startIndex + end)])
            mail.insert(contentsOf: piece, at: mail.startIndex + below(mail.count + 1))
        case 4:
            // A whole mail within the mail.
            let inner = Data("\r\nContent-Type: message/rfc822\r\n\r\n".utf8) + one()
            mail.insert(contentsOf: inner.prefix(below(inner.count + 1)), at: mail.startIndex + place)
        case 5: mail = mail.prefix(place) + one().suffix(below(4_000))
        case 6: if mail.count > 10 { mail = mail.prefix(max(10, place)) }
        case 7:
            // A tree of its own, around it.
            let border = "x\(below(1_000))"
            let head = "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\(border)\r\n\r\n"
            let type = below(2) == 0 ? "Content-Type: message/rfc822\r\n\r\n" : ""
            mail = Data((head + "--\(border)\r\n" + type).utf8) + mail + Data("\r\n--\(border)--\r\n".utf8)
        default:
            for _ in 0..<below(20) where !mail.isEmpty { mail[mail.startIndex + below(mail.count)] = UInt8(below(256)) }
        }
        mail = Data(mail.prefix(60_000))
    }

    private mutating func one() -> Data { corpus[below(corpus.count)] }
    private mutating func token() -> String { Self.tokens[below(Self.tokens.count)] }

    private mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return limit <= 0 ? 0 : Int((value ^ (value >> 31)) % UInt64(limit))
    }
}

import Channels
import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Testing

/// Always the same letter.
private struct Scribe: LetterWriter {
    let mail: WrittenLetter
    func written(_ letter: Letter, to address: MailAddress) async throws(ChannelFailure) -> WrittenLetter { mail }
}

private struct Mute: LetterWriter {
    func written(_ letter: Letter, to address: MailAddress) async throws(ChannelFailure) -> WrittenLetter {
        throw .refused(because: "there is no ink")
    }
}

@Suite("Mail with parts", .serialized, .timeLimit(.minutes(1))) struct MailPartsTests {
    /// A mail as Python's parser sees it.
    private struct Seen: Decodable {
        struct Part: Decodable {
            var type: String
            var depth: Int
            var headers: [[String]]
            var text: String?
            var base64: String?
        }
        var headers: [[String]]
        var parts: [Part]
        var longest: Int
        var defects: Int
        var envelope: Post.Envelope

        func all(_ name: String) -> [String] { headers.filter { $0[0] == name }.map { $0[1] } }
        func header(_ name: String) -> String? { all(name).first }
    }

    private func sent(
        _ mail: WrittenLetter, id: String = "org/case/decide/ask/A01/mail", to: String = "odo@office.example"
    ) async throws -> Seen {
        let post = try Post("plain")
        let channel = MailChannel(
            try MailSettings(
                server: "smtp+plain://localhost:\(post.server.port)",
                from: "Accounts Payable <payables@office.example>"), writer: Scribe(mail: mail))
        try await channel.send(.example(id), to: to, by: .now + .seconds(20))
        let script = """
            import sys, json, email, email.policy, base64
            raw = open(sys.argv[1] + ".eml", "rb").read()
            raw.decode("ascii")
            assert raw.replace(b"\\r\\n", b"").count(b"\\n") == 0 and raw.replace(b"\\r\\n", b"").count(b"\\r") == 0
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            parts, defects = [], 0
            def walk(part, depth):
                global defects
                defects += len(part.defects)
                seen = {"type": part.get_content_type(), "depth": depth, "headers": [[k, str(v)] for k, v in part.items()]}
                if part.get_content_maintype() == "text": seen["text"] = part.get_content().replace("\\r\\n", "\\n")
                elif not part.is_multipart(): seen["base64"] = base64.b64encode(part.get_content()).decode()
                parts.append(seen)
                if part.is_multipart():
                    for inner in part.iter_parts(): walk(inner, depth + 1)
            walk(mail, 0)
            print(json.dumps({"headers": parts[0]["headers"], "parts": parts, "defects": defects,
                "longest": max(len(line) for line in raw.split(b"\\r\\n")), "envelope": json.load(open(sys.argv[1] + ".json"))}))
            """
        let path = post.folder.url.appending(path: "1").path
        return try JSONDecoder().decode(
            Seen.self, from: Data(try LocalServer.run("/usr/bin/python3", ["-c", script, path]).utf8))
    }

    private let png = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    @Test func textHTMLAndPictureStandTogether() async throws {
        let picture = LetterPicture(named: "page-1-24e2", png: png)
        let text = "Überweisung\n.\n--=_a\nEnde"
        let html = "<p>Überweisung \u{1F9FE} = 1</p>" + String(repeating: "<b>lang</b>", count: 300)
        let seen = try await sent(WrittenLetter(subject: "s", text: text, html: html, pictures: [picture]))
        #expect(
            seen.parts.map(\.type) == [
                "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
            ])
        #expect(seen.parts.map(\.depth) == [0, 1, 1, 2, 2])
        #expect(seen.parts[1].text == text)
        #expect(seen.parts[3].text == html)
        #expect(seen.parts[4].base64 == png.base64EncodedString())
        #expect(seen.parts[4].headers.contains(["Content-ID", "<page-1-24e2@payables>"]))
        #expect(seen.parts[4].headers.contains { $0[0] == "Content-Disposition" && $0[1].hasPrefix("inline") })
        #expect(seen.longest <= 76)
        #expect(seen.defects == 0)
    }

    @Test func withoutPicturesNothingIsRelated() async throws {
        let seen = try await sent(WrittenLetter(subject: "s", text: "t", html: "<p>h</p>"))
        #expect(seen.parts.map(\.type) == ["multipart/alternative", "text/plain", "text/html"])
    }

    @Test func headersSayHowItIsToBeTreated() async throws {
        let reply = try #require(MailAddress("approve+abc.def@office.example"))
        let bounce = try #require(MailAddress("bounce+7.x@office.example"))
        let seen = try await sent(
            WrittenLetter(
                subject: "s", text: "t", replyTo: reply, thread: [.letter("first"), .mail("<x.1@elsewhere.example>")],
                bounces: .address(bounce), list: LetterList(name: "Büro \"Nord\"", label: "Nord-1!\r\nX: y")))
        #expect(seen.header("Reply-To")?.contains("approve+abc.def@office.example") == true)
        #expect(seen.header("In-Reply-To") == "<x.1@elsewhere.example>")
        #expect(seen.header("References")?.hasSuffix("@office.example> <x.1@elsewhere.example>") == true)
        #expect(seen.header("List-Id")?.hasSuffix("<nord-1xy.office.example>") == true)
        #expect(seen.header("Auto-Submitted") == "auto-generated")
        #expect(seen.header("X-Auto-Response-Suppress") == "All")
        #expect(seen.header("X") == nil)
        #expect(seen.envelope.from == "bounce+7.x@office.example")
        #expect(seen.header("From")?.contains("payables@office.example") == true)
    }

    @Test func answersComeBackToNobody() async throws {
        let seen = try await sent(
            WrittenLetter(
                subject: "s", text: "t", thread: [.mail("<x@elsewhere.example>")], automatic: .replied,
                bounces: .nowhere))
        #expect(seen.envelope.from == "<>")
        #expect(seen.header("Auto-Submitted") == "auto-replied")
    }

    @Test func remindersNameTheQuestion() async throws {
        let question = try await sent(WrittenLetter(subject: "s", text: "t"), id: "org/c/decide/1/ask/A01/mail")
        let reminder = Letter(
            id: "org/c/decide/1/reminder-2/A01/mail", recipient: "A01", subject: "", text: "",
            items: [
                Letter.Item(
                    key: "c/decide/1/reminder-2",
                    message: OutboxMessage(
                        to: ["A01"], mode: .any, caseID: CaseID(rawValue: "c"), document: "", subject: "", reasons: []))
            ], at: Moment(microseconds: 0))
        let seen = try await sent(WrittenLetter(subject: "s", text: "t", thread: reminder.thread), id: reminder.id)
        #expect(seen.header("In-Reply-To") == question.header("Message-ID"))
        #expect(seen.header("Message-ID") != question.header("Message-ID"))
        #expect(Letter.example("org/case/decide/ask/A01/mail").thread.isEmpty)
    }

    @Test(arguments: [
        "x@y.example", "<x@y.example>\r\nBcc: thief@evil.example", "<x y@z.example>", "<>", "<x>", "",
        "<a@b.example> <c@d.example>", "<x@y.example\u{0}>", "<ü@y.example>", "<x@(y)>",
    ])
    func noMessageIDOfAStrangerMakesAHeader(_ id: String) async throws {
        let seen = try await sent(WrittenLetter(subject: "s", text: "t", thread: [.mail(id)]))
        #expect(seen.header("In-Reply-To") == nil)
        #expect(seen.header("References") == nil)
        #expect(seen.header("Bcc") == nil)
        #expect(seen.envelope.to == ["odo@office.example"])
    }

    @Test func aPictureHasASafeName() {
        let picture = LetterPicture(named: "a\"\r\n>b/../ü@c", png: Data())
        #expect(picture.id == "abc@payables")
    }

    @Test func aLetterThatCannotBeWrittenIsNotSent() async throws {
        let post = try Post("plain")
        let channel = MailChannel(
            try MailSettings(
                server: "smtp+plain://localhost:\(post.server.port)", from: "payables@office.example"), writer: Mute())
        await #expect(throws: ChannelFailure.refused(because: "there is no ink")) {
            try await channel.send(.example(), to: "odo@office.example", by: .now + .seconds(20))
        }
        #expect(post.count == 0)
    }
}

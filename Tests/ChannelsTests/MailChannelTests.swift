import Channels
import Correspondence
import Foundation
import Orchestrator
import Testing

/// aiosmtpd on this machine; mails are read by Python's own parser.
final class Post: Sendable {
    let server: LocalServer
    let folder: TemporaryFolder
    var certificate: String { folder.url.appending(path: "cert.pem").path }

    init(_ mode: String) throws {
        folder = try TemporaryFolder()
        let (cert, key) = (folder.url.appending(path: "cert.pem").path, folder.url.appending(path: "key.pem").path)
        if !["plain", "once"].contains(mode) {
            _ = try LocalServer.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", cert, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                ])
        }
        server = try LocalServer("/usr/bin/python3", "mail_server.py", [mode, folder.url.path, cert, key])
    }

    struct Mail: Decodable {
        var headers: [[String]]
        var text: String
        var longest: Int
        var envelope: Envelope
    }

    struct Envelope: Decodable {
        var from: String
        var to: [String]
        var tls: Bool
        var login: Bool
    }

    func mail(_ number: Int = 1) throws -> Mail {
        let script = """
            import sys, json, email, email.policy
            raw = open(sys.argv[1] + ".eml", "rb").read()
            raw.decode("ascii")
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            print(json.dumps({"headers": [[k, str(v)] for k, v in mail.items()], "text": mail.get_content().replace("\\r\\n", "\\n"),
                "longest": max(len(line) for line in raw.split(b"\\r\\n")), "envelope": json.load(open(sys.argv[1] + ".json"))}))
            """
        let path = folder.url.appending(path: String(number)).path
        return try JSONDecoder().decode(
            Mail.self, from: Data(try LocalServer.run("/usr/bin/python3", ["-c", script, path]).utf8))
    }

    var count: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []
        return names.count { $0.hasSuffix(".eml") }
    }
}

@Suite("Mail", .serialized, .timeLimit(.minutes(1))) struct MailChannelTests {
    private func channel(
        _ post: Post, _ scheme: String, from: String = "Accounts Payable <payables@office.example>",
        login: MailLogin? = nil, trusts: Bool = true
    ) throws -> MailChannel {
        MailChannel(
            try MailSettings(
                server: "\(scheme)://localhost:\(post.server.port)", from: from, login: login,
                authorities: scheme == "smtp+plain" || !trusts ? nil : post.certificate))
    }

    private func failure(_ channel: MailChannel, to address: String, seconds: Double = 20) async -> ChannelFailure? {
        do throws(ChannelFailure) {
            try await channel.send(.example(), to: address, by: .now + .seconds(seconds))
            return nil
        } catch { return error }
    }

    @Test func whatIsReadIsWhatWasWritten() async throws {
        let post = try Post("plain")
        let subject = "Rechnung wartet: Büro Müßig & Söhne 🧾 " + String(repeating: "lang ", count: 40)
        let text = "Zeile = 1 \n.\n..\nFrom here\n" + String(repeating: "wörter ", count: 60) + "\n\tEnde €\n"
        let channel = try channel(post, "smtp+plain", from: "Büro \"Nord\" <payables@office.example>")
        try await channel.send(
            .example(subject: subject, text: text), to: "odo@office.example", by: .now + .seconds(20))
        let mail = try post.mail()
        let headers = Dictionary(mail.headers.map { ($0[0], $0[1]) }) { first, _ in first }
        #expect(headers["Subject"] == subject)
        #expect(headers["From"]?.contains("Nord") == true)
        #expect(headers["From"]?.hasSuffix(" <payables@office.example>") == true)
        #expect(headers["To"]?.contains("odo@office.example") == true)
        #expect(headers["Date"] == "Mon, 02 Mar 2026 09:30:00 +0000")
        #expect(headers["Message-ID"]?.hasSuffix("@office.example>") == true)
        #expect(mail.text == text)
        #expect(mail.longest <= 76)
        #expect(mail.envelope.from == "payables@office.example")
        #expect(mail.envelope.to == ["odo@office.example"])
    }

    @Test func theMessageIDComesFromTheKey() async throws {
        let post = try Post("plain")
        let channel = try channel(post, "smtp+plain")
        for id in ["a", "a", "b"] {
            try await channel.send(.example(id), to: "odo@office.example", by: .now + .seconds(20))
        }
        let ids = try (1...3).map { number in
            try post.mail(number).headers.first { $0[0] == "Message-ID" }?[1]
        }
        #expect(ids[0] == ids[1])
        #expect(ids[0] != ids[2])
    }

    @Test(arguments: [
        "x\r\nBcc: thief@evil.example", "x\nBcc: thief@evil.example", "x\r\n\r\nbody", "x\u{2028}Bcc: y", "x\u{0}y",
        "=?UTF-8?B?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?=",
    ])
    func noSubjectMakesAHeader(_ subject: String) async throws {
        let post = try Post("plain")
        try await channel(post, "smtp+plain").send(
            .example(subject: subject), to: "odo@office.example", by: .now + .seconds(20))
        let mail = try post.mail()
        #expect(
            mail.headers.map { $0[0] } == [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
                "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
            ])
        #expect(mail.text == "Document: a.pdf\n")
        #expect(mail.envelope.to == ["odo@office.example"])
    }

    @Test(arguments: [
        "", "odo", "odo@", "@office.example", "odo@office.example\r\nRCPT TO:<x@y.example>", "odo@office.example> <x@y",
        "Odo <odo@office.example>", "a b@office.example", "odo@off_ice.example", "odo@-x.example", "ödo@office.example",
        "odo..x@office.example", "odo@office..example",
    ])
    func addressesThatAreNoneNeverLeave(_ address: String) async throws {
        #expect(MailAddress(address) == nil)
        let channel = MailChannel(
            try MailSettings(server: "smtp+plain://localhost:9", from: "payables@office.example"))
        guard case .refused? = await failure(channel, to: address) else {
            Issue.record("\(address) was taken")
            return
        }
    }

    @Test func startTLSAndLogin() async throws {
        let post = try Post("login")
        let login = try #require(MailLogin(user: "payables", password: "right"))
        try await channel(post, "smtp", login: login).send(
            .example(), to: "odo@office.example", by: .now + .seconds(20))
        #expect(try post.mail().envelope.tls)
        #expect(try post.mail().envelope.login)
        let wrong = try #require(MailLogin(user: "payables", password: "wrong"))
        let failure = await failure(try channel(post, "smtp", login: wrong), to: "odo@office.example")
        #expect(failure?.judged?.kind == .security)
        #expect(post.count == 1)
    }

    @Test func aCertificateThatProvesNothingGetsNothing() async throws {
        let post = try Post("starttls")
        let failure = await failure(try channel(post, "smtp", trusts: false), to: "odo@office.example")
        #expect(failure?.judged?.sign == .curl(60))
        #expect(failure?.judged?.kind == .security)
        #expect(post.count == 0)
    }

    @Test func aServerWithoutEncryptionGetsNothing() async throws {
        let post = try Post("plain")
        let failure = await failure(try channel(post, "smtp", trusts: false), to: "odo@office.example")
        #expect(failure?.judged?.sign == .curl(64))
        #expect(post.count == 0)
    }

    @Test(arguments: [
        ("no-550", FailureSign.smtp(reply: 550, enhanced: "5.1.1"), FailureClass.business),
        ("no-450", .smtp(reply: 450, enhanced: "4.2.1"), .transient),
    ])
    func refusalsKeepTheServersCode(_ name: String, _ sign: FailureSign, _ kind: FailureClass) async throws {
        let post = try Post("plain")
        let failure = await failure(try channel(post, "smtp+plain"), to: "\(name)@office.example")
        #expect(failure?.judged?.sign == sign)
        #expect(failure?.judged?.kind == kind)
    }

    @Test func aLostAnswerIsInDoubt() async throws {
        let post = try Post("plain")
        let failure = await failure(try channel(post, "smtp+plain"), to: "silent@office.example", seconds: 5)
        #expect(post.count == 1)
        #expect(failure?.judged?.kind == .uncertain)
    }

    @Test func nobodyThereIsNoDoubt() async throws {
        let channel = MailChannel(
            try MailSettings(server: "smtp+plain://localhost:9", from: "payables@office.example"))
        #expect(await failure(channel, to: "odo@office.example")?.judged?.kind == .transient)
    }

    @Test(arguments: [
        ("smtp+plain://mail.office.example", "a@b.example", "without encryption"),
        ("http://x", "a@b.example", "server"),
        ("smtp://u:p@x.example", "a@b.example", "server must"), ("smtp://x.example/path", "a@b.example", "server must"),
        ("smtp://x.example", "nobody", "from must"), ("smtp://x.example:0", "a@b.example", "no port"),
    ])
    func settingsThatAreNotTaken(_ server: String, _ from: String, _ problem: String) {
        let fault = #expect(throws: MailSettings.Fault.self) { try MailSettings(server: server, from: from) }
        #expect(fault?.problem.contains(problem) == true)
    }

    @Test func passwordsAreNotPrinted() throws {
        let login = try #require(MailLogin(user: "u", password: "geheim"))
        var dumped = ""
        dump(login, to: &dumped)
        #expect(!"\(login) \(String(reflecting: login)) \(dumped)".contains("geheim"))
        #expect(MailLogin(user: "u\r\n", password: "p") == nil)
    }
}

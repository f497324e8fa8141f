import Foundation
import Testing

@Suite("Channels file") struct ChannelsFileTests {
    private static let secret = Data((0..<32).map { UInt8($0) }).base64EncodedString()

    private func run(_ json: String, _ channel: String = "desk", _ more: [String] = []) throws -> Program.Answer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "channels.json")
        try Data(json.utf8).write(to: file)
        try Data("x".utf8).write(to: folder.appending(path: "password"))
        return try Program.run(
            ["notify", "test", channel, "--channels", file.path] + more,
            environment: ["HOOK_SECRET": Self.secret, "SHORT": "abc"])
    }

    private func file(_ channels: String, _ rest: String = #""everybody": {"channels": ["desk"]}"#) -> String {
        #"{"channels": {"desk": {"kind": "file", "folder": "out"}\#(channels)}, \#(rest)}"#
    }

    @Test func aGoodFileIsTaken() throws {
        let json = file(
            """
            , "mail": {"kind": "smtp", "server": "smtps://mail.office.example", "from": "A <a@office.example>", "user": "u",
                "password_file": "password"},
            "hook": {"kind": "webhook", "url": "https://hooks.office.example/", "secret_env": "HOOK_SECRET"}
            """,
            """
            "everybody": {"channels": ["desk"], "quiet": "19:00-07:00", "time_zone": "Asia/Tokyo"},
            "recipients": {"A": {"channels": ["mail"], "addresses": {"mail": "a@office.example"}, "digest_at": "07:30"}},
            "tickets": ["it"]
            """)
        let answer = try run(json)
        #expect(answer.errors.isEmpty)
        #expect(answer.output == "The channel desk took the message.\n")
        let unaddressed = try run(json, "mail")
        #expect(unaddressed.status == 64)
        #expect(unaddressed.errors.contains("add --to ADDRESS"))
    }

    @Test(arguments: [
        (#", "x": {"kind": "fax"}"#, "channels.x.kind must be file, webhook or smtp"),
        (#", "x": {}"#, "channels.x.kind is missing"),
        (#", "x": 1"#, "channels.x must be an object"),
        (#", "x": {"kind": "file"}"#, "channels.x.folder is missing"),
        (#", "x": {"kind": "file", "folder": "o", "foder": "p"}"#, "channels.x.foder is not known"),
        (
            #", "x": {"kind": "webhook", "url": "https://h.example/"}"#,
            "channels.x.secret_file or secret_env is missing"
        ),
        (
            #", "x": {"kind": "webhook", "url": "https://h.example/", "secret_env": "SHORT"}"#,
            "channels.x.secret must be base64 of 24 to 64 bytes"
        ),
        (
            #", "x": {"kind": "webhook", "url": "http://h.example/", "secret_env": "HOOK_SECRET"}"#,
            "channels.x.url must begin with https"
        ),
        (
            #", "x": {"kind": "smtp", "server": "smtp://m.example", "from": "a@b.example", "user": "u"}"#,
            "channels.x.password_file or password_env is missing"
        ),
        (
            #", "x": {"kind": "smtp", "server": "smtp://m.example", "from": "a@b.example", "trust": "none.pem"}"#,
            "channels.x.trust names the file"
        ),
        (#", "x": {"kind": "smtp", "server": "m.example", "from": "a@b.example"}"#, "channels.x.server must be smtps"),
    ])
    func channelsThatAreNotTaken(_ channel: String, _ fault: String) throws {
        let answer = try run(file(channel))
        #expect(answer.status == 64)
        #expect(answer.errors.contains("  - \(fault)"), "\(answer.errors)")
        #expect(!answer.errors.contains(Self.secret))
    }

    @Test(arguments: [
        (#""recipients": {}"#, "everybody is missing"),
        (#""everybody": {"channels": ["post"]}"#, "everybody.channels names post, which is no channel"),
        (#""everybody": {"channels": "desk"}"#, "everybody.channels must be a list of texts"),
        (#""everybody": {"digest_at": "7:30"}"#, "everybody.digest_at must be a time such as 07:30"),
        (#""everybody": {"quiet": "19-7"}"#, "everybody.quiet must be hours such as 19:00-07:00"),
        (#""everybody": {"time_zone": "Mars/Base"}"#, "everybody.time_zone must be a time zone"),
        (#""everybody": {}, "recipients": {"A": {"addresses": {"desk": "x"}}}"#, "recipients.A.addresses names desk"),
        (#""everybody": {}, "tickts": []"#, "tickts is not known"),
    ])
    func recipientsThatAreNotTaken(_ rest: String, _ fault: String) throws {
        let answer = try run(file("", rest))
        #expect(answer.status == 64)
        #expect(answer.errors.contains("  - \(fault)"), "\(answer.errors)")
    }

    @Test func allFaultsAreToldAtOnce() throws {
        let answer = try run(file(#", "x": {"kind": "fax"}, "y": {"kind": "pigeon"}"#, #""tickets": 1"#))
        #expect(answer.errors.split(separator: "\n").count { $0.hasPrefix("  - ") } == 4)
    }

    @Test func whatIsNoFile() throws {
        let answer = try Program.run(["notify", "test", "x", "--channels", "/nowhere/channels.json"])
        #expect(answer.status == 66)
        #expect(try run("[]").errors.contains("is not a JSON object"))
    }
}

import Channels
import Fetch
import Foundation
import Orchestrator
import Testing

@Suite("Webhooks", .timeLimit(.minutes(1))) struct WebhookTests {
    static let key = Data((0..<32).map { UInt8($0) }).base64EncodedString()

    private func server() throws -> LocalServer { try LocalServer("/usr/bin/env", "webhook_server.py", [Self.key]) }

    private func channel(_ server: LocalServer, _ path: String, key: String = key) throws -> WebhookChannel {
        let address = try WebhookAddress("http://127.0.0.1:\(server.port)/\(path)", privateAllowed: true)
        return WebhookChannel(address, secret: try #require(WebhookSecret("whsec_" + key)), clock: WallClock())
    }

    private func seen(_ server: LocalServer) async throws -> (seen: [[String: String]], all: Int) {
        struct Seen: Decodable {
            var seen: [[String: String]]
            var all: Int
        }
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/seen"))
        let answer = try await HTTPClient().answer(
            to: HTTPRequest(url, mostBytes: 1_000_000), by: .now + .seconds(10))
        let seen = try JSONDecoder().decode(Seen.self, from: answer.body)
        return (seen.seen, seen.all)
    }

    @Test func theReceiverProvesTheSignature() async throws {
        let server = try server()
        let channel = try channel(server, "ok")
        for _ in 0..<2 { try await channel.send(.example(subject: "Größe €"), to: "", by: .now + .seconds(10)) }
        let seen = try await seen(server)
        #expect(seen.seen.count == 2)
        #expect(Set(seen.seen.map { $0["id"] }).count == 1)
        #expect(Set(seen.seen.map { $0["body"] }).count == 1)
        #expect(seen.seen[0]["body"]?.contains("Größe €") == true)
        #expect(seen.seen[0]["type"] == "application/json")
    }

    @Test func anotherSecretIsRefused() async throws {
        let server = try server()
        let channel = try channel(server, "ok", key: Data(repeating: 7, count: 32).base64EncodedString())
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        #expect(failure?.judged?.kind == .security)
        #expect(try await seen(server).seen.isEmpty)
    }

    @Test(arguments: [
        ("busy", FailureSign.http(status: 429, retryAfter: .seconds(7)), FailureClass.throttled),
        ("elsewhere", .http(status: 302), .contract), ("410", .http(status: 410), .contract),
        ("503", .http(status: 503), .uncertain),
    ])
    func answersAreJudged(_ path: String, _ sign: FailureSign, _ kind: FailureClass) async throws {
        let server = try server()
        let channel = try channel(server, path)
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        #expect(failure?.judged?.sign == sign)
        #expect(failure?.judged?.kind == kind)
        // A redirect is not followed.
        #expect(try await seen(server).all == 1)
    }

    @Test func nobodyThereIsTriedAgain() async throws {
        // Port 9 (discard) has no server here.
        let channel = WebhookChannel(
            try WebhookAddress("http://127.0.0.1:9/", privateAllowed: true),
            secret: try #require(WebhookSecret(Self.key)), clock: WallClock())
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        #expect(failure?.judged?.sign == .curl(7))
        #expect(failure?.judged?.kind == .transient)
    }

    /// The name is public, the machine behind it is not: what counts is where the connection goes.
    @Test func aNameThatLeadsInsideIsRefused() async throws {
        let address = try WebhookAddress("https://localhost.localdomain:9/hook", privateAllowed: false)
        let channel = WebhookChannel(
            address, secret: try #require(WebhookSecret(Self.key)), clock: WallClock())
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        // Where the resolver does not know the name there is nothing to refuse.
        if failure?.judged?.sign == .curl(6) { return }
        guard case .refused(let reason)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(reason.contains("private_addresses"))
    }

    @Test(arguments: ["https://10.0.0.1:9/", "https://169.254.169.254/", "https://[fd00::1]:9/", "https://0x7f.1:9/"])
    func addressesInsideAreRefused(_ text: String) async throws {
        let channel = WebhookChannel(
            try WebhookAddress(text, privateAllowed: false), secret: try #require(WebhookSecret(Self.key)),
            clock: WallClock())
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        guard case .refused? = failure else {
            Issue.record("\(text): \(String(describing: failure))")
            return
        }
    }

    @Test(arguments: [
        ("ftp://h.example", "must be an address"), ("http://h.example/", "must begin with https"),
        ("https://u:p@h.example/", "must not hold a name"), ("https://h.example/#x", "must not hold a name"),
        ("http://127.0.0.1/", "this machine"), ("https://localhost/", "this machine"), ("", "must be an address"),
    ])
    func addressesThatAreNotTaken(_ text: String, _ problem: String) {
        let fault = #expect(throws: WebhookAddress.Fault.self) {
            try WebhookAddress(text, privateAllowed: false)
        }
        #expect(fault?.problem.contains(problem) == true)
    }

    @Test func secretsAreNotPrinted() throws {
        #expect(WebhookSecret("short") == nil)
        #expect(WebhookSecret(Data(count: 23).base64EncodedString()) == nil)
        let secret = try #require(WebhookSecret(Self.key))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret) \(String(reflecting: secret))" == "(secret) (secret)")
        #expect(dumped == "- (secret)\n")
    }
}

@Suite("Which machines may be reached") struct NetworkReachTests {
    private static func bytes(_ text: String) -> [UInt8] {
        if !text.contains(":") { return text.split(separator: ".").compactMap { UInt8($0) } }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return [] }
        return withUnsafeBytes(of: &address) { Array($0) }
    }

    @Test(arguments: [
        "8.8.8.8", "100.63.255.255", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ])
    func publicOnes(_ text: String) {
        #expect(NetworkReach.internet.allows(Self.bytes(text)))
        #expect(NetworkReach.internetAndPrivate.allows(Self.bytes(text)))
        #expect(!NetworkReach.thisMachine.allows(Self.bytes(text)))
    }

    @Test(arguments: [
        "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "::1",
        "fc00::1", "fdff::1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "2002:c0a8:101::1",
    ])
    func privateOnes(_ text: String) {
        #expect(!NetworkReach.internet.allows(Self.bytes(text)))
        #expect(NetworkReach.internetAndPrivate.allows(Self.bytes(text)))
    }

    @Test(arguments: [
        "0.0.0.0", "169.254.169.254", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "fe80::1", "ff02::1", "2001:db8::1", "2001::1", "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "4000::1",
    ])
    func neverReached(_ text: String) {
        for reach in [NetworkReach.internet, .internetAndPrivate, .thisMachine] {
            #expect(!reach.allows(Self.bytes(text)))
        }
    }
}

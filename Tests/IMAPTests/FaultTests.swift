import Foundation
import NIOSSL
import Synchronization
import Testing

@testable import IMAP

/// What servers and networks do that they should not.
@Suite("Faults", .timeLimit(.minutes(2))) struct FaultTests {
    private let client = IMAPClient.local

    @Test("a server that never greets is silent") func noGreeting() async throws {
        let server = try await FaultyServer { _ in [] }
        let failure = try await refusal { _ = try await client.connect(.faulty(server, deadlines: .short)) }
        #expect(failure.layer == .silent)
    }

    @Test("a server that greets with an endless line is cut off") func endlessGreeting() async throws {
        let server = try await FaultyServer { _ in [.flood("x")] }
        let failure = try await refusal { _ = try await client.connect(.faulty(server)) }
        #expect(failure.layer == .protocol)
    }

    @Test("a full server is busy, not wrong") func busyGreeting() async throws {
        let server = try await FaultyServer { _ in [.say("* BYE [UNAVAILABLE] Too many connections\r\n"), .close] }
        let failure = try await refusal { _ = try await client.connect(.faulty(server)) }
        #expect(failure.layer == .closed && failure.status == .bye && failure.code == "UNAVAILABLE")
        #expect(failure.remark == "Too many connections" && !failure.description.contains("Too many"))
    }

    @Test("nobody at the port") func nobody() async throws {
        let server = try await FaultyServer { _ in [] }
        try await server.stop()
        let failure = try await refusal { _ = try await client.connect(.faulty(server)) }
        #expect(failure.layer == .connection && failure.systemError == ECONNREFUSED)
    }

    // MARK: Networks that must not be reached

    @Test("an address that is not allowed is never connected to") func reach() async throws {
        let server = try await FaultyServer { _ in [] }
        let nobody = IMAPClient(allows: { _ in false })
        let failure = try await refusal { _ = try await nobody.connect(.faulty(server)) }
        #expect(failure.layer == .name)
        #expect(server.connections == 0)
    }

    /// DNS rebinding: the second answer would lead elsewhere; there is no second question.
    @Test("a name is resolved once, and only allowed addresses of it are used") func rebinding() async throws {
        let server = try await FaultyServer { _ in [.say("* BYE no\r\n")] }
        let asked = Questions()
        let client = IMAPClient(
            allows: { $0 == [127, 0, 0, 1] },
            resolver: HostResolver { name in
                asked.count(name) == 1 ? [[10, 0, 0, 1], [127, 0, 0, 1]] : [[127, 0, 0, 2]]
            })
        let failure = try await refusal {
            _ = try await client.connect(.faulty(server, security: .starttls, host: "imap.office.example"))
        }
        #expect(failure.layer == .closed)
        #expect(server.connections == 1 && asked.all == ["imap.office.example"])
    }

    @Test("a name that leads nowhere") func noName() async throws {
        let client = IMAPClient(allows: { _ in true }, resolver: HostResolver { _ in [] })
        let server = try await FaultyServer { _ in [] }
        let failure = try await refusal {
            _ = try await client.connect(.faulty(server, security: .tls, host: "imap.nowhere.example"))
        }
        #expect(failure.layer == .name)
    }

    @Test("without encryption a name that leads away from this machine is refused") func plainElsewhere() async throws {
        let client = IMAPClient(allows: { _ in true }, resolver: HostResolver { _ in [[192, 0, 2, 1]] })
        let server = try await FaultyServer { _ in [] }
        let failure = try await refusal { _ = try await client.connect(.faulty(server, host: "localhost")) }
        #expect(failure.layer == .name)
    }

    // MARK: TLS

    @Test("a server without STARTTLS hears no secret") func noStartTLS() async throws {
        let server = try await FaultyServer.greeting { _, _ in nil }
        let failure = try await refusal { _ = try await client.open(.faulty(server, security: .starttls)) }
        #expect(failure.layer == .tls && failure.problem.contains("STARTTLS"))
        #expect(server.lines.isEmpty)
    }

    @Test("a server that says no to STARTTLS hears no secret") func refusedStartTLS() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 STARTTLS AUTH=PLAIN") { tag, words in
            words == "STARTTLS" ? [.say("\(tag) NO [UNAVAILABLE] off\r\n")] : nil
        }
        let failure = try await refusal { _ = try await client.open(.faulty(server, security: .starttls)) }
        #expect(failure.layer == .tls && failure.code == "UNAVAILABLE")
        #expect(server.lines == ["a1 STARTTLS"])
    }

    @Test("answers that were slipped in before TLS end the connection") func injected() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 STARTTLS AUTH=PLAIN") { tag, words in
            words == "STARTTLS" ? [.say("\(tag) OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na2 OK in\r\n")] : nil
        }
        let failure = try await refusal { _ = try await client.open(.faulty(server, security: .starttls)) }
        #expect(failure.layer == .tls)
        #expect(server.lines == ["a1 STARTTLS"])
    }

    @Test("a server that says it is past the login is not believed") func preauth() async throws {
        let server = try await FaultyServer { _ in [.say("* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n")] }
        let failure = try await refusal { _ = try await client.open(.faulty(server, security: .starttls)) }
        #expect(failure.layer == .protocol)
        #expect(server.lines.isEmpty)
    }

    @Test("no TLS at a port of TLS") func plainAtTLS() async throws {
        let server = try await FaultyServer.greeting { _, _ in nil }
        let failure = try await refusal { _ = try await client.open(.faulty(server, security: .tls)) }
        #expect(failure.layer == .tls && failure.problem.contains("starttls"))
    }

    @Test("a certificate that has run out, or is signed by itself, is refused", arguments: [true, false])
    func badCertificate(_ hasRunOut: Bool) async throws {
        let made = try MadeCertificate(hasRunOut: hasRunOut)
        let server = try await FaultyServer(tls: made.context, isTLSFirst: true) { _ in [.say("* OK hello\r\n")] }
        let authorities = hasRunOut ? made.authority : nil
        let failure = try await refusal {
            _ = try await client.open(
                .faulty(server, security: .tls, host: "localhost", authorities: authorities)
            )
        }
        #expect(failure.layer == .tls)
        #expect(failure.problem.contains(hasRunOut ? "run out" : "not trusted"))
        #expect(server.lines.isEmpty)
    }

    @Test("a file of authorities that cannot be read") func authorities() async throws {
        let server = try await FaultyServer.greeting { _, _ in nil }
        let failure = try await refusal {
            _ = try await client.open(.faulty(server, security: .tls, authorities: "/nonexistent.pem"))
        }
        #expect(failure.layer == .settings)
    }

    // MARK: In the middle

    /// Weakness 11 of a known consumer: BYE within a command.
    @Test("a goodbye in the middle of a look tells why") func byeInTheMiddle() async throws {
        let server = try await FaultyServer.greeting { _, words in
            words.hasPrefix("UID FETCH")
                ? [.say("* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n* BYE [THROTTLED] slow down\r\n"), .close] : nil
        }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: true)
        let failure = try await refusal { _ = try await connection.headings(from: 1, through: 9) }
        #expect(failure.layer == .closed && failure.status == .bye && failure.code == "THROTTLED")
        let later = try await refusal { try await connection.check() }
        #expect(later.code == "THROTTLED")
    }

    static let cuts: [(String, [FaultyServer.Move], IMAPFailure.Layer)] = [
        ("cut in a message", [.say("* 1 FETCH (UID 1 BODY[]<0> {100}\r\nabc"), .close], .closed),
        ("a message that never ends", [.say("* 1 FETCH (UID 1 BODY[]<0> {100}\r\nabc")], .silent),
        ("more than asked for", [.say("* 1 FETCH (UID 1 BODY[] {99999}\r\n"), .flood("y")], .protocol),
        ("another message", [.say("* 1 FETCH (UID 2 BODY[]<0> {3}\r\nabc)\r\nTAG OK x\r\n")], .protocol),
        (
            "two messages",
            [.say("* 1 FETCH (UID 1 BODY[]<0> {3}\r\nabc)\r\n* 1 FETCH (UID 1 BODY[]<0> {3}\r\nabc)\r\nTAG OK x\r\n")],
            .protocol
        ),
        ("no answer but responses without end", [.flood("* 1 FETCH (FLAGS ())\r\n")], .protocol),
        ("nested lists", [.say("* 1 FETCH (X " + String(repeating: "(", count: 60_000) + "\r\n")], .protocol),
    ]

    @Test("a message that does not come whole leaves no file", arguments: cuts)
    func cut(_ sentence: String, _ moves: [FaultyServer.Move], _ layer: IMAPFailure.Layer) async throws {
        let server = try await FaultyServer.greeting { tag, words in
            guard words.hasPrefix("UID FETCH") else { return nil }
            return moves.map { move in
                if case .say(let text) = move { .say(text.replacingOccurrences(of: "TAG", with: tag)) } else { move }
            }
        }
        let connection = try await IMAPClient.small.open(
            .faulty(server, deadlines: layer == .silent ? .short : IMAPDeadlines()))
        _ = try await connection.open("INBOX", readOnly: true)
        let scratch = try Scratch()
        let failure = try await refusal { _ = try await connection.fetch(1, into: scratch.path(), limit: 1000) }
        #expect(failure.layer == layer, "\(sentence): \(failure)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path()))
        #expect([layer, .closed].contains(try await refusal { try await connection.check() }.layer))
    }

    @Test("a disk that is full ends the transfer") func fullDisk() async throws {
        let server = try await FaultyServer.greeting { tag, words in
            words.hasPrefix("UID FETCH")
                ? [
                    .say(
                        "* 1 FETCH (UID 1 BODY[]<0> {90000}\r\n" + String(repeating: "y", count: 90_000)
                            + ")\r\n\(tag) OK x\r\n")
                ]
                : nil
        }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: true)
        // A write beyond what a device takes fails as on a full disk.
        let file = BodyFile(descriptor: open("/dev/full", O_WRONLY), limit: 100_000)
        let failure = try await refusal { _ = try await connection.fetch(1, into: file) }
        #expect(failure.layer == .file && failure.systemError == ENOSPC)
    }

    @Test("a file that is there already is not touched") func existingFile() async throws {
        let server = try await FaultyServer.greeting { _, _ in nil }
        let connection = try await client.open(.faulty(server))
        let scratch = try Scratch()
        try Data("mine".utf8).write(to: URL(filePath: scratch.path()))
        let failure = try await refusal { _ = try await connection.fetch(1, into: scratch.path(), limit: 10) }
        #expect(failure.layer == .file && failure.systemError == EEXIST)
        #expect(FileManager.default.contents(atPath: scratch.path()) == Data("mine".utf8))
        try await connection.check()
    }

    /// The network is gone without a word: the wait is begun anew, and nobody answers.
    @Test("a half-open connection is found out while waiting for news") func halfOpen() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 IDLE AUTH=PLAIN SASL-IR") { tag, words in
            if words == "IDLE" { return [.say("+ idling\r\n")] }
            return tag == "DONE" ? [] : nil
        }
        let connection = try await client.open(.faulty(server, deadlines: .short))
        _ = try await connection.open("INBOX", readOnly: true)
        let failure = try await refusal { _ = try await connection.idle(until: .now + .seconds(60)) }
        #expect(failure.layer == .silent)
        #expect(server.lines.last == "DONE")
    }

    @Test("the wait for news is begun anew until there are some") func idleAgain() async throws {
        let waits = Mutex<[String]>([])
        let server = try await FaultyServer { line in
            guard let line else { return [.say("* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR] x\r\n")] }
            let tag = String(line.prefix { $0 != " " })
            if line.hasSuffix(" IDLE") {
                let count = waits.withLock { waits in
                    waits.append(tag)
                    return waits.count
                }
                return [.say("+ idling\r\n" + (count == 3 ? "* 9 EXISTS\r\n" : ""))]
            }
            if line == "DONE" { return [.say("\(waits.withLock { $0.last ?? "" }) OK x\r\n")] }
            return [.say("* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n\(tag) OK [CAPABILITY IMAP4rev1 IDLE] x\r\n")]
        }
        let connection = try await client.open(.faulty(server, deadlines: .short))
        _ = try await connection.open("INBOX", readOnly: true)
        #expect(try await connection.idle(until: .now + .seconds(60)).hasArrivals)
        #expect(server.lines.filter { $0.hasSuffix(" IDLE") }.count == 3)
    }

    @Test("a canceled task ends the wait and the connection") func canceled() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 IDLE AUTH=PLAIN SASL-IR") { _, words in
            words == "IDLE" ? [.say("+ idling\r\n")] : nil
        }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: true)
        let wait = Task { try await connection.idle(until: .now + .seconds(600)) }
        while server.lines.last?.hasSuffix("IDLE") != true { try await Task.sleep(for: .milliseconds(5)) }
        wait.cancel()
        #expect(try await refusal { _ = try await wait.value }.layer == .canceled)
    }

    // MARK: What a server lacks

    @Test("a server that cannot remove single messages is asked to remove none") func noMove() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 AUTH=PLAIN SASL-IR") { _, _ in nil }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: false)
        let failure = try await refusal { try await connection.move([1], to: "Done") }
        #expect(failure.layer == .protocol)
        #expect(server.lines.allSatisfy { !$0.contains("COPY") && !$0.contains("EXPUNGE") })
    }

    @Test("without MOVE just those messages are copied and removed") func moveByCopy() async throws {
        let server = try await FaultyServer.greeting { _, _ in nil }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: false)
        try await connection.move([5, 6, 9], to: "Done")
        #expect(
            server.lines.suffix(3).map { $0.split(separator: " ", maxSplits: 1)[1] } == [
                "UID COPY 5:6,9 \"Done\"", "UID STORE 5:6,9 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 5:6,9",
            ])
    }

    @Test("a password is not sent where the server takes none") func loginDisabled() async throws {
        let server = try await FaultyServer.greeting("IMAP4rev1 LOGINDISABLED") { _, _ in nil }
        let failure = try await refusal { _ = try await client.open(.faulty(server)) }
        #expect(failure.layer == .login)
        #expect(server.lines.isEmpty)
    }

    static let refusals: [(String, IMAPFailure.Layer, String?)] = [
        ("NO [AUTHENTICATIONFAILED] x", .login, "AUTHENTICATIONFAILED"), ("NO x", .login, nil),
        ("NO [UNAVAILABLE] x", .login, "UNAVAILABLE"), ("NO [LIMIT] x", .login, "LIMIT"), ("BAD x", .login, nil),
        ("NO [ALERT] Please log in via your web browser: https://x.example", .login, "ALERT"),
    ]

    @Test("a refused login tells its code and no words of the server", arguments: refusals)
    func refusedLogin(_ answer: String, _ layer: IMAPFailure.Layer, _ code: String?) async throws {
        let server = try await FaultyServer.greeting { tag, words in
            words.hasPrefix("AUTHENTICATE") ? [.say("\(tag) \(answer)\r\n")] : nil
        }
        let failure = try await refusal { _ = try await client.open(.faulty(server)) }
        #expect(failure.layer == layer && failure.code == code && failure.leavesConnection)
        #expect(!failure.description.contains("x.example"))
    }

    @Test("a mailbox without lasting numbers is refused") func noValidity() async throws {
        let server = try await FaultyServer.greeting { tag, words in
            words.hasPrefix("EXAMINE") ? [.say("* 3 EXISTS\r\n\(tag) OK open\r\n")] : nil
        }
        let connection = try await client.open(.faulty(server))
        let failure = try await refusal { _ = try await connection.open("INBOX", readOnly: true) }
        #expect(failure.layer == .protocol)
    }

    /// Numbers with gaps of millions, and commands that stay short.
    @Test("a mailbox of few messages with high numbers takes few looks") func gaps() async throws {
        let server = try await FaultyServer.greeting { tag, words in
            guard words.hasPrefix("UID FETCH") else { return nil }
            return words.contains(":4000000 ")
                ? [.say("* 1 FETCH (UID 4000000 RFC822.SIZE 5)\r\n\(tag) OK x\r\n")] : [.say("\(tag) OK x\r\n")]
        }
        let connection = try await client.open(.faulty(server))
        _ = try await connection.open("INBOX", readOnly: true)
        var (next, found): (UInt32?, [UInt32]) = (1, [])
        while let first = next {
            let page = try await connection.headings(from: first, through: 4_000_000)
            found += page.headings.map(\.uid)
            next = page.next
        }
        #expect(found == [4_000_000])
        #expect(server.lines.count < 260)
        #expect(server.lines.allSatisfy { $0.utf8.count < 100 })
    }

    @Test("of a mailbox that counts no changes all headings come, and no counts are asked for") func noModSeq()
        async throws
    {
        let server = try await FaultyServer.greeting("IMAP4rev1 AUTH=PLAIN SASL-IR CONDSTORE") { tag, words in
            words.hasPrefix("UID FETCH")
                ? [.say("* 1 FETCH (UID 3 RFC822.SIZE 5 FLAGS ())\r\n\(tag) OK x\r\n")] : nil
        }
        let connection = try await client.open(.faulty(server))
        #expect(try await connection.open("INBOX", readOnly: true).highestModSeq == nil)
        let page = try await connection.headings(from: 1, through: 9, changedSince: 4)
        #expect(page.headings.map(\.uid) == [3])
        #expect(server.lines.last?.hasSuffix("UID FETCH 1:9 (UID RFC822.SIZE INTERNALDATE FLAGS)") == true)
    }
}

import Foundation
import TestMailServers
import Testing

@testable import IMAP

/// A real server. Each test has a mailbox of its own.
@Suite("A real server", .timeLimit(.minutes(3))) struct RealServerTests {
    private let client = IMAPClient.local

    private func connection(
        _ user: String = "invoices", security: IMAPAccount.Security = .tls, deadlines: IMAPDeadlines = IMAPDeadlines()
    ) async throws -> IMAPConnection {
        try await client.open(.real(user, security: security, deadlines: deadlines))
    }

    /// A connection with a new mailbox, and its name.
    private func mailbox(
        _ name: String = #function, deadlines: IMAPDeadlines = IMAPDeadlines()
    ) async throws -> (IMAPConnection, String) {
        let connection = try await connection(deadlines: deadlines)
        let name = name.prefix { $0 != "(" } + "-" + UUID().uuidString.prefix(6)
        try await connection.create(String(name))
        return (connection, String(name))
    }

    // MARK: Way in

    @Test("is entered by each way", arguments: IMAPAccount.Security.allCases)
    func enters(_ security: IMAPAccount.Security) async throws {
        let connection = try await connection(security: security)
        #expect(try await connection.capabilities().contains("IDLE"))
        #expect(try await connection.listMailboxes().contains { $0.name == "INBOX" && $0.holdsMail })
        await connection.logout()
        #expect(try await refusal { try await connection.check() }.layer == .closed)
    }

    @Test("lets nobody in with a wrong password") func wrongPassword() async throws {
        let places = try House.shared.places
        let account = try IMAPAccount(
            host: "localhost", port: places.imaps, security: .tls,
            login: #require(IMAPLogin(user: "invoices", password: "wr\"o\\ng")), authorities: places.ca)
        let failure = try await refusal { _ = try await client.open(account) }
        #expect(failure.layer == .login && failure.status == .no && failure.code == "AUTHENTICATIONFAILED")
    }

    static let distrusted: [(String, String, Bool, String)] = [
        ("a certificate of another name", "imap.office.example", true, "another name"),
        ("an authority that nobody knows", "localhost", false, "not trusted"),
    ]

    @Test("is not trusted", arguments: distrusted)
    func distrusts(_ sentence: String, _ host: String, _ knowsAuthority: Bool, _ words: String) async throws {
        let places = try House.shared.places
        for (security, port) in [(IMAPAccount.Security.tls, places.imaps), (.starttls, places.imap)] {
            let account = try IMAPAccount(
                host: host, port: port, security: security,
                login: #require(IMAPLogin(user: "invoices", password: places.password)),
                authorities: knowsAuthority ? places.ca : nil)
            let failure = try await refusal { _ = try await IMAPClient.anyName.open(account) }
            #expect(failure.layer == .tls && failure.problem.contains(words), "\(sentence): \(failure)")
        }
    }

    @Test("is entered by address where the certificate has it") func byAddress() async throws {
        let places = try House.shared.places
        let account = try IMAPAccount(
            host: "127.0.0.1", port: places.imaps, security: .tls,
            login: #require(IMAPLogin(user: "invoices", password: places.password)), authorities: places.ca)
        await (try client.open(account)).logout()
    }

    @Test("takes a token; one that has run out is replaced once") func token() async throws {
        let house = try House.shared
        let stale = try #require(try house.tell("token oauth -5").token)
        let good = try #require(try house.tell("token oauth 600").token)
        for tokens in [[good], [stale, good]] {
            let asked = Questions()
            let login = try #require(
                IMAPLogin(user: house.places.oauthUser) { refused in tokens[asked.count(refused ?? "") - 1] })
            let account = try IMAPAccount(
                host: "localhost", port: house.places.imaps, security: .tls, login: login, authorities: house.places.ca)
            await (try client.open(account)).logout()
            #expect(asked.all == (tokens.count == 1 ? [""] : ["", stale]))
        }
        let login = try #require(IMAPLogin(user: house.places.oauthUser) { _ in stale })
        let account = try IMAPAccount(
            host: "localhost", port: house.places.imaps, security: .tls, login: login, authorities: house.places.ca)
        let failure = try await refusal { _ = try await client.open(account) }
        #expect(failure.layer == .login && failure.status == .no)
    }

    @Test("more connections than it wants are refused with its reason") func limited() async throws {
        let places = try House.shared.places
        let account = try IMAPAccount(
            host: "localhost", port: places.imaps, security: .tls,
            login: #require(IMAPLogin(user: places.limitedUser, password: places.password)), authorities: places.ca)
        var open: [IMAPConnection] = []
        let failure = try await refusal {
            while open.count < 5 { open.append(try await client.open(account)) }
        }
        #expect(["LIMIT", "UNAVAILABLE"].contains(failure.code), "\(failure)")
    }

    // MARK: Looks

    @Test("a mailbox may have any name") func names() async throws {
        let connection = try await connection()
        for name in ["Büro & \"Söhne\" \\ 台北 😀 {5}", "a' (b) %d"] {
            try await connection.create(name)
            try await connection.create(name)
            #expect(try await connection.listMailboxes().contains { $0.name == name })
            #expect(try await connection.open(name, readOnly: false).exists == 0)
        }
        let failure = try await refusal { _ = try await connection.open("none\r\na LOGOUT", readOnly: true) }
        #expect(failure.layer == .settings)
        let missing = try await refusal { _ = try await connection.open("Missing", readOnly: true) }
        #expect(missing.layer == .mailbox && missing.status == .no && missing.leavesConnection)
        try await connection.check()
    }

    @Test("headings tell number, size, time and marks") func headings() async throws {
        let (connection, name) = try await mailbox()
        let keyword = try #require(MailFlag(keyword: "$Payables"))
        let first = mail("one")
        let appended = try #require(try await connection.append(first, to: name, flags: [.seen, keyword]))
        try await connection.append(mail("two"), to: name)
        let opened = try await connection.open(name, readOnly: true)
        #expect(opened.exists == 2 && opened.uidNext == 3 && opened.isReadOnly && opened.permanentFlags.isEmpty)
        #expect(opened.uidValidity == appended.uidValidity && appended.uid == 1)
        let page = try await connection.headings(from: 1, through: opened.uidNext - 1)
        #expect(page.next == nil && page.headings.map(\.uid) == [1, 2])
        #expect(page.headings[0].size == UInt64(first.count))
        #expect(page.headings[0].flags.isSuperset(of: ["\\Seen", "$Payables"]))
        #expect(abs(try #require(page.headings[0].internalDate).timeIntervalSinceNow) < 3600)
        #expect(try await connection.glance(at: name).uidNext == 3)
        #expect(try await connection.headings(from: 3, through: 2).headings.isEmpty)
    }

    @Test("only changes are told since a number of changes") func changes() async throws {
        let (connection, name) = try await mailbox()
        for subject in ["one", "two", "three"] { try await connection.append(mail(subject), to: name) }
        let opened = try await connection.open(name, readOnly: false)
        #expect(opened.permitsKeywords && !opened.isReadOnly)
        let before = try #require(opened.highestModSeq)
        #expect(try await connection.headings(from: 1, through: 3, changedSince: before).headings.isEmpty)
        try await connection.addFlags([.flagged], to: [2])
        try await connection.move([3], to: "Processed")
        let page = try await connection.headings(from: 1, through: 3, changedSince: before)
        #expect(page.headings.map(\.uid) == [2] && page.headings[0].flags.contains("\\Flagged"))
        #expect(page.vanished.contains(3) && !page.vanished.contains(1))
    }

    /// Weakness 5 of a known consumer: 2.5 GB every ten minutes.
    @Test("a look at which nothing is new costs the same however full the mailbox is") func costOfNothing() async throws
    {
        let (connection, name) = try await mailbox()
        func cost() async throws -> UInt64 {
            let before = connection.traffic
            _ = try await connection.open(name, readOnly: true)
            let after = connection.traffic
            return after.received + after.sent - before.received - before.sent
        }
        try await connection.append(mail("one"), to: name)
        let small = try await cost()
        try House.shared.tell("bulk invoices \(name) 3000")
        let large = try await cost()
        #expect(large < 1000 && large < small + 100)
    }

    /// Weakness 7: "Too long argument". Weakness 5: only what is new.
    @Test("thousands of messages come in pages, and what was seen does not come again") func pages() async throws {
        let (connection, name) = try await mailbox()
        try House.shared.tell("bulk invoices \(name) 3000")
        let opened = try await connection.open(name, readOnly: false)
        #expect(opened.exists == 3000)
        var (next, found): (UInt32?, [UInt32]) = (1, [])
        while let first = next {
            let page = try await connection.headings(from: first, through: opened.uidNext - 1)
            found += page.headings.map(\.uid)
            next = page.next
        }
        #expect(found == Array(1...3000))
        let keyword = try #require(MailFlag(keyword: "$Payables"))
        try await connection.addFlags([keyword], to: found.filter { $0 % 2 == 0 })
        let flags = try #require(try House.shared.tell("flags invoices \(name)").mails)
        #expect(flags.filter { $0.flags.contains("$Payables") }.count == 1500)
        try await connection.append(mail("new"), to: name)
        let later = try await connection.open(name, readOnly: true)
        #expect(
            try await connection.headings(from: opened.uidNext, through: later.uidNext - 1).headings.map(\.uid) == [
                3001
            ])
    }

    /// Weakness 2, the part of the transfer: a mailbox made anew counts from one again, under another UIDVALIDITY.
    @Test("a mailbox that was made anew shows it") func validity() async throws {
        let (connection, name) = try await mailbox()
        try await connection.append(mail("old"), to: name)
        let before = try await connection.open(name, readOnly: true)
        let told = try House.shared.tell("recreate invoices \(name)")
        let again = try await self.connection()
        let after = try await again.open(name, readOnly: true)
        #expect(before.uidValidity == told.before && after.uidValidity == told.after)
        #expect(after.uidValidity != before.uidValidity && after.exists == 0)
    }

    // MARK: Transfer

    @Test("a message comes into a file, byte for byte, and stays unseen") func fetches() async throws {
        let (connection, name) = try await mailbox()
        let text = mail("Größe", bytes: 300_000)
        try await connection.append(text, to: name)
        _ = try await connection.open(name, readOnly: false)
        let scratch = try Scratch()
        let fetched = try #require(try await connection.fetch(1, into: scratch.path(), limit: 1_000_000))
        #expect(fetched.isComplete && fetched.size == UInt64(text.count))
        #expect(FileManager.default.contents(atPath: scratch.path()).map(Array.init) == text)
        #expect(!fetched.flags.contains("\\Seen"))
        #expect(try await connection.headings(from: 1, through: 1).headings[0].flags.contains("\\Seen") == false)
        #expect(try await connection.fetch(77, into: scratch.path("none"), limit: 10) == nil)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("none")))
    }

    @Test("of a message that is too long only the beginning comes, and its size is known", arguments: [-1, 0, 1, 100])
    func limit(_ spare: Int) async throws {
        let (connection, name) = try await mailbox("limit")
        let text = mail("long", bytes: 100_000)
        try await connection.append(text, to: name)
        _ = try await connection.open(name, readOnly: true)
        let scratch = try Scratch()
        let before = connection.traffic.received
        let limit = spare == 100 ? 1000 : text.count + spare
        let fetched = try #require(try await connection.fetch(1, into: scratch.path(), limit: limit))
        #expect(fetched.isComplete == (limit >= text.count) && fetched.size == UInt64(text.count))
        let data = try #require(FileManager.default.contents(atPath: scratch.path()))
        #expect(Array(data) == Array(text.prefix(limit)))
        #expect(connection.traffic.received - before < UInt64(limit + 500))
    }

    @Test("memory does not grow with a message", .serialized, arguments: IMAPAccount.Security.allCases)
    func memory(_ security: IMAPAccount.Security) async throws {
        let name = "memory-\(security.rawValue)"
        let connection = try await connection(security: security)
        try await connection.create(name)
        // Warm: what a first transfer needs is there.
        let scratch = try Scratch()
        try await connection.append(mail("small", bytes: 3_000_000), to: name)
        let raw = mail("big", bytes: 60_000_000)
        try await connection.append(raw, to: name)
        _ = try await connection.open(name, readOnly: true)
        _ = try await connection.fetch(1, into: scratch.path("small"), limit: 100_000_000)
        let peak = try Peak()
        let fetched = try #require(try await connection.fetch(2, into: scratch.path("big"), limit: 100_000_000))
        #expect(fetched.size == UInt64(raw.count))
        // Tests run side by side in this process; the message is 60 MB.
        #expect(try peak.growth() < 15_000_000)
    }

    // MARK: Marks and moves

    @Test("marks come and go; a mailbox opened for reading takes none") func marks() async throws {
        let (connection, name) = try await mailbox()
        try await connection.append(mail("one"), to: name)
        _ = try await connection.open(name, readOnly: false)
        try await connection.addFlags([.flagged, .answered], to: [1, 99])
        try await connection.removeFlags([.answered], from: [1])
        #expect(try await connection.headings(from: 1, through: 1).headings[0].flags.isSuperset(of: ["\\Flagged"]))
        _ = try await connection.open(name, readOnly: true)
        let failure = try await refusal { try await connection.addFlags([.seen], to: [1]) }
        #expect(failure.layer == .permission && failure.code == "READ-ONLY" && failure.leavesConnection)
        #expect(try await refusal { try await connection.move([1], to: "Processed") }.layer == .permission)
        try await connection.check()
    }

    @Test("messages are moved; those of others that are marked as deleted stay") func moves() async throws {
        let (connection, name) = try await mailbox()
        for subject in ["one", "two", "three"] { try await connection.append(mail(subject), to: name) }
        _ = try await connection.open(name, readOnly: false)
        try await connection.addFlags([.deleted], to: [3])
        try await connection.create("\(name)-done")
        try await connection.move([1, 2, 50], to: "\(name)-done")
        #expect(try await connection.headings(from: 1, through: 9).headings.map(\.uid) == [3])
        #expect(try await connection.glance(at: "\(name)-done").exists == 2)
        let failure = try await refusal { try await connection.move([3], to: "Nowhere") }
        #expect(failure.layer == .mailbox && failure.code == "TRYCREATE")
    }

    // MARK: Waiting

    @Test("news come while waiting") func idle() async throws {
        let (connection, name) = try await mailbox()
        let other = try await self.connection()
        _ = try await connection.open(name, readOnly: true)
        async let news = connection.idle(until: .now + .seconds(60))
        try await other.append(mail("new"), to: name)
        #expect(try await news.hasArrivals)
        _ = try await other.open(name, readOnly: false)
        async let removal = connection.idle(until: .now + .seconds(60))
        try await other.move([1], to: "Processed")
        let gone = try await removal
        #expect(gone.hasRemovals && gone.vanished.contains(1))
    }

    @Test("a wait ends at its end, begun anew as often as need be") func idleEnds() async throws {
        let (connection, name) = try await mailbox(deadlines: IMAPDeadlines(idle: .milliseconds(50)))
        _ = try await connection.open(name, readOnly: true)
        #expect(try await connection.idle(until: .now + .milliseconds(300)) == MailboxNews())
        try await connection.check()
    }

    @Test("sixty wait on a few threads") func manyWait() async throws {
        let (first, name) = try await mailbox(deadlines: IMAPDeadlines())
        let before = try Self.threads()
        let all = try await withThrowingTaskGroup(of: IMAPConnection.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    let connection = try await self.connection(security: .plain)
                    _ = try await connection.open(name, readOnly: true)
                    return connection
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let heard = try await withThrowingTaskGroup(of: Bool.self) { group in
            for connection in all {
                group.addTask { try await connection.idle(until: .now + .seconds(100)).hasArrivals }
            }
            try await first.append(mail("for all"), to: name)
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(heard == 60)
        #expect(try Self.threads() < before + 40)
    }

    private static func threads() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
}

/// A server of its own, since it is stopped.
@Suite("A server that goes", .timeLimit(.minutes(3))) struct GoingServerTests {
    @Test("is noticed while waiting, and found again") func restarts() async throws {
        let house = try MailHouse()
        let account = try IMAPAccount(
            host: "localhost", port: house.places.imaps, security: .tls,
            login: #require(IMAPLogin(user: "invoices", password: house.places.password)), authorities: house.places.ca)
        let connection = try await IMAPClient.local.open(account)
        let opened = try await connection.open("INBOX", readOnly: true)
        async let news = connection.idle(until: .now + .seconds(60))
        try house.tell("stop dovecot")
        do {
            _ = try await news
            Issue.record("there was no failure")
        } catch let failure as IMAPFailure { #expect(failure.layer == .closed, "\(failure)") }
        let nobody = try await refusal { _ = try await IMAPClient.local.open(account) }
        #expect(nobody.layer == .connection)
        try house.tell("start dovecot")
        let again = try await IMAPClient.local.open(account)
        #expect(try await again.open("INBOX", readOnly: true).uidValidity == opened.uidValidity)
    }
}

/// Memory that is held at most from now on.
private struct Peak {
    private let before: Int

    init() throws {
        let reset = try #require(FileHandle(forWritingAtPath: "/proc/self/clear_refs"))
        try reset.write(contentsOf: Data("5".utf8))
        before = try Self.high()
    }

    func growth() throws -> Int { try Self.high() - before }

    private static func high() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.split(whereSeparator: { !$0.isNumber }).last ?? "") ?? 0) * 1024
    }
}

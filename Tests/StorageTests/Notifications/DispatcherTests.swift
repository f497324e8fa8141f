import Foundation
import Orchestrator
import Postgres
import Storage
import Testing

@Suite("Dispatcher", .serialized, .timeLimit(.minutes(2))) struct DispatcherTests {
    static let busy = ChannelFailure.failed(.of(.http(status: 429), duringEffect: true))
    static let lost = ChannelFailure.failed(.of(.curl(28), duringEffect: true))

    @Test func twoAtOnceSendNothingTwice() async throws {
        let office = try await NoticeOffice()
        for number in 0..<30 { try await office.tell("i\(number)", to: ["A", "B"]) }
        let desk = DeskChannel()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let dispatcher = office.dispatcher(desk, settings: .init(batch: 3))
                    // The other one may have the last letters in its hands.
                    while try await office.deliveries.list().count(where: { $0.state == .sent }) < 60 {
                        _ = try await dispatcher.round()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(desk.letters.count == 60)
        #expect(Set(desk.letters.map(\.id)).count == 60)
        #expect(try await office.deliveries.list().allSatisfy { $0.attempts == 1 })
        await office.cases.pool.close()
    }

    @Test func whatExceedsTheCapWaitsAndIsNotLost() async throws {
        let office = try await NoticeOffice()
        for number in 0..<5 { try await office.tell("i\(number)", to: number == 4 ? ["B"] : ["A"]) }
        let desk = DeskChannel()
        let settings = Dispatcher.Settings(batch: 1, cap: RecipientCap(perHour: 2, perDay: 50))
        let dispatcher = office.dispatcher(desk, settings: settings)
        while try await dispatcher.round() > 0 {}
        #expect(desk.letters.map(\.recipient).sorted() == ["A", "A", "B"])
        let waiting = try await office.deliveries.list().filter { $0.state == .queued }
        #expect(waiting.count == 2)
        #expect(waiting.allSatisfy { $0.attempts == 0 })
        try await office.script(
            "UPDATE delivery SET due = now(), changed = changed - interval '1 hour' WHERE state IN ('queued', 'sent')")
        while try await dispatcher.round() > 0 {}
        #expect(desk.letters.count == 5)
        #expect(Set(desk.letters.map(\.id)).count == 5)
        await office.cases.pool.close()
    }

    @Test func nothingIsSentBeforeTheCommit() async throws {
        let office = try await NoticeOffice()
        let id = try await office.tell("a")
        let (desk, connection) = (DeskChannel(), try await office.cases.database.connect(.app))
        let body = try JSONText.text(
            OutboxMessage(to: ["A"], mode: .any, caseID: id, document: "a", subject: "a", reasons: []))
        try await connection.script(
            """
            BEGIN; SET LOCAL payables.organisation = '\(office.organisation)';
            INSERT INTO outgoing_message (organisation_id, key, case_id, body)
                VALUES ('\(office.organisation)', 'k', '\(id)', '\(body)')
            """)
        #expect(try await office.dispatcher(desk).round() == 0)
        #expect(desk.letters.isEmpty)
        try await connection.script("COMMIT")
        #expect(try await office.dispatcher(desk).round() == 2)
        #expect(desk.letters.map(\.recipient) == ["A"])
        await connection.close()
        await office.cases.pool.close()
    }

    @Test func whatFailsForNowIsTriedAgainUnderTheSameID() async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        let desk = DeskChannel(failures: [Self.busy, Self.lost])
        let dispatcher = office.dispatcher(desk)
        _ = try await dispatcher.round()
        let waiting = try await office.deliveries.list()
        #expect(waiting.map(\.state) == [.failed])
        #expect(waiting[0].reason.contains("HTTP 429"))
        while try await dispatcher.round() > 0 {}
        #expect(try await office.deliveries.list().map(\.state) == [.sent])
        #expect(desk.letters.count == 3)
        #expect(Set(desk.letters.map(\.id)).count == 1)
        await office.cases.pool.close()
    }

    @Test(arguments: [
        (failures: [ChannelFailure.refused(because: "no")], takesIDsOnce: true, reason: "no"),
        ([busy, busy, busy], true, "given up after 3 attempts"),
        ([lost], false, "it may have arrived"),
        ([ChannelFailure.failed(.of(.http(status: 404), duringEffect: true))], true, "HTTP 404"),
    ])
    func givenUpWithAReasonUntilSomebodyRevivesIt(
        _ example: (failures: [ChannelFailure], takesIDsOnce: Bool, reason: String)
    ) async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        let desk = DeskChannel(takesIDsOnce: example.takesIDsOnce, failures: example.failures)
        let dispatcher = office.dispatcher(desk)
        while try await dispatcher.round() > 0 {}
        let dead = try await office.deliveries.list(.dead)
        #expect(dead.count == 1)
        #expect(dead.first?.reason.contains(example.reason) == true, "\(dead)")
        #expect(desk.letters.count == example.failures.count)
        #expect(try await office.deliveries.revive() == dead.map(\.number))
        while try await dispatcher.round() > 0 {}
        #expect(try await office.deliveries.list().map(\.state) == [.sent])
        await office.cases.pool.close()
    }

    @Test(arguments: [true, false]) func aSenderThatDiedInTheMiddle(takesIDsOnce: Bool) async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        _ = try await office.deliveries.spread(10, NoticeOffice.desk)
        let claims = try await office.deliveries.claim(1, channels: ["desk"], lease: .seconds(60))
        #expect(try await office.deliveries.begin(claims[0], lease: .milliseconds(1))?.attempt == 1)
        let desk = DeskChannel(takesIDsOnce: takesIDsOnce)
        let dispatcher = office.dispatcher(desk)
        while try await office.deliveries.list().contains(where: { $0.state == .queued }) {
            _ = try await dispatcher.round()
        }
        #expect(desk.letters.count == (takesIDsOnce ? 1 : 0))
        #expect(try await office.deliveries.list().map(\.state) == [takesIDsOnce ? .sent : .dead])
        // What the first one would say now comes too late.
        try await office.deliveries.end(claims[0], .again(after: .zero, reason: "late"))
        #expect(try await office.deliveries.list().map(\.state) == [takesIDsOnce ? .sent : .dead])
        await office.cases.pool.close()
    }

    @Test func aSenderWhoseLeaseIsOverDoesNotBegin() async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        _ = try await office.deliveries.spread(10, NoticeOffice.desk)
        let first = try await office.deliveries.claim(1, channels: ["desk"], lease: .microseconds(1))
        var second: [DeliveryClaim] = []
        while second.isEmpty {
            second = try await office.deliveries.claim(1, channels: ["desk"], lease: .seconds(60))
        }
        #expect(try await office.deliveries.begin(first[0], lease: .seconds(60)) == nil)
        #expect(try await office.deliveries.begin(second[0], lease: .seconds(60)) != nil)
        await office.cases.pool.close()
    }

    @Test func aDigestIsOneLetterForMany() async throws {
        let office = try await NoticeOffice()
        let hour = try #require(ClockTime("07:00"))
        let preferences = NoticePreferences(
            others: .init(channels: ["desk"], timing: NoticeTiming(digestAt: hour)))
        for name in ["a", "b", "c"] { try await office.tell(name, to: ["A"]) }
        try await office.tell("d", to: ["A"], occasion: .escalation)
        let desk = DeskChannel()
        let dispatcher = office.dispatcher(desk, preferences)
        while try await dispatcher.round() > 0 {}
        #expect(desk.letters.map(\.items.count) == [1])
        #expect(desk.letters.first?.subject == "Escalation: Invoice waits: d")
        try await office.script("UPDATE delivery SET due = now() WHERE state = 'queued'")

        // While the digest is under way, what comes goes with the next one.
        let claims = try await office.deliveries.claim(10, channels: ["desk"], lease: .seconds(60))
        #expect(claims.count == 1)
        try await office.tell("e", to: ["A"])
        _ = try await office.deliveries.spread(10, preferences)
        try await office.script("UPDATE delivery SET leased_until = now() WHERE state = 'queued'")
        while try await dispatcher.round() > 0 {}
        #expect(desk.letters.map(\.items.count) == [1, 3])
        #expect(desk.letters.last?.subject == "3 messages from payables")
        #expect(try await office.deliveries.list().map(\.state) == [.queued, .sent, .sent])
        await office.cases.pool.close()
    }

    @Test func whomNothingReachesIsListed() async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        var preferences = NoticeOffice.desk
        preferences.addressed = ["desk"]
        let desk = DeskChannel()
        while try await office.dispatcher(desk, preferences).round() > 0 {}
        #expect(try await office.deliveries.list(.dead).map(\.reason) == ["A has no address for desk"])
        preferences.mail = ["A": "a@office.example"]
        _ = try await office.deliveries.revive()
        while try await office.dispatcher(desk, preferences).round() > 0 {}
        #expect(desk.letters.count == 1)
        await office.cases.pool.close()
    }

    @Test func organisationsAreKeptApart() async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", to: ["A"])
        _ = try await office.deliveries.spread(10, NoticeOffice.desk)
        let other = PostgresDeliveries(office.cases.pool, organisation: try await office.cases.organisation())
        #expect(try await other.spread(10, NoticeOffice.desk) == 0)
        #expect(try await other.claim(10, channels: ["desk"], lease: .seconds(1)).isEmpty)
        #expect(try await other.list().isEmpty)
        #expect(try await other.revive().isEmpty)
        await office.cases.pool.close()
    }
}

import Foundation
import Orchestrator
import Storage
import Testing

@Suite("Tickets", .serialized, .timeLimit(.minutes(2))) struct TicketTests {
    private func trouble(_ words: String) -> CaseEvent {
        CaseEvent(CaseEvent.trouble, step: "post", by: "post/1", words)
    }

    @Test func aStormIsOneTicketAndOneMessage() async throws {
        let office = try await NoticeOffice()
        for number in 0..<60 {
            let words = "the ledger at /srv/l\(number) did not answer within \(number) s"
            try await office.tell("i\(number)", events: [trouble(words)], status: .failed)
        }
        let tickets = PostgresTickets(office.cases.pool, organisation: office.organisation, tell: ["it"])
        async let left = tickets.round()
        async let right = tickets.round()
        #expect(try await left + right == 60)
        let open = try await tickets.list()
        #expect(open.map(\.occurrences) == [60])
        #expect(open.map(\.cases) == [60])
        #expect(open.first?.agent == "post/1")
        let desk = DeskChannel()
        while try await office.dispatcher(desk).round() > 0 {}
        #expect(desk.letters.map(\.subject) == ["Ticket \(open[0].number) opened: post/1 fails"])
        #expect(desk.letters.map(\.recipient) == ["it"])
        await office.cases.pool.close()
    }

    @Test func anotherFailureIsAnotherTicket() async throws {
        let office = try await NoticeOffice()
        try await office.tell("a", events: [trouble("the ledger is busy"), trouble("the disk is full")])
        let tickets = PostgresTickets(office.cases.pool, organisation: office.organisation)
        #expect(try await tickets.round() == 2)
        #expect(Set(try await tickets.list().map(\.words)) == ["the ledger is busy", "the disk is full"])
        await office.cases.pool.close()
    }

    @Test func recoveryClosesIt() async throws {
        let office = try await NoticeOffice()
        let tickets = PostgresTickets(office.cases.pool, organisation: office.organisation, tell: ["it"])
        try await office.tell("early", events: [CaseEvent("step-done", step: "post", by: "post/1")])
        try await office.tell("a", events: [trouble("busy")], status: .failed)
        _ = try await tickets.round()
        try await office.tell("other", events: [CaseEvent("step-done", step: "match", by: "match/1")])
        _ = try await tickets.round()
        #expect(try await tickets.list().count == 1)
        try await office.tell("b", events: [CaseEvent("step-done", step: "post", by: "post/1")])
        _ = try await tickets.round()
        #expect(try await tickets.list().isEmpty)
        #expect(try await tickets.list(withClosed: true).map(\.closedBy) == ["recovery"])
        try await office.tell("c", events: [trouble("busy")], status: .failed)
        _ = try await tickets.round()
        #expect(try await tickets.list(withClosed: true).map { $0.closed == nil } == [true, false])
        let desk = DeskChannel()
        while try await office.dispatcher(desk).round() > 0 {}
        #expect(desk.letters.map { $0.subject.contains("opened") }.sorted { !$0 && $1 } == [false, true, true])
        await office.cases.pool.close()
    }

    @Test func aPersonClosesItOnce() async throws {
        let office = try await NoticeOffice()
        let tickets = PostgresTickets(office.cases.pool, organisation: office.organisation)
        try await office.tell("a", events: [trouble("busy")], status: .failed)
        _ = try await tickets.round()
        let number = try #require(try await tickets.list().first?.number)
        let other = PostgresTickets(office.cases.pool, organisation: try await office.cases.organisation())
        #expect(try await !other.close(number, by: "U"))
        #expect(try await tickets.close(number, by: "U-1"))
        #expect(try await !tickets.close(number, by: "U-2"))
        #expect(try await tickets.list(withClosed: true).map(\.closedBy) == ["U-1"])
        await office.cases.pool.close()
    }
}

import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

@Suite("Deciding") struct DecideTests {
    @Test func oneOfTwoIsEnough() async throws {
        let office = try await DecideOffice(.any)
        #expect(office.status == .waiting)
        #expect(office.occasions == ["ask"])
        #expect(try await office.answer(.approve, by: "A2").isAccepted)
        #expect(office.status == .completed)
    }

    @Test func bothInTheirOrder() async throws {
        let office = try await DecideOffice(.sequence)
        #expect(try await !office.answer(.approve, by: "A2").isAccepted)
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        #expect(office.status == .waiting)
        #expect(try await office.answer(.approve, by: "A2").isAccepted)
        #expect(office.status == .completed)
        #expect(office.occasions == ["ask", "ask-2"])
    }

    @Test func nobodyCountsTwiceAndNobodyElseCounts() async throws {
        let office = try await DecideOffice(.all)
        #expect(try await !office.answer(.approve, by: "B9").isAccepted)
        #expect(office.store.events(of: office.id).last { $0.by == "B9" }?.kind == "answer-refused")
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        let again = try await office.answer(.approve, by: "A1")
        #expect(!again.isAccepted && again.text == "A1 has approved already")
        #expect(office.status == .waiting)
    }

    @Test func aRefusalNeedsAReasonAndEndsTheCase() async throws {
        let office = try await DecideOffice(.all)
        #expect(try await !office.answer(.reject, by: "A1").isAccepted)
        #expect(office.status == .waiting)
        #expect(try await office.answer(.reject, by: "A1", "never ordered").isAccepted)
        #expect(office.status == .rejected)
        #expect(office.store.cases.first?.reason == "refused by A1: never ordered")
    }

    @Test func whoDoesNotAnswerIsRemindedThenAnotherIsAskedThenTheCaseFails() async throws {
        let office = try await DecideOffice(.any)
        for _ in 0..<9 {
            office.clock.turn(.seconds(3601))
            try await office.work()
        }
        #expect(office.occasions == ["ask", "reminder-1", "reminder-2", "escalation"])
        #expect(office.status == .waiting)
        office.clock.turn(.seconds(36000))
        try await office.work()
        #expect(office.status == .failed)
        #expect(office.store.cases.first?.reason == "step decide: nobody answered in time; asked: A1, A2, ap-manager")
        #expect(office.occasions.last == "expired")
    }

    /// 36,000 s from the first question: what is recorded a microsecond before counts, at the time itself no more; when it
    /// is looked at does not matter.
    @Test(
        arguments: [ApprovalDecision.Mode.any, .all, .sequence, .quorum(2, of: 2)],
        [(-1, CaseStatus.completed), (0, .failed), (1, .failed)])
    func atTheDeadlineThereIsOneWinner(_ mode: ApprovalDecision.Mode, _ end: (Int, CaseStatus)) async throws {
        let office = try await DecideOffice(mode)
        if mode != .any { #expect(try await office.answer(.approve, by: "A1").isAccepted) }
        office.clock.turn(.seconds(36000) + .microseconds(end.0))
        let number = try office.say(.approve, by: "A2")
        office.clock.turn(.seconds(5))
        try await office.work()
        #expect(office.status == end.1)
        #expect(office.ends == ["case-\(end.1.rawValue)"])
        let reply = try office.store.reply(to: number, of: office.id, in: DecideOffice.organisation)
        #expect(reply?.isAccepted == (end.1 == .completed))
    }

    @Test func aHeldCaseHearsNobody() async throws {
        let office = try await DecideOffice(.any)
        _ = try office.store.send(
            .pause, to: office.id, of: DecideOffice.organisation, by: "P", reason: "holiday", version: nil)
        try await office.work()
        #expect(office.status == .paused)
        #expect(try await !office.answer(.approve, by: "A1").isAccepted)
        _ = try office.store.send(
            .resume, to: office.id, of: DecideOffice.organisation, by: "P", reason: "back", version: nil)
        try await office.work()
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        #expect(office.status == .completed)
    }

    @Test func aHeldCaseKeepsTheRestOfItsTimes() async throws {
        let office = try await DecideOffice(.any)
        office.clock.turn(.seconds(1800))
        try office.order(.pause)
        try await office.work()
        office.clock.turn(.seconds(90_000))
        try office.order(.resume)
        try await office.work()
        #expect(office.occasions == ["ask"])
        office.clock.turn(.seconds(1800) - .microseconds(1))
        try await office.work()
        #expect(office.occasions == ["ask"])
        office.clock.turn(.microseconds(1))
        try await office.work()
        #expect(office.occasions == ["ask", "reminder-1"])
    }

    /// 36,000 s from the first question, and what two holds took; recorded times count, also those of the holds.
    @Test(arguments: [(-1, CaseStatus.completed), (0, .failed), (1, .failed)])
    func whatAHoldTookIsAddedToTheDeadline(_ microseconds: Int, _ end: CaseStatus) async throws {
        let office = try await DecideOffice(.all)
        for hold in [50_000, 7] {
            office.clock.turn(.seconds(10_000))
            try office.order(.pause)
            office.clock.turn(.seconds(hold))
            try office.order(.resume)
            office.clock.turn(.seconds(60))
            try await office.work()
            #expect(office.status == .waiting)
        }
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        office.clock.turn(.seconds(36_000 - 20_000 - 120) + .microseconds(microseconds))
        _ = try office.say(.approve, by: "A2")
        office.clock.turn(.seconds(500))
        try await office.work()
        #expect(office.status == end)
        let late = "step decide: 1 of 2 approved in time (A1); not answered: A2"
        #expect(office.reason?.hasPrefix(end == .failed ? late : "") == true)
    }

    @Test func whoSentTheInvoiceMayNotApproveIt() async throws {
        let office = try await DecideOffice(.any, by: "A1")
        #expect(try await office.answer(.approve, by: "A1").text == "A1 submitted the invoice and may not approve")
        #expect(try await office.answer(.approve, by: "A2").isAccepted)
        let alone = try await DecideOffice(.all, by: "A1")
        #expect(alone.status == .review)
        #expect(alone.reason?.hasPrefix("2 have to approve, but of those who are asked only A2 may") == true)
    }

    @Test func whatIsNotRecordedIsToldToThoseWhoAreAsked() async throws {
        let office = try await DecideOffice(.any)
        #expect(
            office.store.outbox.first?.message.reasons == [
                "too high", "not recorded, so nobody was kept from approving for it: who submitted the invoice",
            ])
    }

    @Test func aSecondQuestionOfTheSameCaseIsAskedToo() async throws {
        let office = try await DecideOffice(.all)
        #expect(try await office.answer(.approve, by: "A1").isAccepted)
        office.clock.turn(.seconds(1))
        try office.order(.goOn(step: "ask", values: [:]), "read wrong")
        try await office.work()
        #expect(office.occasions == ["ask", "ask"])
        #expect(try await office.answer(.approve, by: "A1").text == "noted; still to answer: A2")
    }

    @Test func ladderAndQuorumThroughTheEngine() async throws {
        let row = EscalationRow(step: 1, after: .time(WorkSpan(30, .minutes)), to: ["ap-manager"])
        let office = try await DecideOffice(.quorum(2, of: 2), escalations: [row])
        office.clock.turn(.seconds(1800))
        try await office.work()
        #expect(office.occasions == ["ask", "escalation"])
        #expect(try await office.answer(.claim, by: "ap-manager").isAccepted)
        #expect(try await !office.answer(.approve, by: "A2").isAccepted)
        #expect(try await office.answer(.approve, by: "ap-manager").text == "noted for A1; still to answer: A2")
        #expect(try await office.answer(.approve, by: "A2").text == "approved")
        let consent = try office.store.records(of: office.id).last { $0.record.step == "decide" }?.record
            .body(as: Consent.self)
        #expect(consent?.words == "ap-manager for A1, A2")
    }

    /// People, holds and times at random: every case ends once, no later than its deadline and what the holds took, and
    /// what was recorded before it decides.
    @Test func everyCaseEndsOnce() async throws {
        var ends: [CaseStatus: Int] = [:]
        for seed in 1...400 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let mode: ApprovalDecision.Mode =
                [.any, .all, .sequence, .quorum(2, of: 2)].randomElement(using: &random) ?? .any
            let office = try await DecideOffice(mode)
            let began = office.clock.now
            var (held, heldSince): (Duration, Moment?) = (.zero, nil)
            var approved: Set<String> = []
            for _ in 0..<200 where office.status?.isEnd == false {
                office.clock.turn(.seconds(Int.random(in: 1..<6000, using: &random)))
                if let since = heldSince {
                    try office.order(.resume)
                    held += office.clock.now - since
                    heldSince = nil
                } else if Int.random(in: 0..<8, using: &random) == 0 {
                    try office.order(.pause)
                    heldSince = office.clock.now
                } else if Int.random(in: 0..<5, using: &random) == 0 {
                    let person = ["A1", "A2", "B9"].randomElement(using: &random) ?? "B9"
                    let reply = try await office.answer(.approve, by: person)
                    if reply.isAccepted {
                        #expect(approved.insert(person).inserted, "seed \(seed)")
                        #expect(office.clock.now < began + .seconds(36_000) + held, "seed \(seed)")
                    }
                }
                try await office.work()
            }
            let status = try #require(office.status)
            let needed = mode.needed(of: 2)
            #expect(status == (approved.count == needed ? .completed : .failed), "seed \(seed)")
            #expect(office.ends == ["case-\(status.rawValue)"], "seed \(seed)")
            if status == .failed { #expect(office.clock.now >= began + .seconds(36_000) + held, "seed \(seed)") }
            ends[status, default: 0] += 1
        }
        #expect(ends[.completed, default: 0] > 50 && ends[.failed, default: 0] > 50, "\(ends)")
    }
}

import Foundation
import Orchestrator
import Testing

@Suite("Deliveries") struct DeliveryTests {
    static let now = Moment(microseconds: 1_772_000_000_000_000)

    private func message(
        _ occasion: OutboxMessage.Occasion? = .ask, to people: [String] = ["A"]
    ) -> OutboxMessage {
        OutboxMessage(
            to: people, mode: .any, caseID: CaseID(rawValue: "c"), document: "d.pdf", subject: "waits",
            reasons: ["why"],
            occasion: occasion)
    }

    @Test func eachRecipientGetsItOncePerChannel() {
        let preferences = NoticePreferences(
            others: .init(channels: ["mail"]), recipients: ["B": .init(channels: ["mail", "hook", "mail"])],
            mail: ["A": "a@x.example", "B": "b@x.example"], addressed: ["mail"])
        let all = PlannedDelivery.all(
            of: message(to: ["A", "B", "A"]), written: Self.now, now: Self.now, preferences)
        #expect(all.map { "\($0.recipient) \($0.channel)" } == ["A mail", "B mail", "B hook"])
        #expect(all.allSatisfy { $0.obstacle == nil && $0.due == Self.now })
    }

    @Test(arguments: [
        (OutboxMessage.Occasion?.none, true), (.ask, true), (.reminder, true), (.ticket, true), (.lastReminder, false),
        (.escalation, false),
    ])
    func whatIsUrgentIgnoresTheDigest(_ occasion: OutboxMessage.Occasion?, isDigest: Bool) throws {
        let hour = try #require(ClockTime("07:00"))
        let preferences = NoticePreferences(others: .init(channels: ["m"], timing: NoticeTiming(digestAt: hour)))
        let all = PlannedDelivery.all(of: message(occasion), written: Self.now, now: Self.now, preferences)
        #expect(all.map(\.isDigest) == [isDigest])
        #expect(all.map { $0.due > Self.now } == [isDigest])
    }

    @Test func whatCannotBeSentSaysWhy() {
        let preferences = NoticePreferences(
            others: .init(channels: ["mail"], addresses: ["mail": ""]), addressed: ["mail"])
        let all = PlannedDelivery.all(of: message(), written: Self.now, now: Self.now, preferences)
        #expect(all.map(\.obstacle) == ["A has no address for mail"])
        let old = PlannedDelivery.all(
            of: message(), written: Self.now, now: Self.now + .seconds(7 * 86_400 + 1), preferences)
        #expect(old.map(\.obstacle) == ["older than 7 days when it could first be sent"])
    }

    @Test func aSlowServerIsNotHurried() {
        let judged = Classification.of(.http(status: 503, retryAfter: .seconds(600)), duringEffect: true)
        let step = DeliveryStep.after(
            .failed(judged), attempt: 1, spent: .zero, takesIDsOnce: true, random: 0)
        guard case .again(let pause, _) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(pause == .seconds(600))
    }

    @Test func pausesAreDrawnWithFullJitter() {
        let judged = Classification.of(.curl(7), duringEffect: false)
        func pause(_ attempt: Int, _ random: Double) -> Duration? {
            let step = DeliveryStep.after(
                .failed(judged), attempt: attempt, spent: .zero, takesIDsOnce: false, random: random)
            guard case .again(let pause, _) = step else { return nil }
            return pause
        }
        #expect(pause(1, 0) == .zero)
        #expect(pause(1, 1) == .seconds(15))
        #expect(pause(4, 0.5) == .seconds(60))
        #expect(pause(8, 0) == nil)
    }

    @Test func stoppingCostsNoAttempt() {
        let step = DeliveryStep.after(.interrupted, attempt: 8, spent: .zero, takesIDsOnce: false, random: 0)
        #expect(step == .putBack)
    }

    @Test func aLetterOfSeveralNumbersThem() {
        let messages = ["one", "two"].map { name in
            var message = message()
            message.subject = name
            return OutgoingMessage(key: name, message: message)
        }
        let letter = Letter(id: "i", recipient: "A", messages: messages, at: Self.now)
        #expect(letter.subject == "2 messages from payables")
        #expect(letter.text.contains("1. one\nDocument: d.pdf"))
        #expect(letter.text.contains("2. two\n"))
        let single = Letter(id: "i", recipient: "A", messages: [messages[0]], at: Self.now)
        #expect(single.subject == "one")
        #expect(single.text.hasPrefix("Document: d.pdf\nCase: c\nYou are asked.\n- why\n"))
        #expect(single.text.contains("payables case approve c --by A\n"))
    }
}

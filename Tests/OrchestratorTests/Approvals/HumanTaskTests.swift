import Foundation
import Invoicing
import Orchestrator
import Testing

@Suite("HumanTask") struct HumanTaskTests {
    // MARK: How many

    struct Quorum: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var mode: ApprovalDecision.Mode
        /// Who approves, in order; the last one ends the task.
        var order: [String]

        init(_ text: String, _ mode: ApprovalDecision.Mode, _ order: [String]) {
            (testDescription, self.mode, self.order) = (text, mode, order)
        }
    }

    @Test(arguments: [
        Quorum("any: the first", .any, ["A4"]),
        Quorum("all: the last", .all, ["A4", "A2", "A3"]),
        Quorum("one after the other", .sequence, ["A2", "A3", "A4"]),
        Quorum("2 of 3, whichever", .quorum(2, of: 3), ["A4", "A2"]),
        Quorum("3 of 3", .quorum(3, of: 3), ["A4", "A2", "A3"]),
        Quorum("1 of 3", .quorum(1, of: 3), ["A3"]),
    ]) func endsWithTheVoteThatIsNeeded(_ example: Quorum) {
        var office = TaskOffice(example.mode, asking: ["A2", "A3", "A4"])
        for (index, person) in example.order.enumerated() {
            let heard = office.say(.approve, by: person)
            #expect(heard.isAccepted)
            let isLast = index == example.order.count - 1
            #expect((heard.end != nil) == isLast)
            if isLast { #expect(heard.consent?.by == example.order) }
        }
    }

    @Test func aVoteOutOfTurnDoesNotCount() {
        var office = TaskOffice(.sequence)
        #expect(office.say(.approve, by: "A3").text == "A3 is not asked; to answer: A2")
        #expect(office.say(.approve, by: "A2").text == "noted; still to answer: A3")
        #expect(office.occasions == ["ask A2", "ask-2 A3"])
    }

    @Test func nobodyCountsTwice() {
        var office = TaskOffice(.quorum(2, of: 3), asking: ["A2", "A3", "A4"])
        #expect(office.say(.approve, by: "A2").isAccepted)
        #expect(office.say(.approve, by: "A2").text == "A2 has approved already")
        #expect(office.say(.reject, by: "A2", "no").text == "A2 has approved already")
    }

    @Test(arguments: ["any", "all", "sequence", "2-of-3", "10-of-12"]) func modesAreWords(_ text: String) throws {
        let mode = try #require(ApprovalDecision.Mode(rawValue: text))
        #expect(mode.rawValue == text)
        let json = try JSONEncoder().encode([mode])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
        #expect(try JSONDecoder().decode([ApprovalDecision.Mode].self, from: json) == [mode])
    }

    @Test(arguments: ["0-of-3", "4-of-3", "2of3", "2-of-", "-1-of-3", "02-of-3", "some", "2-of-3-", "２-of-3"])
    func otherWordsAreNoModes(_ text: String) { #expect(ApprovalDecision.Mode(rawValue: text) == nil) }

    // MARK: Claims

    @Test func aClaimKeepsOthersFromAnswering() {
        var office = TaskOffice()
        #expect(office.say(.claim, by: "A2").text == "claimed until 2026-03-02T12:00:00Z")
        let refused = office.say(.approve, by: "A3")
        #expect(refused.text == "A2 has claimed it until 2026-03-02T12:00:00Z; A2 can release it")
        #expect(!office.say(.reject, by: "A3", "no").isAccepted)
        #expect(!office.say(.claim, by: "A3").isAccepted)
        #expect(office.say(.comment, by: "A3", "look at line 2").isAccepted)
        #expect(office.say(.approve, by: "A2").consent?.by == ["A2"])
    }

    @Test func aReleasedTaskCanBeAnsweredByOthers() {
        var office = TaskOffice()
        #expect(office.say(.release, by: "A2").text == "nobody has claimed it")
        #expect(office.say(.claim, by: "A2").isAccepted)
        #expect(!office.say(.release, by: "A3").isAccepted)
        #expect(office.say(.release, by: "A2").isAccepted)
        #expect(office.say(.approve, by: "A3").isAccepted)
    }

    /// Four hours from the claim: a microsecond before it holds, at the time itself no more. When it is looked at does not
    /// matter, only when the answer was recorded.
    @Test(arguments: [(-1, false), (0, true), (1, true)]) func aClaimEnds(_ microseconds: Int, _ isFree: Bool) {
        var office = TaskOffice()
        #expect(office.say(.claim, by: "A2").isAccepted)
        office.now = office.now + .seconds(4 * 3600) + .microseconds(microseconds)
        #expect(office.say(.approve, by: "A3").isAccepted == isFree)
    }

    @Test func whoIsNotAskedCanClaimNothing() {
        var office = TaskOffice()
        #expect(office.say(.claim, by: "A5").text == "A5 is not asked; to answer: A2, A3")
    }

    // MARK: Reassignments

    @Test func aPlaceIsGivenToAnother() {
        var office = TaskOffice(.all, amount: 4000)
        #expect(office.say(.reassign, by: "A2", "knows it better", to: "A4").text == "A4 is asked instead of A2")
        #expect(office.occasions == ["ask A2,A3", "reassigned-1 A4"])
        #expect(office.say(.approve, by: "A2").text == "A2 is not asked; to answer: A4, A3")
        #expect(office.say(.approve, by: "A4").text == "noted for A2; still to answer: A3")
        let end = office.say(.approve, by: "A3")
        #expect(end.consent?.words == "A4 for A2, A3")
        #expect(end.consent?.comments == ["A2: gave the place of A2 to A4: knows it better"])
    }

    @Test func nobodyTakesAPlaceThatRulesForbid() {
        var office = TaskOffice(.all, amount: 4000, duties: Duties(ordered: ["A5"]))
        let cases = [
            ("A9", "A9 is not in the list of approvers"), ("A5", "A5 ordered and may not approve"),
            ("A3", "A3 has a part in this already"), ("A1", "the limit of A1 does not cover the amount"),
            ("A2", "A2 is asked already"), ("", "say to whom"),
        ]
        for (other, reason) in cases { #expect(office.say(.reassign, by: "A2", to: other).text == reason) }
        #expect(office.say(.reassign, by: "A4", to: "A4").text == "A4 is not asked; to answer: A2, A3")
        #expect(
            office.say(.reassign, by: "A3", to: "A4", from: "A2").text == "A3 can't give away the place of A2")
        #expect(office.say(.approve, by: "A2").isAccepted)
        #expect(office.say(.reassign, by: "A3", to: "A2").text == "A2 has a part in this already")
    }

    @Test func theDefaultApproverGivesAnybodysPlace() {
        var office = TaskOffice(.all, amount: 4000)
        #expect(office.say(.claim, by: "A2").isAccepted)
        #expect(office.say(.reassign, by: "ap-manager", to: "A4", from: "A2").isAccepted)
        #expect(office.say(.approve, by: "A4").isAccepted)
    }

    @Test func somebodyAwayCannotBeGivenAPlace() {
        var office = TaskOffice(change: TaskOffice.away(3, nil))
        #expect(office.say(.reassign, by: "A2", to: "A4").text == "A4 is away; name somebody who is there")
    }

    // MARK: Substitutes

    @Test func theSubstituteOfSomebodyAwayAnswers() {
        var office = TaskOffice(.all, change: TaskOffice.away(1, "A4"))
        #expect(office.occasions == ["ask A4,A3"])
        #expect(office.say(.approve, by: "A4").text == "noted for A2; still to answer: A3")
        #expect(office.say(.approve, by: "A2").text == "A4 has approved for A2 already")
        #expect(office.say(.approve, by: "A3").consent?.words == "A4 for A2, A3")
    }

    @Test func whoIsBackAnswersForHimself() {
        var office = TaskOffice(change: TaskOffice.away(1, "A4", until: "2026-03-03"))
        office.now = office.now + .seconds(86_400)
        #expect(office.say(.claim, by: "A4").isAccepted)
        #expect(office.say(.release, by: "A4").isAccepted)
        office.now = office.now + .seconds(86_400)
        #expect(office.say(.approve, by: "A4").text == "A4 is not asked; to answer: A2, A3")
        #expect(office.say(.approve, by: "A2").consent?.inPlaceOf == nil)
    }

    @Test func chainsAreFollowedToTheFirstWhoMay() {
        var office = TaskOffice(.all, duties: Duties(ordered: ["A4"])) { people in
            TaskOffice.away(1, "A4")(&people)
            people[3].substitute = "A5"
        }
        #expect(office.occasions == ["ask A5,A3"])
        #expect(office.say(.approve, by: "A4").text == "A4 ordered and may not approve")
        #expect(office.say(.approve, by: "A5").isAccepted)
    }

    @Test func aChainThatLeadsBackAsksNobodyElse() {
        var office = TaskOffice { people in
            TaskOffice.away(1, "A4")(&people)
            TaskOffice.away(3, "A2")(&people)
        }
        #expect(
            office.task.people.acting(for: "A2", at: office.now)
                == .nobody(because: "the substitutes of A2 lead back to A2"))
        #expect(office.occasions == ["ask A2,A3"])
        #expect(office.say(.approve, by: "A4").text == "A4 is not asked; to answer: A2 (away), A3")
    }

    @Test func aSubstituteWhoIsAskedHimselfDoesNotCountForBoth() {
        var office = TaskOffice(.all, change: TaskOffice.away(1, "A3"))
        #expect(office.say(.approve, by: "A3").text == "noted; still to answer: A2 (away)")
        #expect(office.say(.approve, by: "A3").text == "A3 has approved already")
        #expect(office.say(.reassign, by: "ap-manager", to: "A4", from: "A2").isAccepted)
        #expect(office.say(.approve, by: "A4").consent?.words == "A3, A4 for A2")
    }

    @Test func theSubstituteOfTwoCountsForOne() {
        var office = TaskOffice(.all) { people in
            TaskOffice.away(1, "A4")(&people)
            TaskOffice.away(2, "A4")(&people)
        }
        #expect(office.say(.approve, by: "A4").text == "noted for A2; still to answer: A3 (away)")
        #expect(office.say(.approve, by: "A4").text == "A4 has approved already")
    }

    @Test func aSubstituteNeedsTheLimitToo() {
        let office = TaskOffice(amount: 4000, change: TaskOffice.away(1, "A1"))
        #expect(office.occasions == ["ask A2,A3"])
    }

    // MARK: Separation of duties

    @Test(arguments: Duties.Part.allCases) func whoHadAHandInItMayNotApprove(_ part: Duties.Part) {
        var duties = Duties()
        duties.add(part, ["one@X.example"])
        var office = TaskOffice(asking: ["A1", "A2"], duties: duties)
        for kind in [ApprovalAnswer.Kind.approve, .reject, .claim, .reassign] {
            #expect(office.say(kind, by: "A1", "no", to: "A4").text == "A1 \(part.words) and may not approve")
        }
        #expect(office.say(.approve, by: "A2").consent?.by == ["A2"])
    }

    @Test func tooFewWhoMayIsToldAtOnce() {
        let office = TaskOffice(.all, asking: ["A1", "A2"], duties: Duties(ordered: ["A1"]))
        #expect(office.task.hindrance?.hasPrefix("2 have to approve, but of those who are asked only A2 may") == true)
        #expect(TaskOffice(.any, asking: ["A1", "A2"], duties: Duties(ordered: ["A1"])).task.hindrance == nil)
    }

    @Test func whatIsNotRecordedIsTold() {
        var duties = Duties(ordered: ["A1"])
        #expect(duties.gap == nil)
        duties.addUnknown(.received)
        duties.addUnknown(.changedBank)
        #expect(
            duties.gap == "not recorded, so nobody was kept from approving for it: who received the goods, who"
                + " changed the supplier's bank details")
    }

    // MARK: Limits

    @Test func limitsAreHeldAgainstTheAmountAtTheRateOfTheDate() throws {
        let dollar = try #require(Currency("USD"))
        let euro = try #require(TaskOffice.euro)
        let rate = ExchangeRates.Rate(day: TaskOffice.day("2026-02-27"), from: dollar, to: euro, rate: 0.9)
        let table = ApprovalTable(rows: [], approvers: TaskOffice.people, rates: ExchangeRates([rate]))
        func covers(_ amount: Decimal, on day: String?) -> Bool {
            let request = ApprovalRequest(
                amount: amount, currency: dollar, day: day.map(TaskOffice.day))
            return TaskPeople(table: table, request: request).covers("A1")
        }
        #expect(covers(1111.11, on: "2026-03-01"))
        #expect(!covers(1111.12, on: "2026-03-01"))
        #expect(!covers(1, on: "2026-02-26"))
        #expect(!covers(1, on: "2026-03-20"))
        #expect(!covers(1, on: nil))
    }

    // MARK: Times

    @Test func remindersComeAtTheirIntervalsAndThenAnotherIsAsked() {
        let intervals = [WorkSpan(1, .days), WorkSpan(2, .days), WorkSpan(1, .hours)]
        var office = TaskOffice(.all, intervals: intervals, ladder: [.init(after: .reminders(3), to: ["A5"])])
        var times: [Int: String] = [:]
        for hour in 1...100 {
            let before = office.task.notices.count
            office.turn(.seconds(3600))
            if office.task.notices.count > before { times[hour] = office.occasions.last }
        }
        #expect(
            times == [
                24: "reminder-1 A2,A3", 72: "reminder-2 A2,A3", 73: "reminder-3 A2,A3", 74: "escalation A5",
            ])
    }

    /// From Monday 2026-03-30, 10:00 in Berlin: Good Friday, a weekend, Easter Monday and the summer time of the day before.
    @Test func remindersComeInWorkingTime() throws {
        let json = """
            {"time_zone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": ["DE"]}
            """
        let calendar = try BusinessCalendar(json: Data(json.utf8))
        var office = TaskOffice(
            intervals: [WorkSpan(1, .days), WorkSpan(3, .days), WorkSpan(4, .hours)],
            ladder: [.init(after: .time(WorkSpan(5, .days)), to: ["A5"])], calendar: calendar,
            change: TaskOffice.away(1, "A4", until: "2026-04-07"), at: "2026-03-30T08:00:00Z")
        var times: [String] = []
        for _ in 0..<(24 * 14) {
            let before = office.task.notices.count
            office.turn(.seconds(3600))
            times += office.occasions.dropFirst(before).map { "\(office.now.iso) \($0)" }
        }
        #expect(
            times == [
                "2026-03-31T08:00:00Z reminder-1 A4,A3", "2026-04-07T08:00:00Z reminder-2 A4,A3",
                "2026-04-07T12:00:00Z reminder-3 A4,A3", "2026-04-08T08:00:00Z escalation A5",
            ])
    }

    /// The absence ends with the day in the organisation's time zone: 22:00 in UTC is Berlin's midnight in summer.
    @Test(arguments: [("2026-06-10T21:59:59Z", true), ("2026-06-10T22:00:00Z", false)])
    func anAbsenceEndsWithTheOrganisationsDay(_ iso: String, _ isAway: Bool) throws {
        let json = #"{"time_zone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}}"#
        let calendar = try BusinessCalendar(json: Data(json.utf8))
        var office = TaskOffice(calendar: calendar, change: TaskOffice.away(1, "A4", until: "2026-06-10"), at: iso)
        #expect(office.say(.approve, by: "A4").isAccepted == isAway)
    }

    @Test func whoIsEscalatedToFillsOnePlaceInEveryMode() {
        for mode in [ApprovalDecision.Mode.any, .all, .sequence, .quorum(2, of: 2)] {
            var office = TaskOffice(mode, ladder: [.init(after: .time(WorkSpan(8, .hours)), to: ["A5"])])
            #expect(!office.say(.approve, by: "A5").isAccepted)
            office.turn(.seconds(8 * 3600))
            let heard = office.say(.approve, by: "A5")
            #expect(heard.isAccepted, "\(mode)")
            #expect((heard.end != nil) == (mode == .any))
            #expect(!office.say(.approve, by: "A5").isAccepted || mode == .any)
            if mode != .any { #expect(office.say(.approve, by: "A3").consent?.words == "A5 for A2, A3") }
        }
    }

    @Test func aLadderNeverAsksWhoMayNot() {
        var office = TaskOffice(
            amount: 4000, duties: Duties(ordered: ["A5"]),
            ladder: [
                .init(after: .time(WorkSpan(1, .hours)), to: ["A5"]),
                .init(after: .time(WorkSpan(2, .hours)), to: ["A1"]),
                .init(after: .time(WorkSpan(3, .hours)), to: ["A4"]),
            ])
        for _ in 0..<3 { office.turn(.seconds(3600)) }
        #expect(office.occasions == ["ask A2,A3", "escalation A4"])
        #expect(!office.say(.approve, by: "A1").isAccepted && !office.say(.approve, by: "A5").isAccepted)
    }

    @Test func theNextOfASequenceHasAllTheTime() {
        var office = TaskOffice(.sequence)
        office.turn(.seconds(86_400))
        office.turn(.seconds(86_400))
        office.turn(.seconds(86_400))
        #expect(office.say(.approve, by: "A2").isAccepted)
        #expect(!office.say(.approve, by: "ap-manager").isAccepted)
        office.turn(.seconds(86_400))
        #expect(
            office.occasions == [
                "ask A2", "reminder-1 A2", "reminder-2 A2", "escalation ap-manager", "ask-2 A3", "reminder-3 A3",
            ])
    }

    @Test func aHoldLeavesTheRestOfEveryTime() {
        var office = TaskOffice(ladder: [.init(after: .time(WorkSpan(2, .days)), to: ["A5"])])
        #expect(office.say(.claim, by: "A2").isAccepted)
        office.turn(.seconds(3600))
        office.now = office.now + .seconds(7 * 86_400)
        office.task.shift(to: .seconds(7 * 86_400))
        #expect(!office.say(.approve, by: "A3").isAccepted)
        #expect(office.task.next == TaskOffice.start + .seconds(8 * 86_400))
        office.turn(.seconds(23 * 3600))
        #expect(office.occasions.last == "reminder-1 A2,A3")
        office.turn(.seconds(86_400))
        #expect(office.occasions.contains("escalation A5"))
    }

    @Test func whatComesIsDescribed() {
        var office = TaskOffice(.all, change: TaskOffice.away(1, "A4"))
        office.task.describe(at: office.now, deadline: office.now + .seconds(30 * 86_400))
        #expect(office.task.state.open == ["A4 for A2", "A3"])
        #expect(
            office.task.state.coming.map { "\($0.at.iso) \($0.what)" } == [
                "2026-03-03T08:00:00Z reminder 1 of 2", "2026-03-05T08:00:00Z ap-manager asked too",
            ])
        #expect(office.task.late(at: office.now) == "nobody answered in time; asked: A4 for A2, A3")
        #expect(office.say(.approve, by: "A3").isAccepted)
        #expect(office.task.late(at: office.now) == "1 of 2 approved in time (A3); not answered: A4 for A2")
    }

    @Test func whoLooksAtTheCaseIsToldWhoAndWhen() throws {
        var office = TaskOffice(.quorum(2, of: 3), asking: ["A2", "A3", "A5"], change: TaskOffice.away(1, "A4"))
        #expect(office.say(.approve, by: "A3", "fine").isAccepted)
        #expect(office.say(.claim, by: "A4").isAccepted)
        office.task.describe(at: office.now, deadline: office.now + .seconds(86_400 * 2))
        let json = String(decoding: try JSONText.line(office.task.state), as: UTF8.self)
        let kept = try #require(TaskState(CaseWait(state: json)))
        #expect(
            kept.lines == [
                "to answer: A4 for A2, A5 (1 more of them)", "approved by A3 at 2026-03-02T08:00:00Z",
                "claimed by A4 until 2026-03-02T12:00:00Z", "comment of A3: fine",
                "next: reminder 1 of 2 at 2026-03-03T08:00:00Z",
                "without an answer the case fails at 2026-03-04T08:00:00Z",
            ])
        #expect(TaskState(CaseWait(state: "null")) == nil && TaskState(nil) == nil)
    }
}

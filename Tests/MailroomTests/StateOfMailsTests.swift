import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Testing

/// What other programs that read mailboxes got wrong (docs/decisions/0094), and what must hold here.
@Suite("State of mails", .timeLimit(.minutes(2))) struct StateOfMailsTests {
    let a = MailHouse.name("a")

    // MARK: 1: the state was written after the work, so that a second look began the same work

    struct Break: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var call: FaultyMailStore.Call
        var fault: FaultyMailStore.Fault
    }

    static let breaks = [
        Break(testDescription: "noting fails", call: .note, fault: .before),
        Break(testDescription: "it is noted, and the answer gets lost", call: .note, fault: .after),
        Break(testDescription: "what is due is not told", call: .due, fault: .before),
        Break(testDescription: "what is due is told to nobody", call: .due, fault: .after),
        Break(testDescription: "the outcome is not kept", call: .record, fault: .before),
        Break(testDescription: "the outcome is kept, and the answer gets lost", call: .record, fault: .after),
        Break(testDescription: "what a decision rests on is not told", call: .facts, fault: .before),
        Break(testDescription: "the mailbox is not given back", call: .giveBack, fault: .before),
    ]

    @Test(arguments: breaks) func stateIsWrittenBeforeTheWorkEndsAndNeverTwice(_ example: Break) async throws {
        let house = try MailHouse()
        for index in 0..<3 { house.deliver(.invoice("\(index)")) }
        let count = Count()
        house.store.plan { call in call == example.call && count.add() == 0 ? example.fault : nil }
        try await house.look()
        #expect(count.now > 0)
        #expect(house.tally().isWhole)
        house.store.plan(nil)
        for _ in 0..<3 {
            house.clock.turn(.seconds(3_600))
            try await house.look()
        }
        #expect(house.tally().seen == 3)
        #expect(house.tally().cases == 3)
        #expect(house.tally().isWhole)
        #expect(house.cases.cases.count == 3)
    }

    /// A second look while the first one still works on the same mail.
    @Test func aSecondLookDoesNotBeginTheSameMail() async throws {
        let house = try MailHouse()
        house.deliver(.invoice("one"))
        let looks = Count()
        house.reading.before { _ in
            if looks.add() == 0 { try await house.look("second") }
        }
        try await house.look("first")
        #expect(looks.now == 1)
        #expect(house.store.recorded == 1)
        #expect(house.server.fetches == 1)
        #expect(house.tally().cases == 1)
    }

    // MARK: 2 and 3: another UIDVALIDITY made invoices be skipped

    @Test func anotherValidityReadsAgainAndSkipsNothing() async throws {
        let house = try MailHouse()
        let old = (0..<5).map { Letter.invoice("old \($0)") }
        for letter in old { house.deliver(letter) }
        try await house.look()
        house.server.renew(a)
        let new = Letter.invoice("new")
        house.deliver(new)
        try await house.look()
        #expect(house.tally().seen == 11)
        #expect(house.tally().cases == 6)
        // What came before is known by its bytes, and no case begins twice.
        #expect(house.tally().rejected == [.duplicateMail: 5])
        #expect(house.cases.cases.count == 6)
        #expect(house.tally().isWhole)
        #expect(house.events.contains(.opened(a, new: 6, isRescan: true)))
    }

    /// UIDs begin at 1 again: what has a UID that was read before is another mail.
    @Test func theSameUIDOfAnotherValidityIsAnotherMail() async throws {
        let house = try MailHouse()
        let first = house.deliver(.invoice("before"))
        try await house.look()
        house.server.expunge(first, from: a)
        house.server.renew(a)
        let second = house.deliver(.invoice("after"))
        #expect(first == second)
        try await house.look()
        #expect(house.tally().cases == 2)
        #expect(house.tally().isWhole)
    }

    @Test func mailsNotedBeforeTheValidityChangedAreGoneAndFoundAnew() async throws {
        let house = try MailHouse()
        for index in 0..<4 { house.deliver(.invoice("\(index)")) }
        // Two are read before the connection breaks.
        let fetches = Count()
        house.server.before { step throws(MailboxFailure) in
            if case .fetch = step, fetches.add() >= 2 { throw .broken }
        }
        #expect(try await house.look() == false)
        house.server.before(nil)
        house.server.renew(a)
        house.clock.turn(.seconds(3_600))
        try await house.look()
        #expect(house.tally().seen == 8)
        #expect(house.tally().cases == 4)
        #expect(house.tally().rejected == [.gone: 2, .duplicateMail: 2])
        #expect(house.tally().isWhole)
    }

    @Test func aValidityThatChangesInTheMiddleOfALookLosesNothing() async throws {
        let house = try MailHouse()
        for index in 0..<4 { house.deliver(.invoice("\(index)")) }
        let fetches = Count()
        house.server.before { [a] step throws(MailboxFailure) in
            if case .fetch = step, fetches.add() == 1 { house.server.renew(a) }
        }
        #expect(try await house.look() == false)
        for _ in 0..<2 {
            house.clock.turn(.seconds(3_600))
            try await house.look()
        }
        #expect(house.tally().cases == 4)
        #expect(house.tally().inFlight == 0)
        #expect(house.tally().isWhole)
    }

    // MARK: 4: failed mails counted as processed

    @Test func aMailThatFailsIsTriedAgainAndNeverCountsAsDone() async throws {
        let house = try MailHouse()
        let letter = Letter.invoice("one")
        house.deliver(letter)
        house.deliver(.invoice("two"))
        house.reading.before { read in
            if read.message.messageID == letter.messageID { throw FakeReading.Failed() }
        }
        for _ in 0..<4 {
            try await house.look()
            #expect(house.tally().inFlight == 1)
            #expect(house.tally().cases == 1)
            #expect(house.tally().isWhole)
            house.clock.turn(.seconds(3_600))
        }
        house.reading.before(nil)
        try await house.look()
        #expect(house.kept(letter)?.outcome.kind == .cases)
        #expect(house.tally().inFlight == 0)
        #expect(house.tally().isWhole)
    }

    @Test func aMailThatFailsWaitsLongerEachTime() async throws {
        let house = try MailHouse()
        house.deliver(.invoice("one"))
        house.reading.before { _ in throw FakeReading.Failed() }
        try await house.look()
        try await house.look()
        #expect(house.server.fetches == 1)
        house.clock.turn(.seconds(15))
        try await house.look()
        #expect(house.server.fetches == 2)
        house.clock.turn(.seconds(15))
        try await house.look()
        #expect(house.server.fetches == 2)
        house.clock.turn(.seconds(15))
        try await house.look()
        #expect(house.server.fetches == 3)
    }

    /// A mail that ends the connection each time, the first of all.
    @Test func aMailThatBreaksTheConnectionDoesNotKeepOthersFromBeingRead() async throws {
        let house = try MailHouse()
        let bad = house.deliver(.invoice("bad"))
        for index in 0..<5 { house.deliver(.invoice("\(index)")) }
        house.server.before { [a] step throws(MailboxFailure) in
            if step == .fetch(a, uid: bad) { throw .broken }
        }
        for _ in 0..<3 { try await house.look() }
        #expect(house.tally().cases == 5)
        #expect(house.tally().inFlight == 1)
        house.server.before(nil)
        house.clock.turn(.seconds(3_600))
        try await house.look()
        #expect(house.tally().cases == 6)
    }

    /// A mail whose outcome the store refuses each time: a mistake in the program must not stop a mailbox.
    @Test func aMailThatTheStoreRefusesDoesNotKeepOthersFromBeingRead() async throws {
        let house = try MailHouse()
        for index in 0..<5 { house.deliver(.invoice("\(index)")) }
        let records = Count()
        house.store.plan { call in call == .record && records.add() < 2 ? .before : nil }
        for _ in 0..<3 { try await house.look() }
        #expect(house.tally().cases == 4)
        house.clock.turn(.seconds(3_600))
        try await house.look()
        #expect(house.tally().cases == 5)
    }

    // MARK: 5: everything was fetched at each look

    @Test func nothingIsFetchedTwiceAndALookWithoutNewsFetchesNothing() async throws {
        let house = try MailHouse(["a", "b"])
        for index in 0..<60 { house.deliver(.invoice("\(index)"), to: index % 3 == 0 ? "b" : "a") }
        try await house.look()
        #expect(house.server.fetches == 60)
        house.server.forgetSteps()
        try await house.look()
        // Of each mailbox: a connection, and its status.
        #expect(
            Set(house.server.steps) == [
                .connect(account: "a"), .connect(account: "b"), .open(a), .open(MailHouse.name("b")),
            ])
        #expect(house.server.steps.count == 4)
        house.deliver(.invoice("news"))
        house.server.forgetSteps()
        try await house.look()
        #expect(house.server.fetches(a) == [60 - 20 + 1])
        #expect(house.server.fetches == 1)
    }

    // MARK: 6: two mailboxes, or two rules, took the same mail

    @Test func twoMailboxesNeverTakeTheSameMailTwice() async throws {
        let house = try MailHouse(["a", "b", "c"])
        let letter = Letter.invoice("one")
        for account in ["a", "b", "c"] { house.deliver(letter, to: account) }
        house.deliver(letter.with { $0.way = "forwarded by a server" }, to: "b")
        try await house.look()
        #expect(house.tally().cases == 1)
        #expect(house.tally().rejected == [.duplicateMail: 3])
        #expect(house.cases.cases.count == 1)
        #expect(house.tally().isWhole)
    }

    @Test func twoRulesThatFitTakeAMailOnceAlsoAtALaterLook() async throws {
        let house = try MailHouse()
        let rule = { (name: String, process: String) in
            ScreeningRule(
                name: name, condition: ScreeningRule.subject(contains: "invoice", process: "").condition,
                action: .process(process))
        }
        let rules = [rule("one", "AP"), rule("two", "HR")]
        house.offices.change(MailHouse.mine) { $0.rules = ScreeningRules(rules) }
        #expect(try await house.receive(.invoice("one"))?.outcome.cases.count == 1)
        house.offices.change(MailHouse.mine) { $0.rules = ScreeningRules(rules.reversed()) }
        house.clock.turn(.seconds(3_600))
        try await house.look()
        #expect(house.cases.cases.count == 1)
    }

    /// Two organisations that share a mailbox are two receivers; one and the same bytes are a mail of each.
    @Test func theSameMailToTwoOrganisationsIsACaseOfEach() async throws {
        let house = try MailHouse(["shared"], shared: ["shared"])
        for (local, owner) in [("in-mine", MailHouse.mine), ("in-theirs", MailHouse.theirs)] {
            try house.memory.add(IntakeAddress(local: local, organisation: owner, process: "AP", made: house.clock.now))
        }
        for local in ["in-mine", "in-theirs"] {
            house.deliver(Letter.invoice("one").with { $0.to = "\(local)@office.example" }, to: "shared")
        }
        try await house.look()
        #expect(house.cases.cases.count == 2)
        #expect(Set(house.cases.cases.map(\.organisation)) == [MailHouse.mine, MailHouse.theirs])
    }

    // MARK: What is removed

    @Test func aMailThatWasRemovedBeforeItWasReadIsGone() async throws {
        let house = try MailHouse()
        house.deliver(.invoice("stays"))
        let uid = house.deliver(.invoice("goes"))
        house.server.before { [a] step throws(MailboxFailure) in
            if case .fetch = step { house.server.expunge(uid, from: a) }
        }
        try await house.look()
        #expect(house.tally().seen == 2)
        #expect(house.tally().cases == 1)
        #expect(house.tally().rejected == [.gone: 1])
        #expect(house.tally().isWhole)
    }

    @Test func aMailThatIsNamedAndNotHandedOutIsNotGone() async throws {
        let house = try MailHouse()
        let uid = house.deliver(.invoice("one"))
        house.server.withhold(uid, of: a, true)
        for _ in 0..<3 {
            try await house.look()
            #expect(house.tally().inFlight == 1)
            house.clock.turn(.seconds(3_600))
        }
        house.server.withhold(uid, of: a, false)
        try await house.look()
        #expect(house.tally().cases == 1)
        #expect(house.tally().isWhole)
    }

    @Test func aMailThatWasRemovedAfterItWasReadStaysWhatItBecame() async throws {
        let house = try MailHouse()
        let uid = house.deliver(.invoice("one"))
        try await house.look()
        house.server.expunge(uid, from: a)
        try await house.look()
        #expect(house.tally().cases == 1)
        #expect(house.tally().rejected.isEmpty)
    }

    @Test func gapsBetweenUIDsAreNoMails() async throws {
        let house = try MailHouse()
        for index in 0..<10 {
            let uid = house.deliver(.invoice("\(index)"))
            if index % 2 == 0 { house.server.expunge(uid, from: a) }
        }
        try await house.look()
        #expect(house.tally().seen == 5)
        #expect(house.tally().cases == 5)
        #expect(house.server.fetches == 5)
    }

    // MARK: Marks

    @Test func marksAreLeftOnWhatWasTakenAndMissingOnesChangeNothing() async throws {
        let house = try MailHouse(marks: MailMark(keyword: "$Taken"))
        house.deliver(.invoice("one"))
        house.deliver(.invoice("two"))
        try await house.look()
        #expect(house.server.marks(a) == [1, 2])
        house.server.before { step throws(MailboxFailure) in if case .mark = step { throw .broken } }
        house.deliver(.invoice("three"))
        #expect(try await house.look())
        #expect(house.tally().cases == 3)
    }
}

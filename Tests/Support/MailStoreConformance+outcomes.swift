import Correspondence
import Foundation
import Mailroom
import Orchestrator

extension MailStoreConformance {
    func cases(_ hold: Hold) async throws {
        let claim = try await noted(2)
        let parts = [
            part("2", "invoice", .begun(new("one").id)), part("3", "second", .begun(new("two").id)),
            part("4", "logo", .ignored(.noDocument)),
        ]
        let mail = mail("a", parts: parts)
        let outcome = try await store.record(mail, as: .cases([new("one"), new("two")]), at: uid(1), claim)
        hold("one case for each document", outcome == MailOutcome(.cases, cases: [new("one").id, new("two").id]))
        let again = try await store.record(mail, as: .cases([new("one"), new("two")]), at: uid(1), claim)
        hold("told again, it comes to what it came to", again == outcome)
        let other = try await store.record(mail, as: .rejected(.unsure, words: "x"), at: uid(1), claim)
        hold("whatever is decided the second time", other == outcome)
        let kept = try await store.mail(mail.id.rawValue, in: mine)
        hold("all of the mail is kept", kept?.mail == mail && kept?.outcome == outcome)
        hold(
            "with the references of its cases",
            kept?.references.map { $0.suffix(7) } == ["-000001", "-000002"])
        let claims = try await desk.cases.claim(9, worker: "w", lease: Self.lease)
        hold("its cases want to be worked on", Set(claims.map(\.caseID)) == [new("one").id, new("two").id])
        let origin = try await store.mail(of: new("two").id, in: mine)
        hold("a case knows its mail", origin?.mail.id == mail.id)
        let none = try await store.mail(of: new("three").id, in: mine)
        hold("another has none", none == nil)
    }

    func sameBytes(_ hold: Hold) async throws {
        let claim = try await noted(4)
        let first = try await store.record(mail("a"), as: .rejected(.unsure, words: "w"), at: uid(1), claim)
        hold("the first one gets the outcome", first == MailOutcome(.rejected, reason: .unsure, words: "w"))
        for number in 2...3 as ClosedRange<UInt32> {
            let later = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(number), claim)
            hold("a later one is a duplicate", later.kind == .rejected && later.reason == .duplicateMail)
        }
        let again = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(3), claim)
        hold("and stays one", again.reason == .duplicateMail)
        let begun = try await desk.cases.claim(9, worker: "w", lease: Self.lease)
        hold("no case is begun by it", begun.isEmpty)
        let tally = try await store.tally(of: mine)
        hold("each counts", tally.rejected == [.unsure: 1, .duplicateMail: 2] && tally.inFlight == 1 && tally.isWhole)
        hold("the mail is there once", try await store.mails(in: mine, reasons: nil, before: nil, most: 9).count == 1)
    }

    func sameBytesAtOnce(_ hold: Hold) async throws {
        var claims: [MailboxClaim] = []
        for box in 0..<8 { claims.append(try await noted(1, "\(box)")) }
        let outcomes = try await withThrowingTaskGroup(of: MailOutcome.self) { group in
            for claim in claims {
                group.addTask {
                    try await store.record(mail("a"), as: .cases([new("a"), new("b")]), at: uid(1), claim)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        hold("exactly one becomes cases", outcomes.count { $0.kind == .cases } == 1)
        hold("the others are duplicates", outcomes.count { $0.reason == .duplicateMail } == 7)
        let begun = try await desk.cases.claim(20, worker: "w", lease: Self.lease)
        hold("its cases are there once", Set(begun.map(\.caseID)) == [new("a").id, new("b").id] && begun.count == 2)
        let tally = try await store.tally(of: mine)
        hold("nothing is missing", tally.isWhole && tally.seen == 8 && tally.cases == 1)
    }

    /// One mail that came over several ways: other bytes, the same Message-ID and documents.
    func sameMessageAtOnce(_ hold: Hold) async throws {
        var claims: [MailboxClaim] = []
        for box in 0..<8 { claims.append(try await noted(3, "\(box)")) }
        @Sendable func copy(_ way: Int, _ bytes: String = "a") -> (ReceivedMail, MailDecision) {
            let new = new("\(bytes) \(way)")
            let mail = mail(
                "\(bytes) \(way)", messageID: "<m@x.example>",
                parts: [part("2", bytes, .begun(new.id)), part("3", "order", .linked(as: "purchase-order"))])
            return (mail, .cases([new]))
        }
        let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (way, claim) in claims.enumerated() {
                group.addTask {
                    let (mail, decision) = copy(way)
                    do throws(MailStoreError) {
                        return try await store.record(mail, as: decision, at: uid(1), claim).kind == .cases
                    } catch .stale(.duplicateMail) {
                        _ = try await store.record(
                            mail, as: .rejected(.duplicateMail, words: ""), at: uid(1), claim)
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        hold("exactly one of the copies becomes a case", begun == 1)
        let (other, decision) = copy(0, "b")
        let second = try await store.record(other, as: decision, at: uid(2), claims[0])
        hold("with other documents it is another mail", second.kind == .cases)
        let foreign = mail("theirs", of: theirs, messageID: "<m@x.example>", parts: copy(0).0.parts)
        let third = try await store.record(foreign, as: .cases([new("t", of: theirs)]), at: uid(3), claims[0])
        hold("as it is in another organisation", third.kind == .cases)
        let tally = try await store.tally(of: mine)
        hold("nothing is missing", tally.isWhole && tally.cases == 2 && tally.rejected == [.duplicateMail: 7])
    }

    func sharedMailbox(_ hold: Hold) async throws {
        let claim = try await noted(4)
        let foreign = mail("a", of: theirs)
        let outcome = try await store.record(foreign, as: .cases([new("a", of: theirs)]), at: uid(1), claim)
        hold("a mail may be for another organisation", outcome == MailOutcome(.cases, cases: [new("a", of: theirs).id]))
        let again = try await store.record(foreign, as: .cases([new("a", of: theirs)]), at: uid(1), claim)
        hold("told again, it comes to the same", again == outcome)
        let twice = try await store.record(foreign, as: .cases([new("b", of: theirs)]), at: uid(2), claim)
        hold("its bytes are known there", twice.reason == .duplicateMail)
        let own = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(3), claim)
        hold("and are no duplicate here", own.kind == .cases)
        hold(
            "what was passed on is not taken for one's own",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(mail("c"), as: .cases([new("c")]), at: uid(1), claim)
                }))
        let (here, there) = (try await store.tally(of: mine), try await store.tally(of: theirs))
        hold(
            "here it counts as passed on",
            here.seen == 4 && here.passedOn == 2 && here.cases == 1 && here.rejected.isEmpty && here.inFlight == 1
                && here.isWhole)
        hold(
            "there it counts as what it came to",
            there.seen == 2 && there.cases == 1 && there.rejected == [.duplicateMail: 1] && there.passedOn == 0
                && there.isWhole)
        let listed = try await store.mails(in: mine, reasons: nil, before: nil, most: 9)
        hold("it is not listed here", listed.map(\.mail.organisation) == [mine])
        let shown = try await store.mail(foreign.id.rawValue, in: mine)
        hold("nor shown here", shown == nil)
        let facts = try await store.facts(raw: foreign.raw, messageID: nil, from: foreign.from, in: theirs)
        hold("nor do counts mix", facts.sentInADay == 1)
        let origin = try await store.mail(of: new("a", of: theirs).id, in: mine)
        hold("nor its case", origin == nil)
    }

    func refusals(_ hold: Hold) async throws {
        let claim = try await noted(1)
        hold(
            "what was never noted has no outcome",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(2), claim)
                }))
        hold(
            "a mail of one organisation begins no case of another",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(mail("a"), as: .cases([new("a", of: theirs)]), at: uid(1), claim)
                }))
        hold(
            "no cases are no outcome",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(mail("a"), as: .cases([]), at: uid(1), claim)
                }))
        let due = try await store.due(9, claim)
        let listed = try await store.mails(in: mine, reasons: nil, before: nil, most: 9)
        hold("nothing of it was kept", due.map(\.uid) == [1] && listed.isEmpty)
        let hostile = mail(
            "a\u{0}", from: String(repeating: "e\u{301}", count: 4_000),
            messageID: "<\u{0}" + String(repeating: "ä", count: 4_000))
        let outcome = try await store.record(
            hostile, as: .rejected(.unsure, words: "\u{0}why"), at: uid(1), claim)
        let kept = try await store.mail(hostile.id.rawValue, in: mine)
        hold("hostile texts hold nothing up", outcome.reason == .unsure && kept?.mail == hostile)
    }

    func decidedAnew(_ hold: Hold) async throws {
        let claim = try await noted(3)
        var mail = mail("a")
        _ = try await store.record(mail, as: .rejected(.unsure, words: "w"), at: uid(1), claim)
        _ = try await store.record(mail, as: .rejected(.unsure, words: "w"), at: uid(2), claim)
        mail.parts = [part("2", "invoice", .begun(new("a").id))]
        mail.explanation = ["a person vouches for it"]
        let again = try await store.record(again: mail, as: .rejected(.refusedByRule, words: ""), by: "P")
        hold("it may be rejected for another reason", again.reason == .refusedByRule)
        let outcome = try await store.record(again: mail, as: .cases([new("a")]), by: "P")
        hold("what was rejected may become cases", outcome == MailOutcome(.cases, cases: [new("a").id]))
        let kept = try await store.mail(mail.id.rawValue, in: mine)
        hold("the later judgement is kept", kept?.mail == mail && kept?.outcome == outcome)
        let tally = try await store.tally(of: mine)
        hold(
            "it counts once, as what it is now",
            tally.cases == 1 && tally.rejected == [.duplicateMail: 1] && tally.inFlight == 1 && tally.isWhole)
        hold(
            "what led to something stays",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(again: mail, as: .rejected(.unsure, words: ""), by: "P")
                }))
        let decided = mail
        let told = try await store.record(decided, as: .rejected(.unsure, words: ""), at: uid(1), claim)
        hold("its UID comes to it, too", told == outcome)
        hold(
            "a mail that is not known can't be decided anew",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(again: self.mail("b"), as: .cases([new("b")]), by: "P")
                }))
        hold(
            "nor one of another organisation",
            isRefused(
                await failure { () throws(MailStoreError) in
                    _ = try await store.record(
                        again: self.mail("a", of: theirs), as: .cases([new("a", of: theirs)]), by: "P")
                }))
    }

    func questions(_ hold: Hold) async throws {
        let (stored, id) = try await asked("a")
        let known = try await store.question(id, in: mine)
        hold("a question is kept", known?.caseID == stored.id && known?.approver == "A01")
        guard var second = known else { return }
        second.id = "another"
        second.fingerprint = "x"
        let kept = try await store.ask(second)
        let unknown = try await store.question("another", in: mine)
        hold("one message asks one person once", kept == known && unknown == nil)
        second.approver = "A02"
        let other = try await store.ask(second)
        hold("and another person, too", other.id == "another")
        let foreign = try await store.question(id, in: theirs)
        hold("another organisation does not get it", foreign == nil)
        second.caseID = desk.id("nowhere")
        second.messageKey = "nowhere"
        second.id = "third"
        let lost = second
        hold(
            "a case that is not there is not asked about",
            isRefused(await failure { () throws(MailStoreError) in _ = try await store.ask(lost) }))
    }

    func approvals(_ hold: Hold) async throws {
        let (stored, token) = try await asked("a")
        let claim = try await noted(3)
        let outcome = try await store.record(
            mail("yes"), as: .approval(yes(to: stored.id, token)), at: uid(1), claim)
        hold("an answer is an outcome", outcome == MailOutcome(.approval, cases: [stored.id]))
        let woken = try await desk.cases.claim(9, worker: "w", lease: Self.lease)
        hold("the case wakes", woken.map(\.caseID) == [stored.id])
        for one in woken { try await desk.cases.giveBack(one, next: .rest) }
        let messages = try await messages(of: stored.id, in: mine)
        var heard: ApprovalAnswer?
        if case .tell(let text)? = messages.first?.body {
            heard = try JSONDecoder().decode(ApprovalAnswer.self, from: Data(text.utf8))
        }
        hold("it hears the answer", messages.count == 1 && messages.first?.by == "A01" && heard?.kind == .approve)
        let again = try await store.record(
            mail("yes"), as: .approval(yes(to: stored.id, token)), at: uid(1), claim)
        hold("told again, it is the same answer", again == outcome)
        hold(
            "a token is used up",
            await failure { () throws(MailStoreError) in
                _ = try await store.record(mail("two"), as: .approval(yes(to: stored.id, token)), at: uid(2), claim)
            } == .stale(.tokenUsed))
        let copy = try await store.record(mail("yes"), as: .approval(yes(to: stored.id, token)), at: uid(3), claim)
        hold("the same mail is no second answer", copy.reason == .duplicateMail)
        let after = try await self.messages(of: stored.id, in: mine)
        let tally = try await store.tally(of: mine)
        hold("one answer is there", after.count == 1 && tally.approvals == 1 && tally.isWhole)
        let origin = try await store.mail(of: stored.id, in: mine)
        hold("the case did not come from its answer", origin == nil)
    }

    func staleAnswers(_ hold: Hold) async throws {
        let (stored, token) = try await asked("a", expires: .milliseconds(300))
        let (other, second) = try await asked("b")
        let claim = try await noted(1)
        func answered(_ answer: MailedAnswer) async -> MailStoreError? {
            await failure { () throws(MailStoreError) in
                _ = try await store.record(mail("yes"), as: .approval(answer), at: uid(1), claim)
            }
        }
        hold("a token that is not known", await answered(yes(to: stored.id, "nobody's")) == .stale(.tokenUnknown))
        hold("a token of another case", isRefused(await answered(yes(to: stored.id, second))))
        try await desk.pass(.milliseconds(500))
        hold("a token that has run out", await answered(yes(to: stored.id, token)) == .stale(.tokenExpired))
        hold("a case that is not there", await answered(yes(to: desk.id("nowhere"), nil)) == .stale(.caseUnknown))
        if let work = try await desk.cases.claim(other.id, of: mine, worker: "w", lease: Self.lease) {
            var change = CaseChange(status: .running, reason: "", place: CasePlace(step: "first"), next: .rest)
            change.records = [
                try JournalRecord(step: "first", agent: "a/1", kind: .output, body: Data("{\"gross\":\"1.00\"}".utf8))
            ]
            _ = try await desk.cases.commit(change, after: 1, work, lease: Self.lease)
        }
        hold("a case that has changed", await answered(yes(to: other.id, second)) == .stale(.invoiceChanged))
        let due = try await store.due(9, claim)
        let heard = try await messages(of: other.id, in: mine)
        let tally = try await store.tally(of: mine)
        hold("nothing of it was kept", due.count == 1 && heard.isEmpty && tally.inFlight == 1 && tally.isWhole)
        let settled = try await store.record(mail("yes"), as: .rejected(.invoiceChanged, words: ""), at: uid(1), claim)
        hold("the mail can be decided otherwise", settled.reason == .invoiceChanged)
    }

    func setRightMeanwhile(_ hold: Hold) async throws {
        let (stored, token) = try await asked("a")
        let claim = try await noted(1)
        _ = try await desk.cases.send(
            .goOn(step: "first", values: ["gross_total": "2.00"]), to: stored.id, of: mine, by: "P", reason: "wrong",
            version: nil)
        hold(
            "who has set a value right is not overtaken by an answer to the old one",
            await failure { () throws(MailStoreError) in
                _ = try await store.record(mail("yes"), as: .approval(yes(to: stored.id, token)), at: uid(1), claim)
            } == .stale(.invoiceChanged))
    }

    func comments(_ hold: Hold) async throws {
        let (stored, token) = try await asked("a")
        let claim = try await noted(3)
        var answer = MailedAnswer(
            token: nil, caseID: stored.id, answer: ApprovalAnswer(.comment, text: "When?"), by: "p@office.example")
        let outcome = try await store.record(mail("why"), as: .comment(answer), at: uid(1), claim)
        hold("a comment is an outcome", outcome == MailOutcome(.comment, cases: [stored.id]))
        let heard = try await messages(of: stored.id, in: mine)
        hold("the case hears it", heard.map(\.by) == ["p@office.example"])
        let approved = try await store.record(
            mail("yes"), as: .approval(yes(to: stored.id, token)), at: uid(2), claim)
        hold("it uses up no token", approved.kind == .approval)
        answer.caseID = new("x", of: theirs).id
        _ = try await desk.cases.begin(new("x", of: theirs))
        let foreign = answer
        hold(
            "a case of another organisation is not there",
            await failure { () throws(MailStoreError) in
                _ = try await store.record(mail("x"), as: .comment(foreign), at: uid(3), claim)
            } == .stale(.caseUnknown))
        let tally = try await store.tally(of: mine)
        hold("each counts", tally.comments == 1 && tally.approvals == 1 && tally.isWhole)
    }

    func bounces(_ hold: Hold) async throws {
        let (number, foreign) = (try await desk.deliver(mine), try await desk.deliver(theirs))
        let claim = try await noted(4)
        let late = MailBounce(delivery: number, isFinal: false, status: "4.4.1")
        _ = try await store.record(mail("late"), as: .bounce(late), at: uid(1), claim)
        let delayed = try await desk.delivery(number, mine)
        hold("a delay is noted, and nothing else", delayed.hasPrefix("sent: delayed: 4.4.1"))
        let final = MailBounce(delivery: number, isFinal: true, status: "5.1.1")
        let outcome = try await store.record(mail("final"), as: .bounce(final), at: uid(2), claim)
        let dead = try await desk.delivery(number, mine)
        hold("what came back is dead", outcome.kind == .bounce && dead.hasPrefix("dead: came back: 5.1.1"))
        _ = try await store.record(
            mail("hostile"), as: .bounce(MailBounce(delivery: number, isFinal: true, status: "5.\u{1B}[2J")),
            at: uid(3),
            claim)
        let words = try await desk.delivery(number, mine)
        hold("a stranger's text is not repeated", words.hasPrefix("dead: came back: 5.0.0"))
        hold(
            "a delivery of another organisation is not there",
            await failure { () throws(MailStoreError) in
                _ = try await store.record(
                    mail("other"), as: .bounce(MailBounce(delivery: foreign, isFinal: true, status: "5.1.1")),
                    at: uid(4), claim)
            } == .stale(.orphanBounce))
        let untouched = try await desk.delivery(foreign, theirs)
        let tally = try await store.tally(of: mine)
        hold("and stays as it is", untouched.hasPrefix("sent") && tally.bounces == 3 && tally.isWhole)
    }

    func facts(_ hold: Hold) async throws {
        let claim = try await noted(5)
        let documents = [
            part("2", "b", .begun(new("a").id)), part("3", "a", .linked(as: "purchase_order")),
            part("4", "c", .ignored(.noDocument)),
        ]
        let first = mail("one", messageID: "<m@x.example>", parts: documents)
        _ = try await store.record(first, as: .cases([new("a")]), at: uid(1), claim)
        _ = try await store.record(
            mail(
                "two", from: "billing@supplier.EXAMPLE", messageID: "<m@x.example>",
                parts: [part("2", "d", .ignored(.unsure))]),
            as: .rejected(.unsure, words: ""), at: uid(2), claim)
        let old = mail("old", received: desk.now() + .seconds(-90_000))
        _ = try await store.record(old, as: .rejected(.unsure, words: ""), at: uid(3), claim)
        let facts = try await store.facts(
            raw: first.raw, messageID: "<m@x.example>", from: "billing@supplier.example", in: mine)
        hold("the same bytes are known", facts.sameMail == first.id)
        hold(
            "so are the documents of the same Message-ID",
            facts.sameMessageID.contains([sum("a").rawValue, sum("b").rawValue].sorted())
                && facts.sameMessageID.count == 2
                && facts.sameMessageID.contains([]))
        hold("and how many one sender sent in a day, whatever the case of his letters", facts.sentInADay == 2)
        let none = try await store.facts(raw: sum("x"), messageID: nil, from: "", in: mine)
        hold("of an unknown mail nothing is known", none == MailFacts())
        let foreign = try await store.facts(
            raw: first.raw, messageID: "<m@x.example>", from: "billing@supplier.example", in: theirs)
        hold("nor of another organisation's", foreign == MailFacts())
    }

    func fingerprints(_ hold: Hold) async throws {
        let stored = try await desk.cases.begin(new("a"))
        let empty = try await store.fingerprint(of: stored.id, in: mine)
        hold("it is a SHA-256", empty == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        guard let claim = try await desk.cases.claim(stored.id, of: mine, worker: "w", lease: Self.lease) else {
            return
        }
        var change = CaseChange(status: .running, reason: "", place: CasePlace(step: "first"), next: .keep)
        change.records = [try JournalRecord(step: "one", agent: "a/1", kind: .output, body: Data("1".utf8))]
        _ = try await desk.cases.commit(change, after: 1, claim, lease: Self.lease)
        let one = try await store.fingerprint(of: stored.id, in: mine)
        change.records = [try JournalRecord(step: "two", agent: "a/1", kind: .output, body: Data("\"ä\"".utf8))]
        _ = try await desk.cases.commit(change, after: 2, claim, lease: Self.lease)
        let two = try await store.fingerprint(of: stored.id, in: mine)
        change.records = []
        _ = try await desk.cases.commit(change, after: 3, claim, lease: Self.lease)
        let same = try await store.fingerprint(of: stored.id, in: mine)
        hold(
            "it changes with what steps gave, and with nothing else", Set([empty, one, two]).count == 3 && same == two)
        change.superseded = ["two"]
        _ = try await desk.cases.commit(change, after: 4, claim, lease: Self.lease)
        let back = try await store.fingerprint(of: stored.id, in: mine)
        hold("what is superseded does not count", back == one)
        let (none, foreign) = (
            try await store.fingerprint(of: desk.id("x"), in: mine),
            try await store.fingerprint(of: stored.id, in: theirs)
        )
        hold("a case that is not there has none", none == nil && foreign == nil)
    }

    func addresses(_ hold: Hold) async throws {
        let made = desk.now()
        let address = IntakeAddress(local: "in-7f3a", organisation: mine, process: "invoice", made: made)
        try await store.add(address)
        let found = try await store.address("IN-7F3A")
        hold("whose an address is, is known without its organisation", found == address)
        for other in [mine, theirs] {
            let taken = IntakeAddress(local: "in-7f3a", organisation: other, process: "p", made: made)
            hold(
                "an address is given once",
                isRefused(await failure { () throws(MailStoreError) in try await store.add(taken) }))
        }
        let shouted = IntakeAddress(local: "IN-2", organisation: mine, process: "p", made: made)
        hold(
            "in lower case",
            isRefused(await failure { () throws(MailStoreError) in try await store.add(shouted) }))
        try await store.add(IntakeAddress(local: "other", organisation: theirs, process: "invoice", made: made))
        let own = try await store.addresses(of: mine)
        hold("each sees its own", own == [address])
        let strange = try await store.retire("in-7f3a", of: theirs)
        let first = try await store.retire("In-7f3a", of: mine)
        let second = try await store.retire("in-7f3a", of: mine)
        hold("its owner retires it, once", !strange && first && !second)
        let retired = try await store.address("in-7f3a")
        hold("a retired one stays known", retired?.retired != nil && retired?.organisation == mine)
        let none = try await store.address("nobody\u{0}")
        hold("another is nobody's", none == nil)
    }

    func lists(_ hold: Hold) async throws {
        let claim = try await noted(6)
        let start = desk.now()
        for (index, reason) in [MailReason.unsure, .noSender, .unsure, .noAttachment].enumerated() {
            let one = mail("\(index)", received: start + .seconds(index))
            _ = try await store.record(one, as: .rejected(reason, words: ""), at: uid(UInt32(index + 1)), claim)
        }
        _ = try await store.record(
            mail("4", received: start + .seconds(4)), as: .cases([new("a")]), at: uid(5), claim)
        func list(_ reasons: Set<MailReason>?, _ before: Moment? = nil, _ most: Int = 9) async throws -> [String] {
            try await store.mails(in: mine, reasons: reasons, before: before, most: most).map(\.mail.subject)
        }
        hold("newest first", try await list(nil) == [4, 3, 2, 1, 0].map { "Invoice \($0)" })
        hold("those of a reason", try await list([.unsure, .noSender]) == [2, 1, 0].map { "Invoice \($0)" })
        hold("those before", try await list([.unsure], start + .seconds(2)) == ["Invoice 0"])
        hold("no more than asked for", try await list(nil, start + .seconds(3), 2) == ["Invoice 2", "Invoice 1"])
        hold("of no reason there are none", try await list([]).isEmpty)
        let id = mail("2").id.rawValue
        let (short, whole) = (try await store.mail(String(id.prefix(12)), in: mine), try await store.mail(id, in: mine))
        hold("the beginning of an id is enough", short?.mail.subject == "Invoice 2" && whole == short)
        for name in ["", "x", "%", "zz\u{0}"] {
            let none = try await store.mail(name, in: mine)
            hold("what is no beginning names none", none == nil)
        }
        let foreign = try await store.mails(in: theirs, reasons: nil, before: nil, most: 9)
        hold("another organisation sees nothing", foreign.isEmpty)
    }

    func tally(_ hold: Hold) async throws {
        let empty = try await store.tally(of: mine)
        hold("nothing is whole", empty == MailTally() && empty.isWhole)
        let (stored, token) = try await asked("a")
        let number = try await desk.deliver(mine)
        let claim = try await noted(8)
        let decisions: [MailDecision] = [
            .cases([new("b")]), .approval(yes(to: stored.id, token)), .comment(yes(to: stored.id, nil)),
            .bounce(MailBounce(delivery: number, isFinal: true, status: "5.1.1")), .rejected(.unsure, words: ""),
            .rejected(.noSender, words: ""),
        ]
        for (index, decision) in decisions.enumerated() {
            _ = try await store.record(mail("\(index)"), as: decision, at: uid(UInt32(index + 1)), claim)
        }
        let tally = try await store.tally(of: mine)
        hold(
            "every kind counts",
            tally
                == MailTally(
                    seen: 8, inFlight: 2, cases: 1, approvals: 1, comments: 1, bounces: 1,
                    rejected: [.unsure: 1, .noSender: 1]))
        hold("nothing is missing", tally.isWhole)
        let recent = try await store.tally(of: mine, since: desk.now() + .seconds(3_600))
        hold("counts are of everything, whatever faults are looked for", recent == tally)
        let foreign = try await store.tally(of: theirs)
        hold("another organisation has none", foreign == MailTally())
    }
}

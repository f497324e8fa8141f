import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Testing

/// What mails come to, seen from outside: delivered to a mailbox, looked for in what is kept.
@Suite("Intake of mails", .timeLimit(.minutes(2))) struct IntakeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var letter: Letter
        /// `nil` = it became cases.
        var reason: MailReason?

        init(_ sentence: String, _ letter: Letter, _ reason: MailReason? = nil) {
            testDescription = sentence
            self.letter = letter
            self.reason = reason
        }
    }

    static let invoice = Letter.invoice("one")
    static func header(_ name: String, _ value: String) -> MailHeader { MailHeader(name: name, raw: value) }
    static func invoice(with name: String, _ value: String) -> Letter {
        invoice.with { $0.headers.append(header(name, value)) }
    }

    // MARK: Who and what sent it

    static let natures = [
        Case("a supplier's invoice becomes a case", invoice),
        Case("a mail that is not proved waits", invoice.with { $0.proof = .nothing }, .notAuthentic),
        Case("a mail whose proof failed waits", invoice.with { $0.proof = .failed }, .notAuthentic),
        Case("a stranger's waits", invoice.with { $0.from = "x@stranger.example" }, .unknownSender),
        Case("a look-alike waits although it is proved", invoice.with { $0.from = "bills@sel1er.example" }, .lookAlike),
        Case("nobody in From", invoice.with { $0.from = "" }, .noSender),
        Case("two in From", invoice.with { $0.from = "bills@seller.example, ann@office.example" }, .noSender),
        Case(
            "an automatic answer with an attachment is none", invoice(with: "Auto-Submitted", "auto-replied"),
            .autoReply),
        Case("an invoice that a program sends is one", invoice(with: "Auto-Submitted", "auto-generated")),
        Case(
            "a newsletter's headers on an invoice do not matter",
            invoice(with: "List-Unsubscribe", "<https://x.example>")),
        Case(
            "a newsletter", invoice(with: "List-Unsubscribe", "<https://x.example>").with { $0.pieces = [] }, .bulkMail),
        Case(
            "an absence note without headers", Letter(subject: "Out of office: Invoice", text: "I am away."), .autoReply
        ),
        Case(
            "our own mail that came back",
            Letter(
                from: "approvals@office.example", messageID: "<1@office.example>", pieces: [.pdf("own")]), .mailLoop),
        Case("nothing attached", Letter(text: "Where is my money?"), .noAttachment),
        Case("a locked PDF", Letter(pieces: [.of(.pdf, "locked", isEncrypted: true)]), .encryptedDocument),
        Case("a mail that inflates", Letter(faults: [MailFault(.inflatesTooMuch)]), .inflatesTooMuch),
        Case("a broken mail", Letter(faults: [MailFault(.damagedMail)]), .damagedMail),
    ]

    /// Weakness 10 of others: nobody asked whether a mail is authentic, or written by a program.
    @Test(arguments: natures) func authenticityAndAutomaticRepliesMatter(_ example: Case) async throws {
        let house = try MailHouse()
        let kept = try #require(try await house.receive(example.letter))
        #expect(kept.outcome.reason == example.reason)
        #expect(kept.outcome.kind == (example.reason == nil ? .cases : .rejected))
        #expect(house.cases.cases.count == (example.reason == nil ? 1 : 0))
        #expect(house.tally().isWhole)
        #expect(house.memory.notices.isEmpty)
    }

    @Test func anOwnCheckOfSignaturesProvesWhereNobodyDid() async throws {
        let house = try MailHouse()
        house.signatures.say([OwnDKIM(domain: "seller.example", passed: true, coversFrom: true, coversWholeBody: true)])
        #expect(try await house.receive(Self.invoice.with { $0.proof = .nothing })?.outcome.kind == .cases)
        let failed = Letter.invoice("two").with { $0.proof = .failed }
        #expect(try await house.receive(failed)?.outcome.reason == .notAuthentic)
    }

    @Test func keysThatCannotBeAskedForPutTheMailOff() async throws {
        let house = try MailHouse()
        house.signatures.say([], isOpen: true)
        let letter = Self.invoice.with { $0.proof = .nothing }
        #expect(try await house.receive(letter) == nil)
        #expect(house.tally().inFlight == 1)
        house.signatures.say([])
        house.clock.turn(.seconds(3_600))
        try await house.look()
        #expect(house.kept(letter)?.outcome.reason == .notAuthentic)
    }

    /// A sender whose name server never answers: the mail must not wait out of sight for ever.
    @Test func keysThatCanNeverBeAskedForBringTheMailToAPerson() async throws {
        let house = try MailHouse()
        house.signatures.say([], isOpen: true)
        let letter = Self.invoice.with { $0.proof = .nothing }
        house.deliver(letter)
        for tries in 0...8 {
            #expect(house.kept(letter) == nil, "after \(tries) tries")
            try await house.look()
            house.clock.turn(.seconds(3_600))
        }
        #expect(house.kept(letter)?.outcome.reason == .notAuthentic)
        #expect(house.tally().inFlight == 0)
    }

    // MARK: Order of decisions

    /// Each row has what the next reasons ask for, too: the first one decides.
    @Test func whatIsCertainDecidesBeforeWhatIsNot() async throws {
        let house = try MailHouse(["a", "shared"], shared: ["shared"])
        let asked = try house.ask("case")
        let answer = house.answer(asked.token)
        // Bounce before answer.
        house.memory.deliver(5, of: MailHouse.mine)
        let bounce = answer.with {
            $0.to =
                "\(BounceAddress.signing(5, with: house.keys).localPart)@office.example, \(asked.token.localPart)@office.example"
            $0.pieces = [.of(.deliveryStatus, Self.failed)]
        }
        #expect(try await house.receive(bounce)?.outcome.kind == .bounce)
        // Answer before route: its token proves that it belongs here, whatever the address is.
        let question = answer.with { $0.text = "What is it for?" }
        #expect(try await house.receive(question, in: "shared")?.outcome.kind == .comment)
        // Route before size, nature and the rest.
        let nobody = Letter.invoice("nobody").with { $0.headers = [Self.header("Auto-Submitted", "auto-replied")] }
        #expect(try await house.receive(nobody, in: "shared")?.outcome.reason == .unknownAddress)
        // Answer before copy: the same Message-ID and document, and a question of ours.
        let first = Letter.invoice("first")
        #expect(try await house.receive(first)?.outcome.kind == .cases)
        let copyWithToken = first.with { $0.headers = [Self.header("Cc", "\(asked.token.localPart)@office.example")] }
        #expect(try await house.receive(copyWithToken)?.outcome.reason == .otherApprover)
        // Copy before nature.
        let automaticCopy = first.with { $0.headers = [Self.header("Auto-Submitted", "auto-replied")] }
        #expect(try await house.receive(automaticCopy)?.outcome.reason == .duplicateMail)
        // Nature before cap.
        house.offices.change(MailHouse.mine) { $0.mailsADay = 0 }
        let automatic = Letter.invoice("automatic").with {
            $0.headers = [Self.header("Auto-Submitted", "auto-replied")]
        }
        #expect(try await house.receive(automatic)?.outcome.reason == .autoReply)
        // Cap before screening.
        let stranger = Letter.invoice("stranger").with { $0.from = "x@stranger.example" }
        #expect(try await house.receive(stranger)?.outcome.reason == .tooManyMails)
        // Screening before process.
        house.offices.change(MailHouse.mine) {
            $0.mailsADay = 1_000
            $0.processes = [:]
        }
        let other = Letter.invoice("other").with { $0.from = "y@stranger.example" }
        #expect(try await house.receive(other)?.outcome.reason == .unknownSender)
        // Process before documents.
        #expect(try await house.receive(Letter(text: "nothing"))?.outcome.reason == .processNotEnabled)
        #expect(house.tally().isWhole)
    }

    @Test func aRuleThatRefusesComesBeforeTheSenderAndOneThatTakesDoesNot() async throws {
        let house = try MailHouse()
        house.offices.change(MailHouse.mine) {
            $0.rules = ScreeningRules([
                ScreeningRule(
                    name: "adverts", condition: ScreeningRule.subject(contains: "advert", process: "").condition,
                    action: .reject("Adverts")),
                ScreeningRule(
                    name: "all", condition: ScreeningRule.subject(contains: "invoice", process: "").condition,
                    action: .process("HR")),
            ])
        }
        let stranger = "x@stranger.example"
        let advert = Letter(from: stranger, subject: "Advert", pieces: [.pdf("advert")])
        #expect(try await house.receive(advert)?.outcome.reason == .refusedByRule)
        let unknown = Letter(from: stranger, subject: "Invoice", pieces: [.pdf("unknown")])
        #expect(try await house.receive(unknown)?.outcome.reason == .unknownSender)
        #expect(try await house.receive(.invoice("known"))?.outcome.kind == .cases)
        let plain = Letter(subject: "Hello", pieces: [.pdf("hello")])
        #expect(try await house.receive(plain)?.outcome.reason == .reviewByRule)
    }

    // MARK: Copies

    static let copies = [
        Case("the same mail over another way is a copy", invoice.with { $0.way = "2" }, .duplicateMail),
        Case(
            "its Message-ID with another document is none: a forger could keep an invoice out",
            invoice.with { $0.pieces = [.pdf("another")] }),
        Case(
            "its Message-ID with one document more is none",
            invoice.with { $0.pieces.append(.pdf("another", path: "3")) }),
        Case(
            "its document under another Message-ID is none: the cases are compared",
            invoice.with { $0.messageID = "<2@x.example>" }),
        Case("without a Message-ID it is none", invoice.with { $0.messageID = nil }),
    ]

    @Test(arguments: copies) func aCopyHasMessageIDAndDocumentsOfAnotherMail(_ example: Case) async throws {
        let house = try MailHouse()
        #expect(try await house.receive(Self.invoice)?.outcome.kind == .cases)
        #expect(try await house.receive(example.letter)?.outcome.reason == example.reason)
        #expect(house.tally().isWhole)
    }

    /// What lies beside the invoice is no case, and is counted when mails are compared.
    @Test func aCopyIsKnownByAllItsDocuments() async throws {
        let withCopy = Letter.invoice("xml").with {
            $0.pieces = [
                .of(.xml, "<Invoice xmlns='x'/>", name: "1.xml", path: "2"),
                .of(.pdf, "seen", name: "1.pdf", path: "3"),
            ]
        }
        let withOrder = Letter.invoice("order").with {
            $0.pieces = [.pdf("invoice", path: "2"), .pdf("purchase-order 1", path: "3")]
        }
        for letter in [withCopy, withOrder] {
            let house = try MailHouse()
            #expect(try await house.receive(letter)?.outcome.cases.count == 1)
            #expect(try await house.receive(letter.with { $0.way = "2" })?.outcome.reason == .duplicateMail)
            #expect(house.cases.cases.count == 1)
        }
    }

    /// Else whoever knows a Message-ID beforehand could keep the invoice out with a mail that is refused.
    @Test func aRefusedMailDoesNotMakeTheRealOneACopy() async throws {
        let house = try MailHouse()
        let forged = Self.invoice.with { $0.proof = .failed }
        #expect(try await house.receive(forged)?.outcome.reason == .notAuthentic)
        #expect(try await house.receive(Self.invoice)?.outcome.kind == .cases)
    }

    // MARK: Cap

    @Test func aSenderHasACapADay() async throws {
        let house = try MailHouse()
        house.offices.change(MailHouse.mine) { $0.mailsADay = 3 }
        var reasons: [MailReason?] = []
        for index in 0..<5 { reasons.append(try await house.receive(.invoice("\(index)"))?.outcome.reason) }
        #expect(reasons == [nil, nil, nil, .tooManyMails, .tooManyMails])
        let other = Letter.invoice("other").with { $0.from = "other@seller.example" }
        #expect(try await house.receive(other)?.outcome.kind == .cases)
        house.clock.turn(.seconds(86_401))
        #expect(try await house.receive(.invoice("tomorrow"))?.outcome.kind == .cases)
        #expect(house.tally().isWhole)
    }

    // MARK: Documents

    /// Weakness 8 of others: parts without a name, and those within forwarded mails, got past filters.
    @Test func namelessPartsOfForwardedMailsCount() async throws {
        let house = try MailHouse()
        let letter = Letter(pieces: [
            .of(.mail, "From: bills@seller.example\nSubject: Invoice 7\n\n", path: "2"),
            .of(.pdf, "first", path: "2.1", parent: "2"),
            .of(.mail, "From: bills@seller.example\n\n", path: "2.2", parent: "2"),
            .of(.pdf, "second", path: "2.2.1", parent: "2.2"),
        ])
        let kept = try #require(try await house.receive(letter))
        #expect(kept.outcome.cases.count == 2)
        #expect(Set(house.cases.cases.map(\.subject.name)) == ["attachment-2.1.pdf", "attachment-2.2.1.pdf"])
        #expect(kept.mail.origin?.from == "bills@seller.example")
    }

    @Test func ordersAreLinkedBesideInvoices() async throws {
        let house = try MailHouse()
        let letter = Letter(pieces: [
            .pdf("purchase-order 1", path: "2"), .pdf("invoice", path: "3"), .pdf("goods-receipt 1", path: "4"),
        ])
        let kept = try #require(try await house.receive(letter))
        #expect(house.cases.cases.map(\.subject.sha256) == [FakeSum.of("invoice")])
        let linked = kept.mail.parts.compactMap { part -> String? in
            if case .linked(let kind) = part.fate { "\(part.part.path) \(kind)" } else { nil }
        }
        #expect(linked.sorted() == ["2 purchase-order", "4 goods-receipt"])
    }

    @Test func ordersAloneAllBecomeCases() async throws {
        let house = try MailHouse()
        let letter = Letter(pieces: [.pdf("purchase-order 1", path: "2"), .pdf("goods-receipt 2", path: "3")])
        #expect(try await house.receive(letter)?.outcome.cases.count == 2)
        let one = Letter(subject: "one", pieces: [.pdf("purchase-order 3")])
        #expect(try await house.receive(one)?.outcome.cases.count == 1)
    }

    /// A mail of which only the beginning was fetched has documents that are cut off.
    @Test func theBeginningOfAMailIsNoMail() async throws {
        let house = try MailHouse()
        let large = Letter.invoice("large").with { $0.text = String(repeating: "x", count: MailHouse.bytes) }
        house.deliver(large)
        try await house.look()
        let kept = try #require(house.memory.mails(in: MailHouse.mine, reasons: nil, before: nil, most: 9).first)
        #expect(kept.outcome.reason == .tooLarge)
        #expect(house.cases.cases.isEmpty)
        // Nor is it one when it is judged again.
        #expect(try await house.take.again(kept, accepts: true, by: "ann").reason == .tooLarge)
    }

    @Test func whoSentItIsKnownToTheCase() async throws {
        let house = try MailHouse()
        let user = Letter(from: "ann@office.example", pieces: [.pdf("scan")])
        #expect(try await house.receive(user)?.outcome.kind == .cases)
        #expect(try await house.receive(.invoice("supplier"))?.outcome.kind == .cases)
        #expect(Set(house.cases.cases.map(\.begunBy)) == ["A01", "mail"])
    }

    @Test func aPersonCanVouchForARefusedMail() async throws {
        let house = try MailHouse()
        let kept = try #require(try await house.receive(Self.invoice.with { $0.proof = .nothing }))
        #expect(try await house.take.again(kept, accepts: false, by: "ann").reason == .notAuthentic)
        #expect(try await house.take.again(kept, accepts: true, by: "ann").kind == .cases)
        #expect(house.tally().isWhole)
        await #expect(throws: MailStoreError.self) { try await house.take.again(kept, accepts: true, by: "ann") }
        #expect(house.cases.cases.count == 1)
    }

    // MARK: Shared mailboxes

    static let addresses: [(String, String, OrganisationID, MailReason?)] = [
        ("an address of ours", "in-mine", MailHouse.mine, nil),
        ("an address of theirs", "in-theirs", MailHouse.theirs, nil),
        ("a retired one of theirs", "in-old", MailHouse.theirs, .retiredAddress),
        ("an address that nobody has stays with the mailbox's owner", "in-nobody", MailHouse.mine, .unknownAddress),
    ]

    @Test func whoseMailItIsSaysTheAddress() async throws {
        for (sentence, local, organisation, reason) in Self.addresses {
            let house = try MailHouse(["shared"], shared: ["shared"])
            for (name, owner) in [
                ("in-mine", MailHouse.mine), ("in-theirs", MailHouse.theirs), ("in-old", MailHouse.theirs),
            ] {
                try house.memory.add(
                    IntakeAddress(local: name, organisation: owner, process: "HR", made: house.clock.now))
            }
            #expect(house.memory.retire("in-old", of: MailHouse.theirs))
            let letter = Letter.invoice(local).with { $0.to = "\(local)@office.example" }
            let kept = try await house.receive(letter, in: "shared", of: organisation)
            #expect(kept?.outcome.reason == reason, "\(sentence)")
            #expect(kept != nil, "\(sentence)")
            let other = organisation == MailHouse.mine ? MailHouse.theirs : MailHouse.mine
            #expect(house.kept(letter, of: other) == nil, "\(sentence)")
            #expect(house.cases.cases.allSatisfy { $0.organisation == organisation }, "\(sentence)")
            #expect(
                house.tally(of: MailHouse.mine).passedOn == (organisation == MailHouse.theirs ? 1 : 0), "\(sentence)")
            #expect(house.tally(of: MailHouse.mine).isWhole && house.tally(of: MailHouse.theirs).isWhole, "\(sentence)")
        }
    }

    // MARK: Bounces

    static let failed =
        "Reporting-MTA: dns; mx.x.example\n\nFinal-Recipient: rfc822; ann@office.example\nAction: failed\nStatus: 5.1.1\n"
    static let delayed =
        "Reporting-MTA: dns; mx.x.example\n\nFinal-Recipient: rfc822; ann@office.example\nAction: delayed\nStatus: 4.4.1\n"

    struct Bounce: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var delivery: Int64 = 5
        var isForged = false
        var report: String?
        var outcome: MailOutcome
        /// Of delivery 5 afterwards, its beginning.
        var state: String
    }

    static let bounces = [
        Bounce(
            testDescription: "our own address and a report: it will never arrive", report: failed,
            outcome: MailOutcome(.bounce), state: "dead: came back: 5.1.1"),
        Bounce(
            testDescription: "a delay is told and is not the end", report: delayed, outcome: MailOutcome(.bounce),
            state: "sent: delayed: 4.4.1"),
        Bounce(
            testDescription: "an address that was not made here", isForged: true, report: failed,
            outcome: MailOutcome(.rejected, reason: .orphanBounce), state: "sent"),
        Bounce(
            testDescription: "a delivery that is not there", delivery: 6, report: failed,
            outcome: MailOutcome(.rejected, reason: .orphanBounce), state: "sent"),
        Bounce(
            testDescription: "our own address without a report: an answering machine",
            outcome: MailOutcome(.rejected, reason: .autoReply), state: "sent"),
    ]

    @Test(arguments: bounces) func bouncesAreBelievedAtOurOwnAddressOnly(_ example: Bounce) async throws {
        let house = try MailHouse()
        house.memory.deliver(5, of: MailHouse.mine)
        var local = BounceAddress.signing(example.delivery, with: house.keys).localPart
        if example.isForged { local = local.prefix(while: { $0 != "." }) + ".\(String(repeating: "a", count: 26))" }
        let letter = Letter(
            from: "MAILER-DAEMON@mx.x.example", to: "\(local)@office.example", proof: .nothing,
            headers: [Self.header("Return-Path", "<>")],
            pieces: example.report.map { [.of(.deliveryStatus, $0)] } ?? [])
        #expect(try await house.receive(letter)?.outcome == example.outcome)
        #expect(house.memory.delivery(5).hasPrefix(example.state))
        #expect(house.tally().isWhole)
    }
}

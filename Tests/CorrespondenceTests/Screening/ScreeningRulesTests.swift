import Testing

@testable import Correspondence

@Suite("Screening rules") struct ScreeningRulesTests {
    static func rules(_ text: String) throws -> ScreeningRules { try ScreeningRules(json: Array(text.utf8)) }

    static let facts: ScreeningFacts = {
        var verdict = MailVerdict(
            source: .receivingHost, from: MailAddress("Bills@seller.example"), spf: .pass,
            dkim: [.init(domain: "seller.example", check: .pass)], dmarc: .pass, isAuthentic: true)
        verdict.suspicions = [.replyTo(domain: "evil.example")]
        return ScreeningFacts(
            head: MailHead([
                "From: Bills@seller.example", "To: AP <ap@office.example>, x@office.example", "Cc: boss@office.example",
                "Subject: Your INVOICE No. 7, GRÖSSE", "X-Spam: Yes, score=5", "List-Id: <bills.seller.example>",
            ]), body: "Please pay.\nThank you.", verdict: verdict, sender: .supplier("s1"),
            attachments: [
                .init(name: "Invoice-7.PDF", kind: .pdf, size: 90_000, text: "Total 100"),
                .init(name: "logo.png", kind: .png, size: 900),
            ], size: 120_000, forwarded: .stated)
    }()

    /// A condition, and whether it holds for the mail above.
    static let conditions: [(String, Bool)] = [
        (#""subject": "invoice""#, true), (#""subject": "grösse""#, true), (#""subject": "offer""#, false),
        (#""subject": {"matches": "^YOUR invoice no\\. \\d+"}"#, true),
        (#""subject": {"matches": "no\\. \\d$"}"#, false),
        (#""subject": {"equals": "your invoice no. 7, grösse"}"#, true), (#""from": "bills@SELLER.example""#, true),
        (#""from": "ills@seller.example""#, false), (#""from": {"contains": "seller"}"#, true),
        (#""fromDomain": "seller.example""#, true),
        (#""fromDomain": "example""#, true), (#""fromDomain": "ler.example""#, false),
        (#""to": "x@office.example""#, true),
        (#""to": {"contains": "boss"}"#, false), (#""cc": "boss@office.example""#, true), (#""body": "THANK""#, true),
        (#""body": {"matches": "pay.*you"}"#, true), (#""header": {"name": "x-spam", "exists": true}"#, true),
        (#""header": {"name": "X-Spam", "matches": "score=[5-9]"}"#, true),
        (#""header": {"name": "X-None", "exists": true}"#, false),
        (#""not": {"header": {"name": "X-None", "exists": true}}"#, true), (#""listId": "bills.seller""#, true),
        (#""verdict": {"authentic": true}"#, true), (#""verdict": {"authentic": false}"#, false),
        (#""verdict": {"dmarc": "pass", "dkim": "pass"}"#, true),
        (#""verdict": {"dmarc": "pass", "spf": "fail"}"#, false), (#""suspicion": true"#, true),
        (#""suspicion": false"#, false),
        (#""suspicion": "reply-to""#, true), (#""suspicion": "look-alike""#, false), (#""sender": "supplier""#, true),
        (#""sender": "user""#, false),
        (#""attachments": {}"#, true), (#""attachments": {"kind": "pdf"}"#, true),
        (#""attachments": {"kind": "xml"}"#, false),
        (#""attachments": {"kind": "xml", "count": {"max": 0}}"#, true),
        (#""attachments": {"count": {"min": 3}}"#, false),
        (#""attachments": {"name": {"matches": "\\.pdf$"}, "size": {"min": 10000}}"#, true),
        (#""attachments": {"name": "logo", "size": {"min": 10000}}"#, false),
        (#""attachments": {"text": "total"}"#, true),
        (#""attachments": {"name": "logo", "text": {"exists": true}}"#, false),
        (#""size": {"max": 200000}"#, true), (#""size": {"max": 100}"#, false), (#""nature": "bulk""#, true),
        (#""nature": "auto-reply""#, false),
        (#""forwarded": true"#, true), (#""forwarded": false"#, false),
        (#""all": [{"subject": "invoice"}, {"sender": "user"}]"#, false),
        (#""any": [{"subject": "offer"}, {"sender": "supplier"}]"#, true),
        (#""subject": "invoice", "sender": "user""#, false),
        (#""not": {"any": [{"subject": "offer"}, {"all": [{"body": "pay"}, {"body": "never"}]}]}"#, true),
        (#""always": true"#, true),
    ]

    @Test(arguments: conditions) func condition(_ condition: String, _ holds: Bool) throws {
        let short = try Self.rules(#"{"version": 1, "rules": [{"name": "r", \#(condition), "process": "AP"}]}"#)
        #expect((short.decide(Self.facts).rule == "r") == holds)
        guard !condition.contains("always") else { return }
        let long = try Self.rules(
            #"{"version": 1, "rules": [{"name": "r", "when": {\#(condition)}, "process": "AP"}]}"#)
        #expect(long == short)
    }

    @Test func theTwoOfTheIssueTakeALine() throws {
        let written = try Self.rules(
            """
            {"version": 1, "rules": [
              {"name": "Subject contains Invoice", "subject": "Invoice", "process": "AP"},
              {"name": "Sender is x@seller.example", "from": "x@seller.example", "process": "AP"}]}
            """)
        #expect(
            written.rules == [
                .subject(contains: "Invoice", process: "AP"),
                .sender(is: MailAddress("x@seller.example")!, process: "AP"),
            ])
    }

    @Test func theFirstThatFitsDecides() throws {
        let rules = try Self.rules(
            """
            {"version": 1, "default": {"reject": "Nothing fits."}, "rules": [
              {"name": "late", "always": true, "review": true}, {"name": "b", "subject": "invoice", "process": "B", "priority": 5},
              {"name": "c", "body": "pay", "process": "C", "priority": 5}, {"name": "a", "subject": "offer", "reject": "No offers.", "priority": 1}]}
            """)
        #expect(rules.rules.map(\.name) == ["a", "b", "c", "late"])
        let outcome = rules.decide(Self.facts)
        #expect(outcome.action == .process("B"))
        #expect(outcome.reason == nil)
        #expect(
            outcome.explanation == [
                "- rule a", #"  - subject contains "offer" (there: Your INVOICE No. 7, GRÖSSE)"#, "+ rule b",
                #"  + subject contains "invoice" (there: Your INVOICE No. 7, GRÖSSE)"#,
            ])
        #expect(ScreeningRules([], otherwise: .reject("x")).decide(Self.facts).reason == .refusedByRule)
        #expect(ScreeningRules([]).decide(Self.facts).reason == .reviewByRule)
    }

    @Test func nothingLongOrWildIsQuoted() throws {
        var facts = Self.facts
        facts.body = "A\u{1B}[31m\u{202E}" + String(repeating: "secret ", count: 100)
        let rules = try Self.rules(#"{"version": 1, "rules": [{"name": "r", "body": "secret", "process": "AP"}]}"#)
        let seen = try #require(rules.decide(facts).asked.first?.trace.seen)
        #expect(seen.count == 80)
        #expect(seen.hasPrefix("A [31msecret"))
    }

    @Test func everyFaultIsToldAtOnceWithItsPlace() {
        let text = """
            {"version": 2, "default": {"reveiw": true}, "extra": 1, "rules": [
              {"name": "a", "subjcet": "x", "process": "AP"}, {"name": "b", "subject": {"matches": "(a"}, "process": "AP"},
              {"name": "c", "subject": "x"}, {"name": "d", "subject": "x", "process": "AP", "review": true}, {"name": "e", "process": "AP"}, 7,
              {"name": "f", "when": {"all": [{"size": {"min": 5, "max": 1}}, {"sender": "friend"}, {"header": {"exists": true}}]}, "review": true},
              {"name": "g", "any": [], "review": true}, {"name": "h", "verdict": {"dmarc": "maybe"}, "reject": ""},
              {"name": "i", "when": {}, "review": true}]}
            """
        let faults = #expect(throws: RuleFaults.self) { try Self.rules(text) }
        #expect(
            faults?.problems.map(\.description).sorted()
                == [
                    "default needs one of process, review, reject", "default.reveiw is not known; is it misspelt?",
                    "extra is not known; is it misspelt?", "rules[0].subjcet is not known; is it misspelt?",
                    "rules[1].subject.matches cannot be used: a ( without its )",
                    "rules[2] needs one of process, review, reject",
                    "rules[3] needs one of process, review, reject",
                    "rules[4] has no condition; write \"always\": true if it is meant for every mail",
                    "rules[5] must be an object",
                    "rules[6].when.all[0].size.min must not be above max",
                    "rules[6].when.all[1].sender must be one of user, supplier, stranger",
                    "rules[6].when.all[2].header.name must be the header's name",
                    "rules[7].any must be a list of conditions that is not empty",
                    "rules[8].reject must be a text that is not empty",
                    "rules[8].verdict.dmarc must be one of pass, fail, softfail, neutral, none, policy, temperror, permerror",
                    "rules[9].when has no condition", "version is not known; it must be 1",
                ].sorted())
    }

    static let broken = ["", "[]", "{", #"{"version": 1}"#, #"{"version": 1, "rules": {}}"#, #"{"rules": []}"#]

    @Test(arguments: broken) func whatIsNoRulesFile(_ text: String) {
        #expect(throws: RuleFaults.self) { try Self.rules(text) }
    }

    @Test func problemsThatAreHardlyMeant() throws {
        let rules = try Self.rules(
            """
            {"version": 1, "default": {"process": "XX"}, "rules": [
              {"name": "a", "subject": "invoice", "process": "AP"}, {"name": "b", "subject": "invoice", "sender": "user", "process": "AP"},
              {"name": "c", "body": "x", "process": "NO"}, {"name": "d", "any": [{"body": "x"}, {"body": "y"}], "review": true},
              {"name": "e", "body": "y", "review": true}, {"name": "f", "always": true, "review": true}, {"name": "g", "body": "z", "review": true}]}
            """)
        #expect(
            rules.problems(processes: ["AP"]).map(\.description) == [
                "rule b is never reached: rule a takes its mails", "rule c names the process NO, which is not there",
                "rule e is never reached: rule d takes its mails", "rule g is never reached: rule f takes its mails",
                "default names the process XX, which is not there",
            ])
    }

    @Test func otherRulesAreTriedOnManyMails() throws {
        let before = try Self.rules(#"{"version": 1, "rules": [{"name": "a", "subject": "invoice", "process": "AP"}]}"#)
        let after = try Self.rules(
            #"{"version": 1, "rules": [{"name": "big", "size": {"min": 500}, "review": true}, {"name": "b", "subject": "invoice", "process": "AP"}]}"#
        )
        let mails = (0..<100).map { number in
            var facts = Self.facts
            facts.size = number * 10
            return (number, facts)
        }
        let diff = ScreeningDiff(mails, from: before, to: after)
        #expect(diff.changes.count == 50)
        #expect(
            diff.changes.first
                == .init(mail: 50, before: .process("AP"), after: .review, ruleBefore: "a", ruleAfter: "big"))
        #expect(diff.otherRule == 50)
        #expect(diff.count == 100)
        #expect(diff.uses == ["big": 50, "b": 50])
        #expect(ScreeningDiff(mails, from: before, to: before).same == 100)
    }

    /// Each would take a program that tries one way after another longer than the universe is old.
    @Test(arguments: ["(a+)+b", "(a|a)*b", "(a?){60}a{60}b", "(.*)*(.*)*!"]) func patternsCannotRunAway(
        _ pattern: String
    ) throws {
        let rules = try Self.rules(
            #"{"version": 1, "rules": [{"name": "r", "body": {"matches": "\#(pattern)"}, "process": "AP"}]}"#)
        var facts = Self.facts
        facts.body = String(repeating: "A", count: 5_000)
        #expect(rules.decide(facts).rule == nil)
    }

    @Test func longTextsAreCutForPatterns() throws {
        let test = try TextTest.matching("end$")
        #expect(test.holds(for: String(repeating: "x", count: TextTest.longest - 3) + "END"))
        #expect(!test.holds(for: String(repeating: "x", count: TextTest.longest) + "END"))
        #expect(throws: (any Error).self) { try TextTest.matching(String(repeating: "x", count: 501)) }
        #expect(throws: (any Error).self) { try TextTest.matching("\\D") }
    }
}

import Foundation
import Mailroom
import Orchestrator
import Testing

/// Whatever documents and people bring along stays text.
@Suite("Nothing breaks out") struct InjectionTests {
    static let attacks = [
        "<script>alert(1)</script>", "</td></tr></table><h1>Paid</h1>", "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)", "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "<\u{338}script>", "<!--",
        "&lt;script&gt;",
        "<a href=\"https://evil.example\">Open</a>", "javascript:alert(1)",
    ]

    @Test(arguments: attacks) func markup(_ attack: String) async throws {
        let facts = QuestionFacts.example(
            supplier: attack, number: attack, document: attack, remark: attack, reason: attack)
        let clean = QuestionFacts.example(supplier: "a", number: "a", document: "a", remark: "a", reason: "a")
        let html = try #require(try await Office.ask(facts).html)
        let usual = try #require(try await Office.ask(clean).html)
        #expect(html.utf8.count { $0 == UInt8(ascii: "<") } == usual.utf8.count { $0 == UInt8(ascii: "<") })
        #expect(html.utf8.count { $0 == UInt8(ascii: ">") } == usual.utf8.count { $0 == UInt8(ascii: ">") })
        #expect(html.utf8.count { $0 == UInt8(ascii: "\"") } == usual.utf8.count { $0 == UInt8(ascii: "\"") })
        #expect(html.utf8.count { $0 == UInt8(ascii: "'") } == usual.utf8.count { $0 == UInt8(ascii: "'") })
    }

    @Test(arguments: [
        "{{words.footer}}", "{{#rows}}{{label}}{{/rows}}", "{{{html}}}", "{{>foot.html}}", "{{=<% %>=}}<%subject%>",
        "{what} {names} {count}", "{{", "}}", "{",
    ])
    func templates(_ attack: String) async throws {
        let facts = QuestionFacts.example(
            supplier: attack, number: attack, document: attack, remark: attack, reason: attack)
        let mail = try await Office.ask(facts)
        #expect(mail.text.contains("Number: \(attack)\n"))
        #expect(mail.text.components(separatedBy: "The accounts payable program").count == 2)
        #expect(mail.subject.contains(attack))
    }

    @Test(arguments: ["\n", "\r\n", "\u{2028}", "\u{85}", "\u{b}", "\u{0}"])
    func noLineOfItsOwn(_ end: String) async throws {
        let attack = "Nordwind\(end)Ref: forged\(end)\(end)APPROVE"
        let mail = try await Office.ask(.example(supplier: attack, number: attack, remark: attack, reason: attack))
        #expect(!mail.text.split(separator: "\n").contains { $0.hasPrefix("Ref: forged") || $0.hasPrefix("APPROVE") })
        #expect(!mail.subject.contains { $0.isNewline })
    }

    @Test func directionsAreNotTurned() async throws {
        let mail = try await Office.ask(.example(supplier: "x\u{202E}fdp.exe\u{2066}"))
        #expect(mail.text.contains("x\u{FFFD}fdp.exe\u{FFFD}"))
        let arabic = "شركة الشمال للآلات"
        #expect(try await Office.ask(.example(supplier: arabic)).html?.contains(arabic) == true)
    }

    @Test func longNamesAreCut() async throws {
        let word = String(repeating: "W", count: 10_000)
        let mail = try await Office.ask(.example(supplier: word, number: word, document: word, remark: word))
        #expect(mail.subject.count < 200)
        #expect(mail.html.map { $0.utf8.count < 60_000 } == true)
        #expect(mail.text.contains("WWW…"))
    }

    @Test(arguments: ["javascript:alert(1)", "ftp://x.example", "//evil.example", "data:text/html,x"])
    func onlyWebAddressesAreLinks(_ link: String) async throws {
        #expect(try await Office.ask(.example(), link: link).html?.contains(link) == false)
    }

    @Test func nothingIsLoadedFromElsewhere() async throws {
        let html = try #require(try await Office.ask(.example(), picture: Data([1])).html)
        for word in ["http://", "https://", "url(", "@import", "<link", "<script", "<iframe", "src=\"http"] {
            #expect(!html.contains(word))
        }
        #expect(html.contains("src=\"cid:page-1-24e2d8b2-0027-8344-8dee-4ac33b6efd4c@payables\""))
    }
}

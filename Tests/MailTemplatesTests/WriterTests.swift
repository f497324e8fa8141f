import Correspondence
import Foundation
import MailTemplates
import Mailroom
import Orchestrator
import Testing

@Suite("Letters by templates") struct WriterTests {
    @Test func oneQuestionIsAnsweredByReply() async throws {
        let mail = try await Office.ask(.example())
        #expect(mail.replyTo?.local.hasPrefix("approve+") == true)
        #expect(mail.text.contains("Ref: kq3v5m2xq7c4w6h8d9p2r4t6ab.n5y7j3f2s8g4k6m9q2w4e6r8tc\n"))
        #expect(mail.automatic == .generated)
        #expect(mail.list == LetterList(name: "Office", label: "office"))
    }

    /// A reply to several questions at once would say yes to nobody knows which.
    @Test func severalQuestionsAreAnsweredOneByOne() async throws {
        let mail = try await Office.write(
            [.example(.ask), .example(.ask)],
            [
                QuestionLetter(facts: .example(), answer: .mail("one.x")),
                QuestionLetter(facts: .example(), answer: .mail("two.x")),
            ])
        #expect(mail.replyTo == nil)
        #expect(mail.html?.contains("mailto:approve%2Bone.x@office.example?") == true)
        #expect(mail.html?.contains("mailto:approve%2Btwo.x@office.example?") == true)
        #expect(!mail.text.contains("Ref:"))
        #expect(mail.pictures.isEmpty)
    }

    @Test(arguments: QuestionLetter.Bar.allCases) func whatIsBarredHasNoToken(_ bar: QuestionLetter.Bar) async throws {
        let mail = try await Office.ask(.example(), answer: .program(because: bar))
        #expect(mail.replyTo == nil)
        #expect(!mail.text.contains("Ref:"))
        #expect(mail.text.contains("payables case approve") == (bar != .closed))
    }

    @Test func whatIsOverIsNotAskedAnyMore() async throws {
        let mail = try await Office.ask(.example(), .expired)
        #expect(mail.replyTo == nil)
        #expect(mail.html?.contains("mailto:") == false)
        #expect(!mail.text.contains("payables case"))
    }

    @Test(arguments: [OutboxMessage.Occasion.answerTaken, .answerRefused])
    func answersGoToTheThreadAndComeBackToNobody(_ occasion: OutboxMessage.Occasion) async throws {
        let bounce = try #require(MailAddress("bounce+1.x@office.example"))
        let mail = try await Office.write(
            [.example(occasion, reasons: ["TOKEN_USED"], answers: "<x@elsewhere.example>")], [], bounces: bounce)
        #expect(mail.automatic == .replied)
        #expect(mail.bounces == .nowhere)
        #expect(mail.thread == [.mail("<x@elsewhere.example>")])
        #expect(mail.text.contains("The question you answered was answered already."))
    }

    @Test func lettersComeBackToTheAddressOfTheirDelivery() async throws {
        let bounce = try #require(MailAddress("bounce+1.x@office.example"))
        let mail = try await Office.write([.example(.ticket)], [], bounces: bounce)
        #expect(mail.bounces == .address(bounce))
    }

    @Test func aCaseThatIsGoneIsToldInPlainWords() async throws {
        let mail = try await Office.write([.example(.ask)], [])
        #expect(mail.subject.contains("Invoice waits for approval"))
        #expect(mail.replyTo == nil)
    }

    /// What may be missing, missing one at a time.
    static let gaps: [(String, @Sendable (inout QuestionFacts) -> Void)] = [
        ("supplier", { $0.supplier = nil }), ("number", { $0.number = nil }), ("date", { $0.date = nil }),
        ("due", { $0.due = nil }), ("net", { $0.net = nil }), ("tax", { $0.tax = nil }),
        ("gross", { $0.gross = nil }), ("currency", { $0.currency = nil }), ("order", { $0.order = nil }),
        ("remarks", { ($0.remarks, $0.moreRemarks) = ([], 0) }), ("reasons", { $0.reasons = [] }),
        ("others", { $0.others = [] }), ("deadline", { $0.deadline = nil }),
    ]

    @Test func everyValueMayBeMissing() async throws {
        let whole = try await Office.ask(.example())
        for (name, remove) in Self.gaps {
            var facts = QuestionFacts.example()
            remove(&facts)
            let mail = try await Office.ask(facts)
            #expect(mail.text != whole.text, "without \(name)")
            #expect(mail.html != whole.html, "without \(name)")
            #expect(!mail.text.contains("nil") && !mail.text.contains("Optional"), "without \(name)")
            #expect(!mail.text.contains("\n\n\n"), "without \(name)")
        }
    }
}

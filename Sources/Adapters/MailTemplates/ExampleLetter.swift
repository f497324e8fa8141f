import Correspondence
import Foundation
import Invoicing
import Mailroom
import Orchestrator

/// Letters in which everything stands that can, to hold templates against.
enum ExampleLetter {
    static func values(of template: String, _ language: MailLanguage) -> [String: TemplateValue] {
        let views = answers.map { answer in
            QuestionView(
                question: QuestionLetter(facts: facts, answer: answer, link: "https://payables.office.example/case"),
                occasion: .ask, recipient: "A01", language: language, zone: .gmt)
        }
        let notice = NoticeView(message: message, language: language)
        var values =
            switch template {
            case "question": LetterValues.question(views[0], picture: LetterPicture(named: "page-1", png: Data()))
            case "digest": LetterValues.digest([.question(views[0]), .notice(notice)], language)
            default: LetterValues.notice(notice, language)
            }
        let barred = views[1].values
        switch template {
        case "question": values.merge(barred) { first, _ in first }
        case "digest": values["items"] = .list([both(values["items"], barred)])
        default: break
        }
        return values
    }

    /// One item with what all have: sections of lists are held against the first.
    private static func both(_ items: TemplateValue?, _ barred: [String: TemplateValue]) -> TemplateValue {
        guard case .list(let items)? = items else { return .group([:]) }
        var all: [String: TemplateValue] = [:]
        for case .group(let item) in items { all.merge(item) { first, _ in first } }
        if case .group(let question)? = all["question"] {
            all["question"] = .group(question.merging(barred) { first, _ in first })
        }
        return .group(all)
    }

    private static var answers: [QuestionLetter.AnswerWay] {
        [
            MailAddress("approve@office.example").map { .mail(to: $0, line: "Ref: example") },
            .program(because: .ceiling),
        ]
        .compactMap { $0 }
    }

    private static let facts = QuestionFacts(
        caseID: CaseID(rawValue: "example"), reference: "2026-000001", document: "invoice.pdf",
        supplier: "Nordwind GmbH", number: "R-1", date: Day(iso: "2026-03-01"), due: Day(iso: "2026-03-31"), net: 100,
        tax: 19, gross: 119, currency: Currency("EUR"),
        order: QuestionFacts.Order(numbers: ["PO-1"], status: .priceVariance, isProposed: true, differences: ["1 > 0"]),
        remarks: [QuestionFacts.Remark(.warning, "Example")], moreRemarks: 1, reasons: ["Example"],
        others: ["B. Example"], deadline: Moment(microseconds: 1_772_443_800_000_000))

    private static let message = OutboxMessage(
        to: ["A01"], mode: .any, caseID: CaseID(rawValue: "example"), document: "invoice.pdf", subject: "Example",
        reasons: ["Example"], occasion: .ticket)
}

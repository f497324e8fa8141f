import Correspondence
import Foundation
import Invoicing
import MailTemplates
import Mailroom
import Orchestrator
import Support

/// Questions by the key of their message; unknown ones are gone.
struct Desk: QuestionSource {
    var questions: [String: QuestionLetter]

    func question(_ item: Letter.Item, for recipient: String, isAlone: Bool) async throws(ChannelFailure)
        -> QuestionLetter?
    { questions[item.key] }
}

extension QuestionFacts {
    /// Of `fixtures/documents/01-letter-two-way.pdf`.
    static func example(
        supplier: String? = "Habichtswald Drehteile GmbH", number: String? = "RE-2026-00417",
        document: String = "01-letter-two-way.pdf",
        remark: String = "The IBAN is not the one in the supplier's record.",
        reason: String = "the gross total is above 2,500.00 EUR (rule R3)", gross: Decimal? = Decimal(string: "3359.13")
    ) -> QuestionFacts {
        QuestionFacts(
            caseID: CaseID(rawValue: "24e2d8b2-0027-8344-8dee-4ac33b6efd4c"), reference: "2026-000123",
            document: document, supplier: supplier, number: number, date: Day(iso: "2026-03-21"),
            due: Day(iso: "2026-04-20"), net: Decimal(string: "2822.80"), tax: Decimal(string: "536.33"), gross: gross,
            currency: Currency("EUR"),
            order: Order(
                numbers: ["4510001"], status: .priceVariance,
                differences: ["line 2: unit price 18.40 > 17.90, tolerance 0.36"]),
            remarks: [Remark(.review, remark), Remark(.warning, "Due earlier than the agreed terms of 30 days.")],
            moreRemarks: 2, reasons: [reason, "price differs from the order"],
            others: ["Petra Beispiel", "Jan Muster"], deadline: Moment(microseconds: 1_774_540_800_000_000))
    }

    /// Nothing was read.
    static let bare = QuestionFacts(
        caseID: CaseID(rawValue: "c"), reference: "2026-000001", document: "scan.pdf", kind: .other)
}

extension QuestionLetter.AnswerWay {
    static func mail(_ token: String = "kq3v5m2xq7c4w6h8d9p2r4t6ab.n5y7j3f2s8g4k6m9q2w4e6r8tc") -> Self {
        MailAddress("approve+\(token)@office.example").map { .mail(to: $0, line: "Ref: \(token)") }
            ?? .program(because: .off)
    }
}

extension OutboxMessage {
    static func example(
        _ occasion: Occasion?, subject: String = "Invoice waits for approval: 01-letter-two-way.pdf",
        reasons: [String] = ["Example"], answers: String? = nil
    ) -> OutboxMessage {
        OutboxMessage(
            to: ["A01"], mode: .any, caseID: CaseID(rawValue: "24e2d8b2-0027-8344-8dee-4ac33b6efd4c"),
            document: "01-letter-two-way.pdf", subject: subject, reasons: reasons, occasion: occasion, answers: answers)
    }
}

extension Letter {
    static func example(_ messages: [OutboxMessage]) -> Letter {
        let outgoing = messages.enumerated().map { OutgoingMessage(key: "c/decide/\($0)/ask", message: $1) }
        return Letter(
            id: "org/c/decide/0/ask/A01/mail", recipient: "A01", messages: outgoing,
            at: Moment(microseconds: 1_772_443_800_000_000))
    }
}

enum Office {
    static let folder = Repository.schemas.appending(path: "mail")
    private static let templates = Result { try MailTemplates(folder) }

    static func write(
        _ messages: [OutboxMessage], _ questions: [QuestionLetter], language: String = "en",
        bounces: MailAddress? = nil
    ) async throws -> WrittenLetter {
        let templates = try templates.get()
        let keyed = questions.enumerated().map { ("c/decide/\($0)/ask", $1) }
        let writer = TemplateWriter(
            templates, questions: Desk(questions: Dictionary(uniqueKeysWithValues: keyed)),
            reader: { _ in
                TemplateWriter.Reader(language: language, zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt)
            }, list: LetterList(name: "Office", label: "office"), bounces: { _ in bounces })
        guard let address = MailAddress("odo@office.example") else { throw CocoaError(.formatting) }
        return try await writer.written(.example(messages), to: address)
    }

    /// One question in one letter.
    static func ask(
        _ facts: QuestionFacts, _ occasion: OutboxMessage.Occasion? = .ask,
        answer: QuestionLetter.AnswerWay = .mail(), link: String? = nil, picture: Data? = nil,
        language: String = "en"
    ) async throws -> WrittenLetter {
        try await write(
            [.example(occasion)], [QuestionLetter(facts: facts, answer: answer, link: link, picture: picture)],
            language: language)
    }
}

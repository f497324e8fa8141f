import Foundation
import Mailroom
import Orchestrator

/// What the three templates are filled with.
enum LetterValues {
    static func question(_ view: QuestionView, picture: LetterPicture?) -> [String: TemplateValue] {
        var values = frame(view.language, subject: view.subject, preheader: [view.what, view.amount])
        values["heading"] = .text(view.language.text("heading.\(view.occasion.rawValue)"))
        values["picture"] = picture.map { .group(["id": .text($0.id)]) }
        return values.merging(view.values) { first, _ in first }
    }

    static func notice(_ notice: NoticeView, _ language: MailLanguage) -> [String: TemplateValue] {
        frame(language, subject: notice.subject, preheader: [notice.title]).merging(notice.values) { first, _ in first }
    }

    /// - Parameter items: In the order in which they are read.
    static func digest(_ items: [DigestItem], _ language: MailLanguage) -> [String: TemplateValue] {
        let count = ["count": String(items.count)]
        var values = frame(
            language, subject: language.text("subject.digest", count), preheader: items.prefix(3).map(\.what))
        values["heading"] = .text(language.text("heading.digest", count))
        values["hasQuestions"] = .flag(items.contains(where: \.isQuestion))
        values["items"] = .list(items.enumerated().map { $1.value(position: $0 + 1) })
        return values
    }

    private static func frame(_ language: MailLanguage, subject: String, preheader: [String?]) -> [String:
        TemplateValue]
    {
        [
            "lang": .text(language.code), "words": language.values, "subject": .line(subject),
            "preheader": .line(preheader.compactMap { $0 }.joined(separator: ", ")),
        ]
    }
}

/// A message of a digest.
enum DigestItem {
    case question(QuestionView)
    case notice(NoticeView)

    var isQuestion: Bool { if case .question = self { true } else { false } }

    var what: String {
        switch self {
        case .question(let view): view.what
        case .notice(let view): view.title
        }
    }

    func value(position: Int) -> TemplateValue {
        let (kind, values) =
            switch self {
            case .question(let view): ("question", view.values)
            case .notice(let view): ("notice", view.values)
            }
        let number: [String: TemplateValue] = ["position": .text(String(position))]
        return .group([kind: .group(values.merging(number) { first, _ in first })])
    }
}

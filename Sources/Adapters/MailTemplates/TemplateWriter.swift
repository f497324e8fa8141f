package import Correspondence
package import Foundation
package import Mailroom
package import Orchestrator

/// Writes letters with templates, each in its recipient's language.
package struct TemplateWriter: LetterWriter {
    /// Of a recipient, as the organisation knows him.
    package struct Reader: Hashable, Sendable {
        /// `nil` = the organisation's.
        package var language: String?
        package var zone: TimeZone

        package init(language: String? = nil, zone: TimeZone = .gmt) {
            self.language = language
            self.zone = zone
        }
    }

    private let templates: MailTemplates
    private let questions: any QuestionSource
    private let reader: @Sendable (String) -> Reader
    private let list: LetterList?
    private let bounces: @Sendable (Letter) -> MailAddress?

    /// - Parameters:
    ///   - reader: By id of the recipient.
    ///   - bounces: Where a letter comes back to; `nil` = to the sender.
    package init(
        _ templates: MailTemplates, questions: any QuestionSource,
        reader: @escaping @Sendable (String) -> Reader = { _ in Reader() }, list: LetterList? = nil,
        bounces: @escaping @Sendable (Letter) -> MailAddress? = { _ in nil }
    ) {
        self.templates = templates
        self.questions = questions
        self.reader = reader
        self.list = list
        self.bounces = bounces
    }

    package func written(_ letter: Letter, to address: MailAddress) async throws(ChannelFailure) -> WrittenLetter {
        let reader = reader(letter.recipient)
        let language = templates.language(reader.language)
        var items: [DigestItem] = []
        for item in letter.items {
            items.append(try await read(item, of: letter, language, reader.zone))
        }
        var mail: WrittenLetter
        switch items.count {
        case 0: mail = WrittenLetter(plain: letter)
        case 1: mail = single(items[0], language)
        default: mail = render(LetterValues.digest(items, language), as: "digest")
        }
        mail.list = list
        mail.thread = letter.thread + mail.thread
        if mail.bounces == .sender, let address = bounces(letter) { mail.bounces = .address(address) }
        return mail
    }

    private func read(_ item: Letter.Item, of letter: Letter, _ language: MailLanguage, _ zone: TimeZone)
        async throws(ChannelFailure) -> DigestItem
    {
        let occasion = item.message.occasion ?? .ask
        let isAlone = letter.items.count == 1
        guard occasion.asks,
            var question = try await questions.question(item, for: letter.recipient, isAlone: isAlone)
        else { return .notice(NoticeView(message: item.message, language: language)) }
        if occasion == .expired { question.answer = .program(because: .closed) }
        return .question(
            QuestionView(
                question: question, occasion: occasion, recipient: letter.recipient, language: language, zone: zone))
    }

    private func single(_ item: DigestItem, _ language: MailLanguage) -> WrittenLetter {
        switch item {
        case .question(let view):
            let picture = view.question.picture.map {
                LetterPicture(named: "page-1-\(view.question.facts.caseID)", png: $0)
            }
            var mail = render(LetterValues.question(view, picture: picture), as: "question")
            mail.pictures = picture.map { [$0] } ?? []
            if case .mail(let address, _) = view.question.answer { mail.replyTo = address }
            return mail
        case .notice(let view):
            var mail = render(LetterValues.notice(view, language), as: "notice")
            if view.message.occasion == .answerTaken || view.message.occasion == .answerRefused {
                mail.automatic = .replied
                mail.bounces = .nowhere
                mail.thread = view.message.answers.map { [.mail($0)] } ?? []
            }
            return mail
        }
    }

    private func render(_ values: [String: TemplateValue], as name: String) -> WrittenLetter {
        let (text, html) = templates.render(values, as: name)
        guard case .text(let subject)? = values["subject"] else { return WrittenLetter(subject: "", text: text) }
        return WrittenLetter(subject: subject, text: text, html: html)
    }
}

extension OutboxMessage.Occasion {
    /// Whether it is about a question to the one who reads it.
    fileprivate var asks: Bool {
        switch self {
        case .ask, .reminder, .lastReminder, .escalation, .expired: true
        case .ticket, .answerTaken, .answerRefused, .bounce, .unreadable: false
        }
    }
}

import Correspondence
import Foundation
import Orchestrator

/// A message that asks nothing, as templates take it.
struct NoticeView {
    let message: OutboxMessage
    let language: MailLanguage

    var title: String { TemplateValue.oneLine(message.subject, most: 160) }

    private var heading: String? { message.occasion.map { language.text("occasion.\($0.rawValue)") } }

    var subject: String {
        guard let heading, message.occasion != .ticket else { return title }
        return title.isEmpty ? heading : language.text("subject.prefixed", ["prefix": heading, "subject": title])
    }

    var values: [String: TemplateValue] {
        let lines = message.reasons.prefix(20).map { reason in
            TemplateValue.group(["text": .line(words(reason), most: 1_000)])
        }
        var values: [String: TemplateValue] = ["lines": .list(lines), "what": .text(title)]
        values["heading"] = .text(heading ?? title)
        values["occasion"] = .text(heading ?? "")
        values[line: "title"] = heading == nil ? nil : title
        values[line: "document"] = message.document
        return values
    }

    /// Reasons that have a name are told in the reader's language.
    private func words(_ reason: String) -> String {
        guard let known = MailReason(rawValue: reason) else { return reason }
        return language.find("reason.\(reason)") ?? known.words
    }
}

import Correspondence
import Foundation
import Invoicing
import Mailroom
import Orchestrator

/// A question as templates take it.
struct QuestionView {
    let question: QuestionLetter
    let occasion: OutboxMessage.Occasion
    let recipient: String
    let language: MailLanguage
    let zone: TimeZone

    private var facts: QuestionFacts { question.facts }

    /// Everything about it. `position` counts within a digest.
    var values: [String: TemplateValue] {
        var values: [String: TemplateValue] = [
            "kind": .text(language.text("kind.\(facts.kind.rawValue)")), "reference": .line(facts.reference),
            "document": .line(facts.document), "what": .line(what), "rows": .list(rows),
            "occasion": .text(language.text("occasion.\(occasion.rawValue)")), "asked": .line(asked, most: 1_000),
            "remarks": .list(facts.remarks.map(remark)), "hasRemarks": .flag(!facts.remarks.isEmpty),
            "reasons": .list(facts.reasons.prefix(QuestionFacts.most).map { .group(["text": .line($0)]) }),
            "hasReasons": .flag(!facts.reasons.isEmpty),
        ]
        values[line: "supplier"] = facts.supplier
        values[line: "number"] = facts.number
        values[line: "amount"] = amount
        values[line: "due"] = facts.due.map(language.day)
        values[line: "deadline"] = facts.deadline.map { language.moment($0, in: zone) }
        values["remark"] = facts.remarks.first.map(remark)
        values["order"] = order
        if facts.moreRemarks > 0 {
            values["moreRemarks"] = .text(language.text("remarks.more", ["count": String(facts.moreRemarks)]))
        }
        return values.merging(answer) { first, _ in first }
    }

    /// For subjects and lists: whose, else which.
    var what: String { TemplateValue.oneLine(facts.supplier ?? facts.document, most: 80) }
    var amount: String? { facts.gross.map { language.amount($0, facts.currency) } }

    var subject: String {
        let parts = [what, amount].compactMap { $0 }.joined(separator: ", ")
        let key = occasion == .expired ? "subject.closed" : "subject.question"
        let subject = language.text(
            key, ["what": parts, "reference": TemplateValue.oneLine(facts.reference, most: 40)])
        switch occasion {
        case .reminder, .lastReminder, .escalation:
            let prefix = language.text("occasion.\(occasion.rawValue)")
            return language.text("subject.prefixed", ["prefix": prefix, "subject": subject])
        default: return subject
        }
    }

    // MARK: Facts

    /// What does not stand at the top already.
    private var rows: [TemplateValue] {
        [
            facts.supplier == nil ? row("supplier", nil, isKey: true) : nil,
            row("number", facts.number, isKey: true), row("date", facts.date.map(language.day), isKey: true),
            row("due", facts.due.map(language.day)),
            row("net", facts.net.map { language.amount($0, facts.currency) }),
            row("tax", facts.tax.map { language.amount($0, facts.currency) }),
        ].compactMap { $0 }
    }

    /// - Parameter isKey: Shown as missing; others are left out.
    private func row(_ label: String, _ value: String?, isKey: Bool = false) -> TemplateValue? {
        guard value != nil || isKey else { return nil }
        return .group([
            "label": .text(language.text("label.\(label)")), "value": .line(value ?? ""),
            "missing": .flag(value == nil),
        ])
    }

    private func remark(_ remark: QuestionFacts.Remark) -> TemplateValue {
        .group([
            "severity": .text(language.text("severity.\(remark.severity.rawValue)")), "text": .line(remark.text),
            "grave": .flag(remark.severity >= .review),
        ])
    }

    private var order: TemplateValue? {
        guard let order = facts.order else { return nil }
        var values: [String: TemplateValue] = [
            "status": .text(language.text("match.\(order.status.rawValue)")),
            "agrees": .flag(order.status == .matched || order.status == .credited),
            "proposed": .flag(order.isProposed),
            "differences": .list(order.differences.map { .group(["text": .line($0)]) }),
        ]
        values[line: "numbers"] = order.numbers.joined(separator: ", ")
        return .group(values)
    }

    private var asked: String {
        guard !facts.others.isEmpty else { return language.text("asked.alone") }
        let names = facts.others.map { TemplateValue.oneLine($0, most: 60) }.joined(separator: ", ")
        return switch facts.mode {
        case .any: language.text("asked.any", ["names": names])
        case .all: language.text("asked.all", ["names": names])
        case .quorum(let count, _): language.text("asked.quorum", ["count": String(count), "names": names])
        case .sequence: language.text("asked.sequence")
        }
    }

    // MARK: Answers

    private var answer: [String: TemplateValue] {
        switch question.answer {
        case .mail(let address, let line):
            [
                "byMail": .group([
                    "address": .text("\(address)"), "line": .line(line), "approveLink": link(address, "APPROVE"),
                    "rejectLink": link(address, "REJECT "), "questionLink": link(address, "QUESTION "),
                ]), "inProgram": program,
            ]
        case .program(because: .closed): ["barred": .text(language.text("bar.closed"))]
        case .program(let bar): ["barred": .text(language.text("bar.\(bar.rawValue)")), "inProgram": program]
        }
    }

    private var program: TemplateValue {
        var values: [String: TemplateValue] = [
            "approveCommand": .line("payables case approve \(facts.caseID) --by \(Self.shell(recipient))"),
            "rejectCommand": .line(
                "payables case reject \(facts.caseID) --by \(Self.shell(recipient)) --reason \"...\""),
        ]
        if let link = question.link, link.hasPrefix("https://") || link.hasPrefix("http://") {
            values["link"] = .line(link, most: 1_000)
        }
        return .group(values)
    }

    /// Opens a mail with the word in it (RFC 6068); nothing happens before a person sends it.
    private func link(_ address: MailAddress, _ word: String) -> TemplateValue {
        let subject = "\(word.trimmed) \(TemplateValue.oneLine(facts.reference, most: 40))"
        return .text("mailto:\(Self.encoded("\(address)"))?subject=\(Self.encoded(subject))&body=\(Self.encoded(word))")
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._@".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// Safe to paste into a shell.
    private static func shell(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._@".utf8.contains(byte)
        }
        return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}

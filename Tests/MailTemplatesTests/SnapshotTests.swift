import Foundation
import MailTemplates
import Mailroom
import Orchestrator
import Support
import Testing

/// Whole letters as they leave: `RECORD=1` writes the snapshots *and fails*, so that CI can never record.
@Suite("Letters") struct SnapshotTests {
    struct Example: CustomTestStringConvertible {
        var name: String
        var language = "en"
        var write: @Sendable (String) async throws -> WrittenLetter
        var testDescription: String { name }
    }

    static let examples = [
        Example(name: "question-en") {
            try await Office.ask(.example(), picture: Data("picture".utf8), language: $0)
        },
        Example(name: "question-de", language: "de") { try await Office.ask(.example(), .lastReminder, language: $0) },
        Example(name: "question-ceiling-fr", language: "fr") {
            try await Office.ask(
                .example(), .escalation, answer: .program(because: .ceiling),
                link: "https://payables.office.example/cases/2026-000123", language: $0)
        },
        Example(name: "question-bare-pl", language: "pl") {
            try await Office.ask(.bare, answer: .program(because: .unread), language: $0)
        },
        Example(name: "expired-nl", language: "nl") { try await Office.ask(.example(), .expired, language: $0) },
        Example(name: "digest-es", language: "es") { language in
            try await Office.write(
                [.example(.ask), .example(.reminder), .example(.ticket, subject: "Ticket 1 opened: read/2 fails")],
                [
                    QuestionLetter(facts: .example(), answer: .mail()),
                    QuestionLetter(facts: .bare, answer: .program(because: .unread)),
                ], language: language)
        },
        Example(name: "refused-it", language: "it") { language in
            try await Office.write(
                [
                    .example(
                        .answerRefused, subject: "2026-000123", reasons: ["ABOVE_CEILING"],
                        answers: "<x@elsewhere.example>")
                ], [], language: language)
        },
        Example(name: "unreadable-pt", language: "pt") { language in
            try await Office.write(
                [.example(.unreadable, subject: "Rechnung", reasons: ["DAMAGED_MAIL"])], [], language: language)
        },
    ]

    @Test(arguments: examples) func letter(_ example: Example) async throws {
        let mail = try await example.write(example.language)
        try expect("Subject: \(mail.subject)\n\n\(mail.text)", "\(example.name).txt")
        try expect(#require(mail.html), "\(example.name).html")
    }

    private func expect(_ text: String, _ name: String) throws {
        let file = Repository.root.appending(path: "Tests/MailTemplatesTests/Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(name); look at the change and commit it")
            return
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}

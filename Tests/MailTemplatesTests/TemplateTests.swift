import Foundation
import MailTemplates
import Mailroom
import Orchestrator
import Testing

@Suite("Templates") struct TemplateTests {
    static let codes = ["de", "en", "es", "fr", "it", "nl", "pl", "pt"]

    @Test func everyLanguageIsThere() throws {
        #expect(try MailTemplates(Office.folder).codes == Self.codes)
    }

    @Test(arguments: codes) func everyOccasionHasItsWords(_ code: String) async throws {
        for occasion in OutboxMessage.Occasion.allCases {
            let mail = try await Office.ask(.example(), occasion, language: code)
            let all = mail.subject + mail.text + (mail.html ?? "")
            for key in ["occasion.", "heading.", "label.", "match.", "severity.", "kind.", "bar.", "{{", "}}"] {
                #expect(!all.contains(key), "\(code) \(occasion)")
            }
        }
    }

    @Test(arguments: [
        ("en", "3,359.13\u{A0}EUR", "20\u{A0}April\u{A0}2026", "17:00"),
        ("de", "3.359,13\u{A0}EUR", "20.\u{A0}April\u{A0}2026", "17:00"),
        ("fr", "3\u{202F}359,13\u{A0}EUR", "20\u{A0}avril\u{A0}2026", "17:00"),
        ("pl", "3\u{A0}359,13\u{A0}EUR", "20\u{A0}kwietnia\u{A0}2026", "17:00"),
        ("es", "3.359,13\u{A0}EUR", "20\u{A0}de\u{A0}abril\u{A0}de\u{A0}2026", "17:00"),
    ])
    func numbersAndDaysAreWrittenAsTheLanguageDoes(_ code: String, _ sum: String, _ due: String, _ time: String)
        async throws
    {
        let text = try await Office.ask(.example(), language: code).text
        #expect(text.contains(sum))
        #expect(text.contains(due))
        #expect(text.contains(time))
    }

    @Test(arguments: [("de-AT", "de"), ("DE", "de"), ("xx", "en"), ("", "en"), (nil, "en")])
    func languagesAreFound(_ wanted: String?, _ found: String) throws {
        #expect(try MailTemplates(Office.folder).language(wanted).code == found)
    }

    struct Fault: CustomTestStringConvertible {
        var testDescription: String
        var file: String
        var change: @Sendable (String) -> String?
        var words: String

        init(_ title: String, _ file: String, _ words: String, _ change: @escaping @Sendable (String) -> String?) {
            (testDescription, self.file, self.words, self.change) = (title, file, words, change)
        }
    }

    static let faults = [
        Fault("a template is missing", "notice.txt.mustache", "notice.txt.mustache is missing") { _ in nil },
        Fault("a name is misspelt", "question.html.mustache", "question.html.mustache:1: there is no {{suplier}}") {
            "{{suplier}}" + $0
        },
        Fault("a word is misspelt", "foot.html.mustache", "foot.html.mustache:1: there is no {{words.foter}}") {
            $0.replacing("words.footer", with: "words.foter")
        },
        Fault("a partial is missing", "digest.html.mustache", "digest.html.mustache:1: there is no template had.html") {
            $0.replacing("head.html", with: "had.html")
        },
        Fault("a section does not end", "notice.txt.mustache", "notice.txt.mustache:") { "{{#lines}}\n" + $0 },
        Fault("a value would not be escaped", "notice.html.mustache", "puts values in unescaped") {
            $0.replacing("{{heading}}", with: "{{{heading}}}")
        },
        Fault("a value would not be escaped either", "notice.html.mustache", "puts values in unescaped") {
            $0.replacing("{{heading}}", with: "{{&heading}}")
        },
        Fault("the kind of escape is changed", "notice.html.mustache", "{{% is not used here") {
            "{{% CONTENT_TYPE:TEXT}}" + $0
        },
        Fault("a list is shown as text", "notice.txt.mustache", "{{lines}} is no text; use {{#lines}}") {
            $0.replacing("{{#lines}}\n{{text}}\n{{/lines}}", with: "{{lines}}")
        },
        Fault("a template uses itself", "foot.html.mustache", "foot.html uses itself") { $0 + "{{>foot.html}}" },
        Fault("a word is missing", "words.de.json", "words.de.json: label.gross is missing") {
            $0.split(separator: "\n").filter { !$0.contains("\"label.gross\"") }.joined(separator: "\n")
        },
        Fault("a word is unknown", "words.de.json", "words.de.json: label.gros is not known; is it misspelt?") {
            $0.replacing("label.gross", with: "label.gros")
        },
        Fault("a word lost a name", "words.it.json", "words.it.json: asked.any must have {names}") {
            $0.replacing("\"Basta una risposta. È stato chiesto anche a: {names}.\"", with: "\"Basta una risposta.\"")
        },
        Fault("words are no JSON", "words.pl.json", "words.pl.json must be one JSON object with texts only") { _ in "["
        },
        Fault("months are missing", "words.en.json", "words.en.json: format.months must be twelve words") {
            $0.replacing("January ", with: "")
        },
        Fault("the measure is missing", "words.en.json", "words.en.json is missing") { _ in nil },
    ]

    @Test(arguments: faults) func faultsAreFoundAtTheStart(_ fault: Fault) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "payables-mail-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Office.folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: fault.file)
        let before = try String(contentsOf: file, encoding: .utf8)
        if let after = fault.change(before) {
            #expect(after != before)
            try Data(after.utf8).write(to: file)
        } else {
            try FileManager.default.removeItem(at: file)
        }
        let found = #expect(throws: TemplateFaults.self) { try MailTemplates(folder) }
        #expect(found?.faults.contains { $0.contains(fault.words) } == true, "\(found?.description ?? "none")")
    }

    @Test func aFolderThatIsNotThere() {
        let found = #expect(throws: TemplateFaults.self) { try MailTemplates(URL(filePath: "/nowhere")) }
        #expect(found?.faults.first == "the folder /nowhere cannot be read")
    }
}

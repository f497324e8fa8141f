package import Foundation
import Mustache

/// What is wrong with templates or words; found when the program starts, not when a mail is due.
package struct TemplateFaults: Error, Hashable, Sendable, CustomStringConvertible {
    /// Each with its place: `question.html.mustache:12: there is no {{suplier}}`.
    package var faults: [String]

    package var description: String {
        "Faults in the mail templates:\n" + faults.map { "  - \($0)" }.joined(separator: "\n")
    }
}

/// The templates and words of a folder, all of them checked.
package struct MailTemplates: Sendable {
    private let library: MustacheLibrary
    private let languages: [String: MailLanguage]
    private let standard: MailLanguage

    /// The language that has every word; the others are held against it.
    package static let measure = "en"
    static let needed = ["question", "digest", "notice"].flatMap { ["\($0).html", "\($0).txt"] }

    /// - Parameters:
    ///   - folder: With `NAME.html.mustache`, `NAME.txt.mustache` and `words.LANGUAGE.json`.
    ///   - language: For recipients of whom no other is known.
    /// - Throws: ``TemplateFaults`` with everything that is wrong.
    package init(_ folder: URL, language: String = measure) throws(TemplateFaults) {
        let files = TemplateFolder(folder)
        var faults = files.faults
        var library = MustacheLibrary()
        MustacheContentTypes.register(MarkupEscape(), named: MarkupEscape.name)
        for (name, text) in files.templates.sorted(by: { $0.key < $1.key }) {
            do { library.register(try Self.template(text, name), named: name) } catch {
                faults.append(Self.words(error, name))
            }
        }
        let (languages, wordFaults) = WordFiles.read(files.words)
        faults += wordFaults
        if languages[language] == nil {
            faults.append("words.\(language).json is missing: \(language) is the language of the organisation")
        }
        if faults.isEmpty { faults += Self.unknownNames(files.templates, languages) }
        guard faults.isEmpty, let standard = languages[language] else { throw TemplateFaults(faults: faults) }
        self.library = library
        self.languages = languages
        self.standard = standard
    }

    /// - Parameter code: `de`, `de-AT`; for one that is not there, and for none, the organisation's.
    package func language(_ code: String?) -> MailLanguage {
        let key = code.map { $0.lowercased().prefix { $0.isLetter } }.map(String.init) ?? ""
        return languages[key] ?? standard
    }

    package var codes: [String] { languages.keys.sorted() }

    /// - Parameter name: `question`, `digest` or `notice`.
    func render(_ values: [String: TemplateValue], as name: String) -> (text: String, html: String) {
        let plain = TemplateValue.group(values).plain
        return (
            library.render(plain, withTemplate: "\(name).txt") ?? "",
            library.render(plain, withTemplate: "\(name).html") ?? ""
        )
    }

    /// The escape goes with the file's name, so no file can forget it.
    private static func template(_ text: String, _ name: String) throws -> MustacheTemplate {
        let type = name.hasSuffix(".txt") ? "TEXT" : MarkupEscape.name
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(type)}}\n" + text)
    }

    private static func words(_ error: any Error, _ name: String) -> String {
        guard let fault = error as? MustacheTemplate.ParserError else { return "\(name).mustache: \(error)" }
        return "\(name).mustache:\(max(1, fault.context.lineNumber - 1)): \(fault.error)"
    }

    private static func unknownNames(_ templates: [String: String], _ languages: [String: MailLanguage]) -> [String] {
        guard let words = languages[measure] else { return [] }
        let sources = templates.mapValues(TemplateTags.init)
        var faults = sources.sorted { $0.key < $1.key }.flatMap { name, source in
            source.faults.map { "\(name).mustache:\($0.line): \($0.words)" }
        }
        let check = TemplateCheck(sources: sources)
        for name in needed {
            let kind = name.prefix { $0 != "." }
            faults += check.faults(of: name, filledWith: .group(ExampleLetter.values(of: String(kind), words)))
        }
        var seen: Set<String> = []
        return faults.filter { seen.insert($0).inserted }
    }
}

import ArgumentParser
import Extractors
import Foundation
import OCR
import PDF
import Pipeline
import Reports

/// `payables check-setup`: what this installation has and what it lacks.
struct CheckSetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-setup", abstract: "Show which libraries, languages, limits and sandbox features are there.",
        discussion: """
            Examples:
              payables check-setup
              payables check-setup --set languages=eng+nld

            \(ExitStatus.help([.accepted, .usage, .setup]))
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.resolved(more: [("jobs", "1")])
        let assembly = try Assembly(settings)
        var lines: [(String, String)] = [
            ("poppler", PDFSource.libraryVersion), ("tesseract", TesseractRecognizer.libraryVersion),
        ]
        let installed = TesseractRecognizer.installedLanguages(in: settings.languageData)
        lines.append(("languages installed", installed.isEmpty ? "none" : installed.joined(separator: " ")))
        let missing = settings.read.languages.filter { !installed.contains($0) }
        lines.append(("languages used", settings.read.languages.joined(separator: "+")))
        lines.append(
            (
                "document types",
                try SchemaLoader(folder: assembly.schemas).all().map(\.identifier).joined(separator: " ")
            ))
        lines.append(("their folder", assembly.schemas.path))
        if let report = try await assembly.sandboxReport() {
            lines.append(("landlock", report.landlock.map { "version \($0)" } ?? "not available"))
            lines.append(("seccomp", report.seccomp ? "available" : "not available"))
            lines.append(
                ("readers shut in", report.isComplete ? "yes" : "not wholly: " + report.gaps.joined(separator: "; ")))
        }
        await assembly.close()
        let (model, trouble) = await Self.model(assembly)
        lines += limits(settings.read.limits) + model
        let width = lines.map(\.0.count).max() ?? 0
        for (name, value) in lines {
            Console.answer(name + String(repeating: " ", count: width - name.count + 2) + value)
        }
        Console.answer("\nSettings (--set name=value, PAYABLES_NAME, or a settings file):")
        let names = SettingKey.all.map(\.name.count).max() ?? 0
        for key in SettingKey.all {
            Console.answer("  " + key.name + String(repeating: " ", count: names - key.name.count + 2) + key.meaning)
        }
        guard missing.isEmpty else {
            throw CommandFailure(
                .setup,
                "No data for \(missing.joined(separator: ", ")): install "
                    + missing.map { "tesseract-ocr-\($0)" }.joined(separator: " ") + ", or set other languages.")
        }
        if let trouble { throw CommandFailure(.setup, "The language model does not answer: \(trouble).") }
    }

    /// Whether one is asked and can be reached; what keeps it from being reached.
    private static func model(_ assembly: Assembly) async -> (lines: [(String, String)], trouble: LanguageModelFailure?)
    {
        guard let model = assembly.model else { return ([("language model", "off")], nil) }
        let address = assembly.settings.model.address
        let line = ("language model", "\(model.name) at \(address): text of documents is sent there")
        do throws(LanguageModelFailure) {
            try await model.reach(by: .now + .seconds(min(10, assembly.settings.model.seconds)))
            return ([line, ("it answers", "yes")], nil)
        } catch {
            return ([line, ("it answers", "no: \(error)")], error)
        }
    }

    private func limits(_ limits: ReadLimits) -> [(String, String)] {
        [
            ("largest document", "\(limits.bytes / 1_000_000) MB, \(limits.pages) pages"),
            ("largest page", "\(Int(limits.pageSide)) points a side, \(limits.pixels / 1_000_000) megapixels"),
            ("time", "\(Int(limits.secondsPerPage)) s a page, \(Int(limits.secondsPerDocument)) s a document"),
            ("memory of a reader", "\(limits.memory / 1_000_000) MB"),
        ]
    }
}

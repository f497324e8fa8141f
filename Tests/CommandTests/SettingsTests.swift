import Foundation
import Testing

@testable import payables

@Suite("Settings") struct SettingsTests {
    @Test func oneStartShowsEveryFault() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
        try Data(#"{"max_pages": 0, "dpi": {"a": 1}, "langauges": "eng"}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = try Program.run(
            ["schema", "check", "--settings", file.path, "--set", "jobs=many", "--set", "ocr"],
            environment: ["PAYABLES_OCR": "sometimes"])
        #expect(answer.status == 64)
        #expect(answer.errors.contains("--set ocr must be NAME=VALUE"))
        let second = try Program.run(
            ["schema", "check", "--settings", file.path, "--set", "jobs=many"],
            environment: ["PAYABLES_OCR": "sometimes", "PAYABLES_COLOUR": "red"])
        #expect(second.status == 64)
        #expect(second.output.isEmpty)
        for part in [
            "6 settings are wrong", "max_pages must be a whole number", "dpi must be a text",
            "langauges: there is no such setting; did you mean languages?", "PAYABLES_OCR must be auto",
            "PAYABLES_COLOUR: there is no such setting", "--set jobs must be a whole number",
        ] {
            #expect(second.errors.contains(part), "\(part) in \(second.errors)")
        }
    }

    @Test func laterSourcesWin() throws {
        let settings = try Settings(
            environment: ["PAYABLES_JOBS": "3", "PAYABLES_DPI": "200", "PAYABLES_TEST_X": "1"],
            flags: [("jobs", "5"), ("languages", "fra,eng"), ("seconds_per_page", "2.5")])
        #expect(settings.jobs == 5)
        #expect(settings.read.dpi == 200)
        #expect(settings.read.languages == ["fra", "eng"])
        #expect(settings.read.limits.secondsPerPage == 2.5)
    }

    @Test(arguments: ["../x", "eng;rm", "", "eng\u{0}"]) func languagesAreNames(_ text: String) {
        #expect(throws: SettingsError.self) { try Settings(flags: [("languages", text)]) }
    }

    @Test func aMissingFileSaysSo() throws {
        let answer = try Program.run(["schema", "check", "--settings", "/nowhere.json"])
        #expect(answer.status == 64)
        #expect(answer.errors.contains("/nowhere.json cannot be read"))
    }

    @Test func aMissingSchemaFolderSaysSo() throws {
        let answer = try Program.run(["schema", "check", "--schemas", "/nowhere"])
        #expect(answer.status == 66)
        #expect(answer.errors.contains("/nowhere, does not exist"))
    }
}

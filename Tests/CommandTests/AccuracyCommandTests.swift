import Foundation
import Testing

@Suite("payables accuracy") struct AccuracyCommandTests {
    /// A corpus of one document, its prediction and a gate that asks for `minimum`.
    private func withCorpus(minimum: Double?, _ body: (_ folder: URL, _ arguments: [String]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "a.truth.json": #"{"kind": "scan", "fields": {"invoice_number": "1", "gross_total": "2.00"}}"#,
            "a.json": #"{"fields": {"invoice_number": {"value": "1"}, "gross_total": {"value": "3.00"}}}"#,
            "gate.json": minimum.map { #"{"scan": {"micro_f1": \#($0)}}"# } ?? "",
        ]
        for (name, text) in files where !text.isEmpty {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        let gate = folder.appending(path: "gate.json").path
        try body(folder, ["accuracy", "--truth", folder.path, "--pred", folder.path, "--gate", gate])
    }

    @Test func reachedFiguresPass() throws {
        try withCorpus(minimum: 0.5) { _, arguments in
            let answer = try Program.run(arguments)
            #expect(answer.status == 0)
            #expect(answer.output.contains("gross_total"))
        }
    }

    @Test func fallenFiguresAreATable() throws {
        try withCorpus(minimum: 0.75) { _, arguments in
            let answer = try Program.run(arguments + ["--by", "kind"])
            #expect(answer.status == 1)
            #expect(answer.errors.contains("fields micro-F1"))
            #expect(answer.errors.contains("0.7500") && answer.errors.contains("0.5000"))
        }
    }

    @Test func recordingWritesAndFails() throws {
        try withCorpus(minimum: nil) { folder, arguments in
            #expect(try Program.run(arguments).status == 66)
            #expect(try Program.run(arguments + ["--record"]).status == 1)
            let text = try String(contentsOf: folder.appending(path: "gate.json"), encoding: .utf8)
            #expect(text.contains("\"micro_f1\" : 0.5"))
            #expect(try Program.run(arguments).status == 0)
        }
    }

    @Test func calibrationIsATableAndFigures() throws {
        try withCorpus(minimum: 0.5) { folder, arguments in
            let result = #"{"fields": {"invoice_number": {"value": "1", "confidence": 0.9}}}"#
            try Data(result.utf8).write(to: folder.appending(path: "a.json"))
            let file = folder.appending(path: "figures.out").path
            let answer = try Program.run(arguments + ["--calibration", "--json", file])
            #expect(answer.output.contains("95 % bound"))
            #expect(answer.output.contains("No threshold keeps false accepts within 0.50 %."))
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("\"calibration\"") && text.contains("\"adaptive_ece\""))
        }
    }
}

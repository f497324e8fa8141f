import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

/// The program with a model behind a real server on this machine.
@Suite("The language model from outside") struct LanguageModelTests {
    private func read(_ settings: [String], key: String? = nil) throws -> DocumentResult {
        let lines = [
            ("INVOICE", ""), ("Muster Works Ltd", ""), ("Invoice number", "RE-4711"), ("Invoice date", "05.01.2026"),
            ("for the job at", "ZX-77"), ("Net total", "100.00 EUR"), ("VAT 19 %", "19.00 EUR"),
            ("Grand total", "119.00 EUR"),
        ]
        let content = lines.enumerated().map { index, line in
            TinyPDF.text(line.0, x: 50, y: 740 - index * 30) + TinyPDF.text(line.1, x: 350, y: 740 - index * 30)
        }.joined()
        let file = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString).pdf")
        try TinyPDF(pages: [content]).bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = try Program.run(
            ["read", file.path, "--set", "today=2026-01-10"] + settings.flatMap { ["--set", $0] },
            environment: key.map { ["PAYABLES_LANGUAGE_MODEL_KEY": $0] } ?? [:])
        #expect(!answer.output.contains("right-key") && !answer.errors.contains("right-key"))
        var result = try JSONDecoder().decode(DocumentResult.self, from: Data(answer.output.utf8))
        (result.timing, result.document.name) = ([:], "")
        return result
    }

    @Test func fillsWhatIsOpenAndAPersonLooks() throws {
        let server = try ModelServer()
        let address = server.address("strict", #"{"purchase_order": "ZX-77"}"#)
        let without = try read([])
        #expect(
            without.fields[.purchaseOrder] == nil && !without.findings.contains { $0.rule.hasPrefix("language-model") })
        let result = try read(["language_model=\(address)", "language_model_name=test-model"], key: "right-key")
        #expect(result.fields[.purchaseOrder]?.value == "ZX-77" && result.outcome == .review)
        #expect(result.fields[.purchaseOrder]?.evidence?.reason?.contains("test-model") == true)
        #expect(result.findings.contains { $0.rule == "language-model" && $0.severity == .review })
        var others = (result.fields, without.fields)
        (others.0[.purchaseOrder], others.1[.purchaseOrder]) = (nil, nil)
        #expect(others.0 == others.1)
    }

    @Test func aModelThatFailsLeavesTheFields() throws {
        let server = try ModelServer()
        let result = try read(["language_model=\(server.address("endless"))", "language_model_name=m"])
        #expect(result.fields == (try read([])).fields)
        #expect(result.findings.contains { $0.rule == "language-model-failed" && $0.severity == .warning })
    }

    @Test func checkSetupTellsWhetherItAnswers() throws {
        let server = try ModelServer()
        let off = try Program.run(["check-setup"]).output.split(separator: "\n").first {
            $0.hasPrefix("language model ")
        }
        #expect(off?.hasSuffix(" off") == true)
        let good = try Program.run(
            ["check-setup", "--set", "language_model=\(server.address("say"))", "--set", "language_model_name=m"],
            environment: ["PAYABLES_LANGUAGE_MODEL_KEY": "right-key"])
        #expect(good.status == 0 && good.output.contains("text of documents is sent there"))
        #expect(!good.output.contains("right-key"))
        let bad = try Program.run(
            ["check-setup", "--set", "language_model=http://127.0.0.1:1/v1", "--set", "language_model_name=m"])
        #expect(bad.status == 69 && bad.errors.contains("cannot be reached"))
    }

    @Test(arguments: [
        (["language_model=http://models.example/v1", "language_model_name=m"], "must begin with https"),
        (["language_model=https://models.example/v1"], "language_model_name must name the model"),
        (["language_model_key=right-key"], "a command line can be read by everybody"),
        (["language_model_threshold=2"], "must be a number 0...1"),
    ]) func wrongSettingsAreRefused(_ settings: [String], _ words: String) throws {
        let answer = try Program.run(["check-setup"] + settings.flatMap { ["--set", $0] })
        #expect(answer.status == 64 && answer.errors.contains(words) && !answer.errors.contains("right-key"))
    }
}

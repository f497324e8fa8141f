import Foundation
import Support
import Testing

/// From a result to memory and back, with the program as it is: readers in their sandbox.
@Suite("Correct and memory") struct CorrectCommandTests {
    private let folder: URL
    private var memory: String { folder.appending(path: "memory.jsonl").path }
    private var result: String { folder.appending(path: "result.json").path }
    private let document = Repository.fixtures.appending(path: "documents/01-letter-two-way.pdf").path

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func read(_ more: [String] = []) throws -> String {
        let answer = try Program.run(["read", document, "--set", "today=2026-01-31"] + more)
        return answer.output
    }

    /// Without the seconds it took.
    private func untimed(_ result: String) throws -> Data {
        var object = try #require(try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any])
        object["timing"] = nil
        return try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    }

    private func correct(_ more: [String]) throws -> Program.Answer {
        try Program.run(["correct", result, "--document", document, "--memory", memory, "--by", "jane"] + more)
    }

    private func value(_ result: String, _ field: String) throws -> String? {
        let object = try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any]
        let fields = object?["fields"] as? [String: Any]
        return (fields?[field] as? [String: Any])?["value"] as? String
    }

    @Test("corrected, remembered, locked, taken back: byte for byte as before")
    func allTheWay() throws {
        let before = try read()
        try Data(before.utf8).write(to: URL(filePath: result))
        let answer = try correct(["--set", "supplier_name=Another Name GmbH"])
        #expect(answer.status == 0)
        #expect(answer.output.hasPrefix(#"{"at":"#))
        let after = try read(["--memory", memory])
        #expect(try value(after, "supplier_name") == "Another Name GmbH")
        #expect(after.contains("remembered from a correction (memory version 1)"))
        #expect(try untimed(read(["--memory", memory])) == untimed(after))

        #expect(try Program.run(["memory", "lock", "S1", "--memory", memory]).status == 0)
        let refused = try correct(["--set", "supplier_name=Third Name GmbH"])
        #expect(refused.status == 64)
        #expect(refused.errors.contains("S1 is locked and takes no changes; payables memory unlock S1 opens it."))
        #expect(try Program.run(["memory", "undo", "S1", "--memory", memory]).status == 64)
        #expect(try Program.run(["memory", "unlock", "S1", "--memory", memory]).status == 0)
        #expect(try Program.run(["memory", "undo", "S1", "--memory", memory]).status == 0)
        #expect(try untimed(read(["--memory", memory])) == untimed(before))

        let list = try Program.run(["memory", "list", "--memory", memory])
        #expect(list.status == 0 && list.output.contains("S1"))
        let shown = try Program.run(["memory", "show", "S1", "--memory", memory])
        #expect(shown.status == 0 && shown.output.contains("correction (undone)") && shown.output.contains("undo of 1"))
        let json = try Program.run(["memory", "show", "S1", "--memory", memory, "--json"])
        let entries = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect(entries?.map { $0["kind"] as? String } == ["correction", "lock", "unlock", "undo"])
    }

    @Test(
        "what is wrong is said, and nothing is remembered",
        arguments: [
            ([], 64, "say what is right"), (["--set", "x"], 64, "must be FIELD=VALUE"),
            (["--box", "due_date=1,2,3"], 64, "must be FIELD=PAGE,X,Y,WIDTH,HEIGHT"),
            (["--set", "due_date=1.1.2026"], 64, "must be a day"),
            (["--set", "invoice_number=NOT-PRINTED-1"], 64, "printed nowhere"),
            (["--set", "no_such=1"], 64, "no such field"),
        ])
    func faults(_ arguments: [String], _ status: Int32, _ words: String) throws {
        try Data(read().utf8).write(to: URL(filePath: result))
        let answer = try correct(arguments)
        #expect(answer.status == status)
        #expect(answer.errors.contains(words))
        #expect(answer.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: memory))
    }

    @Test("another document than the result's is refused")
    func otherDocument() throws {
        try Data(read().utf8).write(to: URL(filePath: result))
        let other = Repository.fixtures.appending(path: "documents/03-columns-sterling.pdf").path
        let answer = try Program.run(
            ["correct", result, "--document", other, "--memory", memory, "--set", "invoice_number=1"])
        #expect(answer.status == 66)
        #expect(answer.errors.contains("SHA-256 differs"))
    }

    @Test("no memory is named")
    func unnamed() throws {
        let answer = try Program.run(["memory", "list"])
        #expect(answer.status == 64)
        #expect(answer.errors.contains("give --memory FILE or the setting memory"))
    }
}

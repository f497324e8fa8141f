import Foundation
import Support
import Testing

/// A PDF of three invoices on four pages, from fixture documents, with the program as it is: readers in their sandbox.
@Suite("Several invoices in one PDF") struct SplitCommandTests {
    private let folder: URL
    private var document: String { folder.appending(path: "in/all.pdf").path }
    private static let parts = [
        "01-letter-two-way": [1, 1], "21-telecom-summary": [2, 3], "03-columns-sterling": [4, 4],
    ]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "in"), withIntermediateDirectories: true)
        let join = Process()
        join.executableURL = URL(filePath: "/usr/bin/pdfunite")
        join.arguments =
            ["01-letter-two-way", "21-telecom-summary", "03-columns-sterling"].map {
                Repository.fixtures.appending(path: "documents/\($0).pdf").path
            } + [document]
        try join.run()
        join.waitUntilExit()
        try #require(join.terminationStatus == 0)
    }

    private func object(_ json: some DataProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    }

    private func value(_ result: [String: Any], _ field: String) -> String? {
        ((result["fields"] as? [String: Any])?[field] as? [String: Any])?["value"] as? String
    }

    private func truth(_ name: String, _ field: String) throws -> String? {
        let file = Repository.fixtures.appending(path: "documents/\(name).truth.json")
        return (try object(Data(contentsOf: file))["fields"] as? [String: Any])?[field] as? String
    }

    /// As `payables read` prints them.
    private func results() throws -> [Data] {
        let answer = try Program.run(["read", document, "--set", "today=2026-01-31"])
        return answer.output.split(separator: "\n").map { Data($0.utf8) }
    }

    @Test("read prints a line for each, with its own number, sum and pages")
    func read() throws {
        let results = try results().map { try object($0) }
        let expected = Self.parts.sorted { $0.value[0] < $1.value[0] }
        try #require(results.count == expected.count)
        for (result, (name, pages)) in zip(results, expected) {
            #expect(try value(result, "invoice_number") == truth(name, "invoice_number"))
            #expect(try value(result, "gross_total") == truth(name, "gross_total"))
            let document = try #require(result["document"] as? [String: Any])
            let part = try #require(document["part"] as? [String: Int])
            #expect([part["first_page"], part["last_page"]] == pages && part["count"] == 3)
            #expect(document["page_count"] as? Int == 4)
            #expect(result["outcome"] as? String == "review")
            #expect((result["reason"] as? String)?.hasPrefix("proposed-split: ") == true)
        }
    }

    @Test("a batch writes a result and an explain page for each, and resumes")
    func batch() throws {
        let out = folder.appending(path: "out")
        let arguments = ["batch", folder.appending(path: "in").path, "--out", out.path, "--set", "today=2026-01-31"]
        #expect(try Program.run(arguments).status == 2)
        let written = try FileManager.default.contentsOfDirectory(atPath: out.path).filter { $0.hasSuffix(".json") }
        #expect(written.sorted() == ["all.1.json", "all.2.json", "all.3.json"])
        let pages = try FileManager.default.contentsOfDirectory(atPath: out.appending(path: "explain").path)
        #expect(pages.sorted() == ["all.1.html", "all.2.html", "all.3.html"])
        let summary = try String(contentsOf: out.appending(path: "summary.csv"), encoding: .utf8)
        #expect(summary.contains("all.pdf#1,") && summary.contains("all.pdf#3,") && summary.contains("all.2.json"))
        let again = try Program.run(arguments + ["--resume"])
        #expect(again.errors.contains("3 documents:"))
        #expect(try String(contentsOf: out.appending(path: "summary.csv"), encoding: .utf8) == summary)
    }

    @Test("a correction of one is remembered for its supplier alone")
    func correct() throws {
        let result = folder.appending(path: "all.3.json")
        let memory = folder.appending(path: "memory.jsonl").path
        let before = try results()
        try before[2].write(to: result)
        let correction = [
            "correct", result.path, "--document", document, "--memory", memory, "--by", "jane", "--set",
            "supplier_name=Another Name GmbH",
        ]
        #expect(try Program.run(correction).status == 0)
        let after = try Program.run(["read", document, "--memory", memory, "--set", "today=2026-01-31"]).output
        let names = try after.split(separator: "\n").map { value(try object(Data($0.utf8)), "supplier_name") }
        #expect(names.last == "Another Name GmbH")
        #expect(try names.dropLast() == before.dropLast().map { value(try object($0), "supplier_name") })
        var other = try object(before[2])
        var about = try #require(other["document"] as? [String: Any])
        about["part"] = ["number": 3, "count": 4, "first_page": 4, "last_page": 4]
        other["document"] = about
        try JSONSerialization.data(withJSONObject: other).write(to: result)
        let refused = try Program.run(correction)
        #expect(refused.status == 64 && refused.errors.contains("other pages"))
    }
}

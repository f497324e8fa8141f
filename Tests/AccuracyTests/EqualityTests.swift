import Accuracy
import Foundation
import Support
import Testing

/// The scorer and `Resources/score.py` give the same figures for the same files.
@Suite("Equality with score.py") struct EqualityTests {
    @Test(arguments: [1, 2, 3] as [UInt64]) func inventedCorpus(_ seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "accuracy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Invention(seed: seed).write(documents: 150, into: folder)
        let truths = folder.appending(path: "truth")
        let predictions = folder.appending(path: "pred")
        let expected = try Self.score(truths, predictions, into: folder.appending(path: "python.json"))
        let evaluation = try Evaluation(truths: truths, predictions: predictions, recursive: true)
        let measured = try #require(JSONValue(json: JSONEncoder().encode(evaluation)))
        for key in ["overall", "layout_macro_f1", "by_layout_f1", "by_kind", "by_source"] {
            #expect(Self.plain(measured[key]) == Self.plain(expected[key]), "\(key)")
        }
        try Self.compareDocuments(measured, expected)
    }

    private static func compareDocuments(_ measured: JSONValue, _ expected: JSONValue) throws {
        guard case .list(let ours)? = measured["documents"], case .list(let theirs)? = expected["documents"] else {
            Issue.record("no documents")
            return
        }
        #expect(ours.count == theirs.count)
        for (our, their) in zip(ours, theirs) {
            for key in ["name", "missing", "all_right", "items"] {
                #expect(our[key] ?? .null == their[key] ?? .null, "\(key) of \(String(describing: their["name"]))")
            }
            #expect(faultyFields(our) == faultyFields(their), "errors of \(String(describing: their["name"]))")
        }
    }

    private static func faultyFields(_ document: JSONValue) -> [JSONValue] {
        guard case .list(let errors)? = document["errors"] else { return [] }
        return errors.compactMap { $0["field"] }.sorted { "\($0)" < "\($1)" }
    }

    /// Python writes `1.0` where Swift writes `1`.
    private static func plain(_ value: JSONValue?) -> JSONValue {
        switch value {
        case .whole(let number)?: .number(Double(number))
        case .list(let values)?: .list(values.map(plain))
        case .object(let members)?: .object(members.mapValues(plain))
        case let other?: other
        case nil: .null
        }
    }

    private static func score(_ truths: URL, _ predictions: URL, into file: URL) throws -> JSONValue {
        let script = Repository.root.appending(path: "Tests/AccuracyTests/Resources/score.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, "--truth", truths.path, "--pred", predictions.path, "--json", file.path,
            "--recursive",
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try #require(JSONValue(json: Data(contentsOf: file)))
    }
}

import Foundation
import Orchestrator
import Testing

/// Memory and files keep the same promises.
@Suite("Journal") struct JournalTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case memory, file
        var testDescription: String { rawValue }

        func make() throws -> any Journal {
            self == .memory ? MemoryJournal() : FileJournal(folder: try temporaryFolder())
        }
    }

    private func record(_ step: String, _ value: [String], _ kind: JournalRecord.Kind = .output) throws -> JournalRecord
    {
        try JournalRecord(step: step, agent: "\(step)/1", kind: kind, body: JSONText.line(value))
    }

    @Test(arguments: Kind.allCases) func givesBackWhatWasRecordedInOrder(_ kind: Kind) async throws {
        let journal = try kind.make()
        let id = CaseID(rawValue: "c1")
        for step in ["read", "validate", "match"] {
            try await journal.append(record(step, [step, "line\nbreak \"quoted\" ü"]), to: id)
        }
        try await journal.append(record("read", ["other"]), to: CaseID(rawValue: "c2"))
        let records = try await journal.records(of: id)
        #expect(records.map(\.step) == ["read", "validate", "match"])
        #expect(records.map(\.agent) == ["read/1", "validate/1", "match/1"])
        #expect(try records[2].body(as: [String].self) == ["match", "line\nbreak \"quoted\" ü"])
    }

    @Test(arguments: Kind.allCases) func aCaseThatNeverBeganHasNoRecords(_ kind: Kind) async throws {
        let journal = try kind.make()
        #expect(try await journal.records(of: CaseID(rawValue: "none")).isEmpty)
        #expect(try await journal.end(of: CaseID(rawValue: "none")) == nil)
    }

    @Test(arguments: Kind.allCases) func onlyAFinishedCaseHasAnEnd(_ kind: Kind) async throws {
        let journal = try kind.make()
        let id = CaseID(rawValue: "c1")
        try await journal.append(record("read", ["a"]), to: id)
        #expect(try await journal.end(of: id) == nil)
        try await journal.append(record("", ["z"], .finished), to: id)
        #expect(try await journal.end(of: id)?.body(as: [String].self) == ["z"])
    }

    @Test func aTornLastLineIsDropped() throws {
        let folder = try temporaryFolder()
        let journal = FileJournal(folder: folder)
        let id = CaseID(rawValue: "c1")
        try journal.append(record("read", ["a"]), to: id)
        let url = folder.appending(path: "c1.jsonl")
        let whole = try Data(contentsOf: url)
        for length in 0..<whole.count {
            try (whole + whole.prefix(length)).write(to: url)
            #expect(try journal.records(of: id).map(\.step) == ["read"])
            try journal.append(record("match", ["b"]), to: id)
            #expect(try journal.records(of: id).map(\.step) == ["read", "match"])
        }
    }

    @Test func aLineThatIsNoRecordIsTold() throws {
        let folder = try temporaryFolder()
        try Data("{\"step\":1}\n".utf8).write(to: folder.appending(path: "c1.jsonl"))
        #expect(throws: JournalError.self) {
            try FileJournal(folder: folder).records(of: CaseID(rawValue: "c1"))
        }
    }
}

func temporaryFolder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
}

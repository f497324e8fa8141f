import Extractors
import Foundation
import MasterFiles
import Orchestrator
import Support
import Testing

/// One suite for every store: what holds for the file holds for the one in memory, and for a database later.
@Suite("Supplier memory stores") struct MemoryStoreTests {
    enum Store: CaseIterable { case file, memory }

    private func store(_ kind: Store) throws -> any MemoryStore {
        switch kind {
        case .memory: MemoryInMemory()
        case .file: FileMemory(try Self.file())
        }
    }

    private static func file() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.appending(path: "memory.jsonl")
    }

    private let author = MemoryEntry.Author(name: "jane", time: "2026-01-31T12:00:00Z")

    private func observation(_ vat: String?, _ field: String = "invoice_number", new: String = "R-2") throws
        -> Observation
    {
        let marks = vat.map { #"{"vat_ids":["\#($0)"]}"# } ?? "{}"
        return try Observation(
            json: #"""
                {"faults":[],"identity":{"marks":\#(marks),"print":["rechnung@7,10","datum@7,-1","menge@50,-1"]},
                 "taught":[{"lesson":{"field":"\#(field)","exact":"\#(new)"},"missed":[],"new":"\#(new)","old":"R-1"}]}
                """#)
    }

    @discardableResult
    private func correct(
        _ store: any MemoryStore, _ vat: String?, _ field: String = "invoice_number", new: String = "R-2"
    )
        async throws -> MemoryEntry
    {
        let (observation, author) = (try observation(vat, field, new: new), author)
        return try await store.add { book throws(MemoryError) in
            try book.correction(
                observation, of: MemoryEntry.Document(name: "a.pdf", sha256: "00ff"), supplierName: "Acme", by: author)
        }
    }

    @Test("versions count from 1, and a supplier is known again", arguments: Store.allCases)
    func versions(_ kind: Store) async throws {
        let store = try store(kind)
        #expect(try await store.state().version == 0)
        try await correct(store, "A")
        try await correct(store, "B")
        try await correct(store, "A", "due_date")
        let book = try await store.state()
        #expect(book.entries.map(\.version) == [1, 2, 3])
        #expect(book.entries.map(\.supplier) == ["S1", "S2", "S1"])
        #expect(book.samples.map(\.version) == [1, 2, 3])
    }

    @Test("an entry says who, when, on which document, what before and after", arguments: Store.allCases)
    func provenance(_ kind: Store) async throws {
        let store = try store(kind)
        try await correct(store, "A")
        let entry = try #require(try await store.state().entries.first)
        #expect(entry.by == "jane" && entry.at == "2026-01-31T12:00:00Z")
        #expect(entry.document == MemoryEntry.Document(name: "a.pdf", sha256: "00ff"))
        #expect(entry.changes?.first?.old == "R-1" && entry.changes?.first?.new == "R-2")
    }

    @Test("an undo takes back, its undo brings back, nothing is deleted", arguments: Store.allCases)
    func undo(_ kind: Store) async throws {
        let (store, author) = (try store(kind), author)
        try await correct(store, "A")
        try await correct(store, "A", new: "R-3")
        try await store.add { book throws(MemoryError) in try book.undo(nil, supplier: "s1", by: author) }
        #expect(try await store.state().samples.map(\.version) == [1])
        try await store.add { book throws(MemoryError) in try book.undo(3, supplier: nil, by: author) }
        #expect(try await store.state().samples.map(\.version) == [1, 2])
        try await store.add { book throws(MemoryError) in try book.undo(1, supplier: nil, by: author) }
        let book = try await store.state()
        #expect(book.samples.map(\.version) == [2])
        #expect(book.entries.map(\.kind) == [.correction, .correction, .undo, .undo, .undo])
        await #expect(throws: MemoryError(.unknown, "Version 1 was taken back already.")) {
            try await store.add { book throws(MemoryError) in try book.undo(1, supplier: nil, by: author) }
        }
    }

    @Test("a locked supplier takes nothing, the others do", arguments: Store.allCases)
    func lock(_ kind: Store) async throws {
        let (store, author) = (try store(kind), author)
        try await correct(store, "A")
        try await store.add { book throws(MemoryError) in try book.lock(true, supplier: "S1", by: author) }
        let refusal = MemoryError(.locked, "S1 is locked and takes no changes; payables memory unlock S1 opens it.")
        await #expect(throws: refusal) { try await correct(store, "A") }
        await #expect(throws: refusal) {
            try await store.add { book throws(MemoryError) in try book.undo(nil, supplier: "S1", by: author) }
        }
        try await correct(store, "B")
        #expect(try await store.state().samples.map(\.version) == [1, 3])
        try await store.add { book throws(MemoryError) in try book.lock(false, supplier: "S1", by: author) }
        try await correct(store, "A")
        #expect(try await store.state().version == 5)
    }

    @Test("what is refused leaves nothing behind", arguments: Store.allCases)
    func refusals(_ kind: Store) async throws {
        let (store, author) = (try store(kind), author)
        await #expect(throws: MemoryError.self) { try await correct(store, nil) }
        await #expect(throws: MemoryError.self) {
            try await store.add { book throws(MemoryError) in try book.lock(true, supplier: "S9", by: author) }
        }
        #expect(try await store.state().version == 0)
    }

    @Test("many at once come one after the other", arguments: Store.allCases)
    func together(_ kind: Store) async throws {
        let store = try store(kind)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 { group.addTask { try await correct(store, "V\(number % 3)") } }
            try await group.waitForAll()
        }
        let book = try await store.state()
        #expect(book.entries.map(\.version) == Array(1...20))
        #expect(book.suppliers.count == 3)
    }

    @Test("a torn last line was never acknowledged; a damaged one is told by its number")
    func damage() async throws {
        let url = try Self.file()
        let store = FileMemory(url)
        try await correct(store, "A")
        let whole = try Data(contentsOf: url)
        try (whole + Data(#"{"version":2,"#.utf8)).write(to: url)
        #expect(try store.state().version == 1)
        try await correct(store, "B")
        #expect(try store.state().version == 2)
        try (whole + Data("{}\n".utf8)).write(to: url)
        #expect(
            throws: MemoryError(.store, "\(url.path), line 2 is no entry of a supplier memory; repair it from a copy")
        ) {
            try store.state()
        }
        try (whole + whole).write(to: url)
        #expect(throws: MemoryError.self) { try store.state() }
    }
}

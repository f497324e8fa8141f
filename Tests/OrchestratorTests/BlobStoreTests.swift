import Foundation
import Orchestrator
import Support
import Testing

@Suite("Blobs") struct BlobStoreTests {
    enum Kind: CaseIterable { case memory, directory }

    private let folder: URL
    init() throws { folder = try temporaryFolder() }

    private func make(_ kind: Kind) -> any BlobStore {
        switch kind {
        case .memory: MemoryBlobs(digest: Batch.digest)
        case .directory: DirectoryBlobs(folder, digest: Batch.digest)
        }
    }

    @Test(arguments: Kind.allCases) func givesBackWhatWasPut(_ kind: Kind) async throws {
        let store = make(kind)
        for size in [0, 1, 70_000, 3_000_000] {
            let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            let id = try await store.put(bytes)
            #expect(try await store.bytes(id) == bytes)
            #expect(try await store.put(bytes) == id)
        }
    }

    @Test(arguments: Kind.allCases) func saysWhatIsMissing(_ kind: Kind) async throws {
        let id = try #require(BlobID(rawValue: String(repeating: "a", count: 64)))
        await #expect(throws: BlobError.missing(id)) { try await make(kind).bytes(id) }
    }

    @Test(arguments: Kind.allCases) func theSameBytesAtOnce(_ kind: Kind) async throws {
        let store = make(kind)
        let bytes = Data("many at once".utf8)
        let ids = try await withThrowingTaskGroup(of: BlobID.self) { group in
            for _ in 0..<16 { group.addTask { try await store.put(bytes) } }
            return try await group.reduce(into: Set<BlobID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await store.bytes(try #require(ids.first)) == bytes)
    }

    @Test func whatWasChangedOnTheDiskIsToldAndHealed() async throws {
        let store = DirectoryBlobs(folder, digest: Batch.digest)
        let id = try store.put(Data("as it came".utf8))
        let file = folder.appending(path: "\(id.rawValue.prefix(2))/\(id.rawValue.dropFirst(2))")
        try Data("as it cost".utf8).write(to: file)
        #expect(throws: BlobError.damaged(id)) { try store.bytes(id) }
        #expect(try store.put(Data("as it came".utf8)) == id)
        #expect(try store.bytes(id) == Data("as it came".utf8))
    }

    @Test func halfFilesOfACrashAreNoBlobs() async throws {
        let store = DirectoryBlobs(folder, digest: Batch.digest)
        let id = try store.put(Data("whole".utf8))
        let shelf = folder.appending(path: String(id.rawValue.prefix(2)))
        try Data("ha".utf8).write(to: shelf.appending(path: ".\(id).crash"))
        #expect(try store.bytes(id) == Data("whole".utf8))
    }

    @Test func aPlaceThatCannotBeWrittenIsTold() async throws {
        let file = folder.appending(path: "file")
        try Data().write(to: file)
        let store = DirectoryBlobs(file, digest: Batch.digest)
        let error = #expect(throws: BlobError.self) { try store.put(Data("x".utf8)) }
        #expect("\(error, default: "")".contains("cannot be kept"))
    }

    @Test(arguments: ["", "abc", String(repeating: "G", count: 64), "../" + String(repeating: "a", count: 61)])
    func otherNamesAreNoBlobs(_ name: String) { #expect(BlobID(rawValue: name) == nil) }
}

import Channels
import Foundation
import Orchestrator
import Testing

@Suite("Letters in a folder") struct FileChannelTests {
    @Test func sameLetterSameFile() async throws {
        let folder = try TemporaryFolder()
        let channel = FileChannel(folder.url.appending(path: "out"))
        for id in ["a/../../b", "a/../../b", "c"] {
            try await channel.send(.example(id), to: "", by: .now + .seconds(10))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "out").path)
        #expect(names.count == 2)
        #expect(names.allSatisfy { $0.hasSuffix(".json") && !$0.hasPrefix(".") })
        let bytes = try Data(contentsOf: folder.url.appending(path: "out/\(names[0])"))
        let value = try JSONDecoder().decode(JSONValue.self, from: bytes)
        guard case .object(let top) = value, case .object(let data)? = top["data"] else {
            Issue.record("\(value)")
            return
        }
        #expect(top["timestamp"] == .string("2026-03-02T09:30:00Z"))
        #expect(data["recipient"] == .string("A01"))
    }

    @Test func aFolderThatCannotBeIsToldByItsErrno() async throws {
        let channel = FileChannel(URL(filePath: "/proc/nothing/here"))
        let failure = await #expect(throws: ChannelFailure.self) {
            try await channel.send(.example(), to: "", by: .now + .seconds(10))
        }
        #expect(failure?.judged?.sign.family == .systemCall)
        #expect(failure?.judged?.isKnown == true)
    }
}

import Foundation
import Invoicing
import Pipeline
import Testing

@testable import Readers

@Suite("Many documents and lost readers", .serialized) struct ReaderBatchTests {
    @Test func fiftyDocumentsThroughTwoReadersOfWhichOneDiesAgainAndAgain() async {
        let pool = FaultyPool.make(jobs: 2)
        let outcomes = await withTaskGroup(of: (Int, ReadFailure.Reason?).self) { group in
            for index in 0..<50 {
                group.addTask { (index, await pool.failure(index % 5 == 3 ? "killed" : "pages \(index % 4 + 1)")) }
            }
            return await group.reduce(into: [Int: ReadFailure.Reason?]()) { $0[$1.0] = $1.1 }
        }
        for index in 0..<50 {
            #expect(outcomes[index] == .some(index % 5 == 3 ? .readerCrashed : nil), "document \(index)")
        }
        await pool.shutdown()
    }

    @Test func aReaderThatDiesWhileItWaitsCostsNoDocument() async throws {
        let pool = FaultyPool.make()
        for _ in 0..<5 {
            let pid = try #require(Int32(try await pool.who() ?? ""))
            kill(pid, SIGKILL)
            #expect(await pool.failure("pages 1") == nil)
        }
        await pool.shutdown()
    }

    @Test func cancellingEndsTheReadingAndFreesTheReader() async throws {
        let pool = FaultyPool.make()
        _ = try await pool.who()
        let hanging = Task { await pool.failure("hang") }
        let waiting = Task { await pool.failure("pages 1") }
        try await Task.sleep(for: .milliseconds(200))
        waiting.cancel()
        hanging.cancel()
        #expect(await hanging.value == .readerCrashed)
        #expect(await waiting.value == .readerCrashed)
        #expect(await pool.failure("pages 1") == nil)
        await pool.shutdown()
    }

    @Test func shutdownEndsWhatIsAtWork() async throws {
        let pool = FaultyPool.make(jobs: 2)
        let pid = try #require(Int32(try await pool.who() ?? ""))
        let hanging = Task { await pool.failure("hang") }
        try await Task.sleep(for: .milliseconds(200))
        await pool.shutdown()
        #expect(await hanging.value == .readerCrashed)
        #expect(kill(pid, 0) == -1, "the process is gone and reaped")
        #expect(await pool.failure("pages 1") == .readerCrashed, "nothing is read any more")
    }

    /// In a process of its own, because other suites open files and start processes at the same time.
    @Test func neitherDescriptorsNorZombiesAreLeftBehind() throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: FaultyPool.program)
        process.arguments = ["--parent"]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(numbers.count == 4, "\(output)")
        #expect(numbers[2] <= numbers[0] + 3, "descriptors; Swift and Dispatch may open a few of their own")
        #expect(numbers[1] == 0 && numbers[3] == 0, "children")
    }
}

import Foundation
import Testing

@testable import Readers

@Suite("The sandbox of readers") struct SandboxTests {
    /// Once from a program with one thread, once from one that has to start anew.
    @Test(arguments: [[], ["--threads"]]) func refusesWhatNoDocumentNeeds(_ arguments: [String]) async throws {
        let pool = FaultyPool.make(arguments: arguments)
        let report = try await pool.sandboxReport()
        await pool.shutdown()
        let output = try probe(arguments)
        if report.isComplete {
            #expect(report.landlock != nil && report.seccomp && report.warning == nil)
            #expect(output.filter { $0.hasPrefix("refused: ") }.count == 5, "\(output)")
            #expect(output.count == 5, "\(output)")
        } else {
            let warning = try #require(report.warning)
            print("NOT TESTED ON THIS MACHINE: \(warning)")
            #expect(report.landlock == nil || !report.seccomp)
            #expect(output.contains { $0.hasPrefix("gap: ") })
        }
    }

    /// Says so when the confinement is only claimed.
    @Test func looksFromInside() async throws {
        let pool = FaultyPool.make(arguments: ["--confined"])
        let report = try await pool.sandboxReport()
        await pool.shutdown()
        #expect(report.gaps.contains { $0.contains("open a file outside the list") } || !report.seccomp)
    }

    private func probe(_ arguments: [String]) throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: FaultyPool.program)
        process.arguments = arguments + ["--probe"]
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

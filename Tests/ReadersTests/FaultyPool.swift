import Foundation
import Invoicing
import Pipeline

@testable import Readers

/// Pools over real child processes for the tests.
enum FaultyPool {
    /// Beside the test bundle, where the build puts both.
    static let program: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        let folder = URL(filePath: bundle).deletingLastPathComponent()
        return folder.appending(path: "FaultyReader").path
    }()

    static func make(jobs: Int = 1, arguments: [String] = [], _ change: (inout ReaderConfiguration) -> Void = { _ in })
        -> ReaderPool
    {
        var configuration = ReaderConfiguration(
            executable: program, arguments: arguments, jobs: jobs, settings: ReadSettings())
        change(&configuration)
        return ReaderPool(configuration)
    }

    /// A program that knows nothing of readers.
    static func shell(_ script: String) -> ReaderPool {
        make {
            ($0.executable, $0.arguments, $0.secondsToStart) = ("/bin/sh", ["-c", script], 0.5)
            $0.environment["PATH"] = "/usr/bin:/bin"
        }
    }
}

extension ReaderPool {
    func read(_ words: String) async -> Result<DraftedDocument, ReadFailure> {
        do throws(ReadFailure) {
            return .success(try await draft(of: SourceDocument(name: "x", bytes: Data(words.utf8)), as: .pdf))
        } catch {
            return .failure(error)
        }
    }

    /// `nil` when the document was read.
    func failure(_ words: String) async -> ReadFailure.Reason? {
        if case .failure(let failure) = await read(words) { failure.reason } else { nil }
    }

    /// The process that reads now.
    func who() async throws -> String? { try await read("who").get().draft["by"] }
}

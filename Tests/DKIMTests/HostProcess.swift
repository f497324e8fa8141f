import DKIM
import Foundation

/// Starts `DKIMHost` for one request.
enum HostProcess {
    /// Beside the test bundle, where the build puts both.
    private static let executable: URL = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "DKIMHost")
    }()

    static func launch(_ arguments: [String] = []) -> DKIMCheck.Launch {
        { request in
            do {
                let (code, line) = try await run(arguments, request)
                return code == 0 ? .answered(line) : .broke("it ended with \(code)")
            } catch {
                return .unavailable("it did not start")
            }
        }
    }

    static func run(_ arguments: [String], _ request: Data) async throws -> (code: Int32, output: Data) {
        // A host that is gone must be an error of `write`, not the end of the tests.
        signal(SIGPIPE, SIG_IGN)
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return await withCheckedContinuation { continuation in
            let writer = Thread {
                try? input.fileHandleForWriting.write(contentsOf: request)
                try? input.fileHandleForWriting.close()
            }
            writer.start()
            Thread {
                let line = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, line))
            }.start()
        }
    }
}

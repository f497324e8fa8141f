import Foundation

/// A server of `Tests/Support` on this machine. It ends with this value, and with the test's process.
final class LocalServer: Sendable {
    let port: Int
    private let process: Process
    private let input = Pipe()

    init(_ python: String, _ script: String, _ arguments: [String]) throws {
        let output = Pipe()
        process = Process()
        process.executableURL = URL(filePath: python)
        let name = python.hasSuffix("env") ? ["python3"] : []
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/\(script)")
        process.arguments = name + [file.path] + arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CocoaError(.executableLoad)
        }
        self.port = port
    }

    deinit { process.terminate() }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableRuntimeMismatch) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A folder that goes with its value.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "payables-channels-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

import Foundation

/// `model_server.py`, running on this machine. It ends with this value, and with the test's process.
package final class ModelServer: Sendable {
    private let process: Process
    private let input = Pipe()
    private let port: Int

    package init() throws {
        let output = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", URL(filePath: #filePath).deletingLastPathComponent().appending(path: "model_server.py").path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CocoaError(.executableLoad)
        }
        self.port = port
    }

    deinit { process.terminate() }

    /// - Parameter content: What the model says, for the modes that say something.
    package func address(_ mode: String, _ content: String = "") -> String {
        let hex = content.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "http://127.0.0.1:\(port)/\(mode)\(hex.isEmpty ? "" : "-" + hex)/v1"
    }

    /// How often each mode was asked; `elsewhere` is where a redirect leads.
    package func tries() throws -> String {
        guard let url = URL(string: "http://127.0.0.1:\(port)/tries") else {
            throw CocoaError(.fileReadInvalidFileName)
        }
        let request = Process()
        let output = Pipe()
        request.executableURL = URL(filePath: "/usr/bin/env")
        request.arguments = [
            "python3", "-c", "import sys,urllib.request as u;print(u.urlopen(sys.argv[1]).read().decode())",
            url.absoluteString,
        ]
        request.standardOutput = output
        try request.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        request.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}

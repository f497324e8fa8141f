import Foundation

/// `dns_server.py` on this machine. It ends with this value, and with the test's process.
final class NameServer: Sendable {
    let port: UInt16
    private let process: Process
    private let input = Pipe()
    private let seen: URL

    init() throws {
        seen = FileManager.default.temporaryDirectory.appending(path: "payables-dns-\(UUID().uuidString)")
        let output = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "dns_server.py")
        process.arguments = [script.path, seen.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CocoaError(.executableLoad)
        }
        self.port = port
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: seen)
    }

    /// Names in the order in which it was asked for them.
    var questions: [String] {
        get throws { try String(contentsOf: seen, encoding: .utf8).split(separator: "\n").map(String.init) }
    }
}

import Foundation
import MIME

/// What `payables mail-reader` does, for MIMETests to start. With `--peak` it tells the most memory it had; with
/// `--parent FILE` it is the parent of one.
@main enum MailHost {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard let index = arguments.firstIndex(of: "--parent") else {
            let code = MailChild(arguments: arguments).run()
            if arguments.contains("--peak") { tell(peaks(), FileHandle.standardError) }
            exit(code)
        }
        let idle = peaks().first { $0.hasPrefix("VmHWM") }?.replacing("VmHWM", with: "Idle") ?? ""
        let start = ContinuousClock.now
        let reader = MailReader(executable: "/proc/self/exe", arguments: [])
        let message = try await reader.read(URL(filePath: arguments[index + 1])) { _, _ in }
        let facts = ["Parts: \(message.parts.count)", "Time: \(ContinuousClock.now - start)"]
        tell([idle] + peaks() + facts, FileHandle.standardOutput)
    }

    private static func peaks() -> [String] {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/status"), let status = try? file.readToEnd() else {
            return []
        }
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.filter { $0.hasPrefix("VmHWM") || $0.hasPrefix("VmPeak") }
    }

    private static func tell(_ lines: [String], _ file: FileHandle) {
        file.write(Data(lines.map { $0 + "\n" }.joined().utf8))
    }
}

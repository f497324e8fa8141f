import Foundation
import MIME

/// What `payables mail-reader` does, for MIMETests to start; with `--peak` it tells the most memory it had.
@main enum MailHost {
    static func main() {
        let code = MailChild(arguments: CommandLine.arguments).run()
        if CommandLine.arguments.contains("--peak"), let file = FileHandle(forReadingAtPath: "/proc/self/status"),
            let status = try? file.readToEnd()
        {
            let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
            let peaks = lines.filter { $0.hasPrefix("VmHWM") || $0.hasPrefix("VmPeak") }
            FileHandle.standardError.write(Data(peaks.joined(separator: "\n").utf8))
        }
        exit(code)
    }
}

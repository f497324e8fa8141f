import CSandbox
import Foundation

/// The child process, from its first line to its last: shuts itself in and answers orders on its standard input.
///
/// Landlock holds for one thread and its offspring only. When the program already has several threads (Swift's
/// concurrency starts some before any command runs), the confined thread starts the program anew, which ends all the
/// others, and the new one is confined from its first instruction.
package struct ReaderProgram {
    /// What the second start is told; alone it confines nothing, and the report says so.
    private static let confined = "--confined"
    private let route: any ReaderRoute
    private let arguments: [String]
    private let languageData: String?

    /// - Parameters:
    ///   - arguments: The process's own, its name first.
    ///   - languageData: `TESSDATA_PREFIX`, when the installation has one.
    package init(route: any ReaderRoute, arguments: [String], languageData: String?) {
        self.route = route
        self.arguments = arguments
        self.languageData = languageData
    }

    /// - Returns: The exit code, after the parent has closed the conversation.
    package func run() -> Int32 {
        let gap = confine()
        signal(SIGPIPE, SIG_IGN)
        let output = dup(STDOUT_FILENO)
        guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { return 71 }
        var loop = ReaderLoop(route: route, input: STDIN_FILENO, output: output) { Self.shut(after: gap) }
        do throws(MessageFault) {
            try loop.run()
            return 0
        } catch {
            FileHandle.standardError.write(Data("reader: \(error.reason)\n".utf8))
            return 76
        }
    }

    /// Shuts itself in as for a document and prints what is still possible, a line each.
    /// - Returns: The exit code: 0 when all was refused.
    package func probe() -> Int32 {
        let report = Self.shut(after: confine())
        let attempts = SandboxProbe().attempts
        for attempt in attempts {
            let outcome = attempt.error == 0 ? "possible" : FileSandbox.text(of: attempt.error)
            let line = "\(attempt.isRefused ? "refused" : "OPEN"): \(attempt.name): \(outcome)\n"
            FileHandle.standardOutput.write(Data(line.utf8))
        }
        for gap in report.gaps { FileHandle.standardOutput.write(Data("gap: \(gap)\n".utf8)) }
        return report.isComplete ? 0 : 1
    }

    /// - Returns: What landlock leaves open.
    private func confine() -> String? {
        _ = sandbox_die_with_parent()
        _ = sandbox_no_new_privileges()
        _ = sandbox_drop_capabilities()
        guard !arguments.contains(Self.confined) else { return nil }
        let (landlock, gap) = FileSandbox.close(allowing: languageData.map { [$0] } ?? [])
        guard landlock != nil else { return gap }
        return Self.threadCount() == 1 ? nil : startAnew()
    }

    private func startAnew() -> String? {
        let words = (arguments + [Self.confined]).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        execv("/proc/self/exe", words)
        return "files are not shut off for all threads (\(FileSandbox.text(of: errno)))"
    }

    private static func threadCount() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))?.count ?? 2
    }

    /// Closes the rest, then looks from inside whether it is closed.
    private static func shut(after fileGap: String?) -> SandboxReport {
        let filterGap = SystemCallFilter.close()
        let gaps = [fileGap, filterGap].compactMap(\.self)
        let open = SandboxProbe().open.map { "a reader can \($0)" }
        return SandboxReport(
            landlock: fileGap == nil ? Int(sandbox_landlock_abi()) : nil, seccomp: filterGap == nil,
            gaps: gaps.isEmpty ? open : gaps)
    }
}

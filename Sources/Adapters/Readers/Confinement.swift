import CSandbox
import Foundation

/// How a child process shuts itself in before it touches a stranger's bytes.
///
/// Landlock holds for one thread and its offspring only. When the program already has several threads (Swift's
/// concurrency starts some before any command runs), the confined thread starts the program anew, which ends all the
/// others, and the new one is confined from its first instruction.
package struct Confinement {
    /// What the second start is told; alone it confines nothing, and the report says so.
    private static let confined = "--confined"
    private let arguments: [String]
    private let readable: [String]

    /// - Parameters:
    ///   - arguments: The process's own, its name first; the program has to bear `--confined` among them.
    ///   - readable: Files and folders that stay open beside the system's libraries.
    package init(arguments: [String], readable: [String] = []) {
        self.arguments = arguments
        self.readable = readable
    }

    /// - Returns: What landlock leaves open.
    package func begin() -> String? {
        _ = sandbox_die_with_parent()
        _ = sandbox_no_new_privileges()
        _ = sandbox_drop_capabilities()
        guard !arguments.contains(Self.confined) else { return nil }
        let (landlock, gap) = FileSandbox.close(allowing: readable)
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

    /// A descriptor for answers; what libraries print to standard output goes to the errors from here on.
    package static func ownOutput() -> Int32? {
        signal(SIGPIPE, SIG_IGN)
        let output = dup(STDOUT_FILENO)
        return output >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 ? output : nil
    }

    /// Closes the rest, then looks from inside whether it is closed.
    package static func shut(after fileGap: String?) -> SandboxReport {
        let filterGap = SystemCallFilter.close()
        let gaps = [fileGap, filterGap].compactMap(\.self)
        let open = SandboxProbe().open.map { "a reader can \($0)" }
        return SandboxReport(
            landlock: fileGap == nil ? Int(sandbox_landlock_abi()) : nil, seccomp: filterGap == nil,
            gaps: gaps.isEmpty ? open : gaps)
    }
}

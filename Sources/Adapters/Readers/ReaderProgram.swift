import CSandbox
import Foundation

/// The child process, from its first line to its last: shuts itself in and answers orders on its standard input.
package struct ReaderProgram {
    private let route: any ReaderRoute
    private let confinement: Confinement

    /// - Parameters:
    ///   - arguments: The process's own, its name first.
    ///   - languageData: `TESSDATA_PREFIX`, when the installation has one.
    package init(route: any ReaderRoute, arguments: [String], languageData: String?) {
        self.route = route
        confinement = Confinement(arguments: arguments, readable: languageData.map { [$0] } ?? [])
    }

    /// - Returns: The exit code, after the parent has closed the conversation.
    package func run() -> Int32 {
        let gap = confinement.begin()
        guard let output = Confinement.ownOutput() else { return 71 }
        var loop = ReaderLoop(route: route, input: STDIN_FILENO, output: output) { Confinement.shut(after: gap) }
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
        let report = Confinement.shut(after: confinement.begin())
        let attempts = SandboxProbe().attempts
        for attempt in attempts {
            let outcome = attempt.error == 0 ? "possible" : FileSandbox.text(of: attempt.error)
            let line = "\(attempt.isRefused ? "refused" : "OPEN"): \(attempt.name): \(outcome)\n"
            FileHandle.standardOutput.write(Data(line.utf8))
        }
        for gap in report.gaps { FileHandle.standardOutput.write(Data("gap: \(gap)\n".utf8)) }
        return report.isComplete ? 0 : 1
    }
}

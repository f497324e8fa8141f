import CSandbox
import DKIM
import Foundation

/// A checking process for DKIMTests to start. It shuts itself in further than Payables does: no file at all can be opened.
@main enum DKIMHost {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        if words.contains("crash") { abort() }
        if words.contains("lie") {
            print(String(repeating: "[", count: 3) + "\u{1B}")
            exit(0)
        }
        if words.contains("boast") {
            // As if a mail had taken it over.
            print(#"[{"outcome":"pass","reason":"the signature is right","coversBody":true}]"#)
            exit(0)
        }
        shutAllFiles()
        exit(DKIMChild.run(input: .standardInput, output: .standardOutput))
    }

    /// Of landlock's first version: all there is to do with files, granted nowhere.
    private static func shutAllFiles() {
        let ruleset = sandbox_landlock_create(sandbox_landlock_rights(files: (1 << 13) - 1, network: 0, scopes: 0))
        // Without landlock the rest of the test still holds.
        guard ruleset >= 0 else { return }
        guard sandbox_no_new_privileges() == 0, sandbox_landlock_enforce(ruleset) == 0,
            sandbox_try_open("/etc/passwd", O_RDONLY) < 0
        else { exit(70) }
    }
}

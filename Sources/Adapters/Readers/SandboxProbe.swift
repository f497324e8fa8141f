import CSandbox
import Foundation

/// What a reader must not be able to do, tried from inside.
package struct SandboxProbe: Sendable {
    /// One thing that was tried.
    package struct Attempt: Hashable, Sendable {
        package var name: String
        /// `errno` of the refusal; 0 when it was possible.
        package var error: Int32

        /// Whether the sandbox, rather than a missing file, refused.
        package var isRefused: Bool { error == EACCES || error == EPERM }
    }

    package private(set) var attempts: [Attempt] = []

    /// - Parameter outside: A file that exists, is readable by everybody, and is on no reader's list.
    package init(outside: String = "/etc/passwd") {
        attempt("open a file outside the list") { sandbox_try_open(outside, O_RDONLY) }
        attempt("open a file for writing") { sandbox_try_open("/dev/null", O_WRONLY) }
        attempt("open a socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        attempt("start a program") { sandbox_try_program() }
        attempt("start a process") { sandbox_try_process() }
    }

    /// What was possible after all.
    package var open: [String] { attempts.filter { !$0.isRefused }.map(\.name) }

    private mutating func attempt(_ name: String, _ trial: () -> Int32) {
        let result = trial()
        let error = result < 0 ? errno : 0
        if result >= 0, name.hasPrefix("open") { close(result) }
        attempts.append(Attempt(name: name, error: error))
    }
}

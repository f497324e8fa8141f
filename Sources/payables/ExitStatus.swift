import ArgumentParser
import Orchestrator

/// What the program ends with; the numbers from 64 on are those of BSD's `sysexits.h`.
enum ExitStatus: Int32, CaseIterable {
    case accepted = 0
    case fell = 1
    case review = 2
    case rejected = 3
    case failed = 4
    case usage = 64
    case noInput = 66
    case mistake = 70
    case setup = 69
    case stopped = 75

    /// Of several documents the gravest: failed, rejected, needs review, accepted.
    init(_ outcomes: some Sequence<Outcome>) {
        let all = Set(outcomes)
        if all.contains(.failed) {
            self = .failed
        } else if all.contains(.rejected) {
            self = .rejected
        } else {
            self = all.contains(.review) ? .review : .accepted
        }
    }

    var code: ExitCode { ExitCode(rawValue) }

    /// What it means, for `--help`.
    var meaning: String {
        switch self {
        case .accepted: "all is well"
        case .fell: "a figure or a check is below what is asked"
        case .review: "a document needs review"
        case .rejected: "a document was rejected"
        case .failed: "a document could not be read or carried"
        case .usage: "the command line or the settings are wrong"
        case .noInput: "a file or folder is missing or cannot be read"
        case .setup: "a library, language or folder of this installation is missing"
        case .mistake: "a mistake in the program"
        case .stopped: "stopped by Ctrl-C; --resume goes on"
        }
    }

    /// The paragraph of a command's help. Of several document outcomes the gravest is told.
    static func help(_ statuses: [ExitStatus]) -> String {
        "Exit codes:\n"
            + statuses.map { status in
                let number = String(status.rawValue)
                return "  " + String(repeating: " ", count: 2 - number.count) + number + "  " + status.meaning
            }.joined(separator: "\n")
    }
}

/// A reason to stop that is told in plain words and ends with its own status.
struct CommandFailure: Error, CustomStringConvertible {
    var status: ExitStatus
    /// What is wrong, where, and what to do.
    var description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}

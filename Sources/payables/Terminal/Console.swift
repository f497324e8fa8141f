import Foundation
import Reports

/// Standard output and standard error, as what they are: a terminal for a person, or a pipe for a program.
enum Console {
    /// To standard error.
    static func tell(_ text: String) { write(text + "\n", to: .standardError) }

    /// To standard output.
    static func answer(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: .standardOutput) }

    /// A closed pipe is no error of ours: `payables read x | head`.
    static func write(_ text: String, to handle: FileHandle) { try? handle.write(contentsOf: Data(text.utf8)) }

    static func isTerminal(_ handle: FileHandle) -> Bool { isatty(handle.fileDescriptor) == 1 }

    /// Colours only on a terminal that has them, and never with `NO_COLOR` (no-color.org) set to anything.
    static func style(of handle: FileHandle, environment: [String: String] = ProcessInfo.processInfo.environment)
        -> TerminalStyle
    {
        let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return isTerminal(handle) && !refused && environment["TERM"] != "dumb" ? .coloured : .plain
    }

    /// Columns; `nil` when it is no terminal.
    static func width(of handle: FileHandle) -> Int? {
        guard isTerminal(handle) else { return nil }
        var size = winsize()
        guard ioctl(handle.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

/// How far a reader is shut in, as seen from inside after the door was closed.
package struct SandboxReport: Hashable, Sendable, Codable {
    /// The kernel's landlock ABI, 1 and up, when it is in force; `nil` when files are not shut off.
    package var landlock: Int?
    /// Whether system calls are filtered.
    package var seccomp: Bool
    /// What is not shut in and why, a sentence each; empty when all is well.
    package var gaps: [String]

    package init(landlock: Int? = nil, seccomp: Bool = false, gaps: [String] = []) {
        self.landlock = landlock
        self.seccomp = seccomp
        self.gaps = gaps
    }

    package var isComplete: Bool { gaps.isEmpty }

    /// One line for the start of the program; `nil` when there is nothing to say.
    package var warning: String? {
        guard !isComplete else { return nil }
        return "Readers run with limits but are not fully shut in: \(gaps.joined(separator: "; "))."
    }
}

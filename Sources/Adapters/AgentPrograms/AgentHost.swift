import Foundation
import Orchestrator
import Readers

/// The program that an agent's process begins as: it shuts itself in, and becomes the agent.
package struct AgentHost: Sendable {
    /// Path of a program that calls ``become(_:)``.
    package var executable: String
    /// Before those that name the agent.
    package var arguments: [String]

    package init(executable: String, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }

    func run(_ agent: AgentManifest, in folder: String) -> ConfinedRun {
        let limits = agent.limits
        let cpu = max(1, Int(limits.seconds.rounded(.up)))
        return ConfinedRun(
            executable: executable,
            arguments: arguments + [folder, agent.program, String(limits.memory), String(cpu)],
            time: .seconds(limits.seconds), answer: limits.output)
    }

    /// For the host's own process.
    /// - Parameter arguments: Folder, program, bytes of memory, seconds of processor time.
    /// - Returns: Only when the agent could not be started: the exit code.
    package static func become(_ arguments: [String]) -> Int32 {
        guard arguments.count == 4, let memory = Int(arguments[2]), let seconds = Int(arguments[3]) else { return 64 }
        return ConfinedProgram(folder: arguments[0], program: arguments[1], memory: memory, cpuSeconds: seconds)
            .become()
    }
}

import AgentPrograms
import Foundation

/// What `payables agent-host` does, for AgentProgramsTests to start.
@main enum AgentHostProgram {
    static func main() { exit(AgentHost.become(Array(CommandLine.arguments.dropFirst()))) }
}

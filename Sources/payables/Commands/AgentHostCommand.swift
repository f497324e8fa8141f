import AgentPrograms
import ArgumentParser

/// `payables agent-host`: the process that shuts itself in and becomes an agent of the agents folder. Nobody types it.
struct AgentHostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent-host", abstract: "Become an agent of the agents folder, shut in.", shouldDisplay: false)

    @Argument(parsing: .allUnrecognized, help: "Folder, program, bytes of memory, seconds of processor time.")
    var agent: [String]

    func run() throws { throw ExitCode(AgentHost.become(agent)) }
}

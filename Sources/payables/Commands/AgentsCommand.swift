import AgentPrograms
import ArgumentParser
import Foundation
import Orchestrator
import Reports

/// `payables agents`: what steps of workflows can be made of.
struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents", abstract: "List and check agents, the kinds of steps that workflows have.",
        discussion: """
            Agents are part of the program, or stand in the agents folder: a manifest agent.json and an executable \
            (docs/agents.md). Those of the folder may join and leave while payables serve runs.
            """,
        subcommands: [List.self, Check.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all agents: name, version, where it is, what it takes and gives, and whether it is well.",
            discussion: """
                Examples:
                  payables agents list
                  payables agents list --agents my-agents
                  payables agents list --json

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput]))
                """)

        @Flag(help: "As JSON, with whole schemas.") var json = false
        @OptionGroup var agents: AgentOptions

        func run() async throws {
            let folder = try agents.folder()
            let list = await AgentList(try agents.registry(), folder)
            Console.answer(json ? try list.json : list.table.text(width: Console.width(of: .standardOutput)))
            if !list.troubles.isEmpty {
                throw CommandFailure(
                    .fell,
                    "Agents that cannot be used:\n" + list.troubles.map { "  - \($0)" }.joined(separator: "\n"))
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the agents of a folder: their manifests, and whether they start and answer.",
            discussion: """
                Examples:
                  payables agents check my-agents

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput]))
                """)

        @Argument(help: "The agents folder.", completion: .directory) var folder: String

        func run() async throws {
            let folder = try AgentOptions.folder(folder)
            let found = folder.look()
            guard !found.isEmpty else {
                throw CommandFailure(.noInput, "\(folder.url.path) holds no agent: no folder in it has an agent.json.")
            }
            let list = await AgentList(try AgentRegistry(programs: folder), folder)
            let bad = Set(list.troubles.compactMap { $0.split(separator: ":").first.map(String.init) })
            for agent in found where !bad.contains(agent.name) { Console.answer("\(agent.name): good") }
            guard list.troubles.isEmpty else {
                throw CommandFailure(
                    .fell, "Faults in agents:\n" + list.troubles.map { "  - \($0)" }.joined(separator: "\n"))
            }
        }
    }
}

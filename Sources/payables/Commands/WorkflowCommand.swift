import ArgumentParser
import Foundation
import Orchestrator

/// `payables workflow`: definitions of what becomes of a case.
struct WorkflowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", abstract: "Check workflow definitions, list what was published, retire editions.",
        discussion: """
            A workflow is a JSON file of steps (schemas/workflows, docs/workflows.md). payables serve checks it in the same \
            way before any case follows it.
            """,
        subcommands: [Check.self, List.self, Retire.self, Restore.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check definitions and name every fault with its place.",
            discussion: """
                Checked are the form of the file, that all agents are there and their settings and schemas fit, that steps \
                find what they need, that times are finite, and that every failed case ends with a person or for good.

                Examples:
                  payables workflow check schemas/workflows/ap-po.json
                  payables workflow check my-workflow.json --agents my-agents --master records

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput, .setup]))
                """)

        @Argument(help: "Definitions.", completion: .file()) var files: [String]
        @Option(
            help: "Folder of approvals.csv and so on: also check that somebody can approve.", completion: .directory)
        var master: String?
        @OptionGroup var agents: AgentOptions
        @OptionGroup var options: SettingsOptions

        func run() throws {
            let check = try WorkflowFiles(SchemaFolder(options.resolved()).url)
                .check(agents.registry(), approvals: Records(master).folder?.approvals)
            var faults: [String] = []
            for file in files {
                guard let json = FileManager.default.contents(atPath: file) else {
                    throw CommandFailure(.noInput, "The workflow \(file) can't be read.")
                }
                let found = check.faults(in: json)
                faults += found.map { "\(file): \($0)" }
                if found.isEmpty { Console.answer("\(file): good") }
            }
            guard faults.isEmpty else {
                throw CommandFailure(
                    .fell, "Faults in workflows:\n" + faults.map { "  - \($0)" }.joined(separator: "\n"))
            }
        }
    }
}

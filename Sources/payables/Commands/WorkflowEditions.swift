import ArgumentParser
import Orchestrator
import Reports
import Storage

extension WorkflowCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the editions that were published, and how many cases follow each.",
            discussion: """
                Examples:
                  payables workflow list

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let rows = try await open.directory.workflows().map { known in
                    [
                        known.edition.name, String(known.edition.version), String(known.edition.digest.prefix(12)),
                        known.published.iso, known.retired?.iso ?? "in use", String(known.running),
                    ]
                }
                let table = TextTable(
                    [
                        .init("workflow"), .init("version", right: true), .init("digest"), .init("published"),
                        .init("retired"), .init("open cases", right: true),
                    ], rows: rows)
                Console.write(
                    table.text(width: Console.width(of: .standardOutput), style: Console.style(of: .standardOutput)),
                    to: .standardOutput)
            }
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let no new case follow an edition.",
            discussion: """
                Cases that follow it go on to their end. Nothing is removed; payables workflow restore takes it back.

                Examples:
                  payables workflow retire ap-approval 1

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Argument(help: "Its name.") var name: String
        @Argument(help: "Its version.") var version: Int
        @OptionGroup var office: OfficeOptions

        func run() async throws { try await WorkflowCommand.set(name, version, isRetired: true, office) }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a retired edition back into use.",
            discussion: """
                Examples:
                  payables workflow restore ap-approval 1

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Argument(help: "Its name.") var name: String
        @Argument(help: "Its version.") var version: Int
        @OptionGroup var office: OfficeOptions

        func run() async throws { try await WorkflowCommand.set(name, version, isRetired: false, office) }
    }

    private static func set(_ name: String, _ version: Int, isRetired: Bool, _ office: OfficeOptions) async throws {
        try await office.with(connections: 1) { open in
            guard try await open.directory.retire(name, version: version, isRetired: isRetired) else {
                throw CommandFailure(
                    .usage, "There is no workflow \(name) version \(version); payables workflow list names them.")
            }
            Console.answer("\(name) version \(version): \(isRetired ? "retired" : "in use")")
        }
    }
}

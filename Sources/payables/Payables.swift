import ArgumentParser
import Foundation

@main
struct Payables: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payables", abstract: "Reads, checks, matches and routes invoices.",
        discussion: """
            Results are printed on standard output and are the only thing there; progress and messages go to standard \
            error. Every command has a --help of its own with its exit codes.

            Shell completions: payables --generate-completion-script bash|zsh|fish
            """,
        subcommands: [
            ReadCommand.self, BatchCommand.self, ExplainCommand.self, CheckSetupCommand.self, SchemaCommand.self,
            AccuracyCommand.self, Words.self, Drafts.self,
            ReaderCommand.self,
        ])

    /// Failures of our own are told in their own words and end with their own status; all others as the parser does it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console.tell("payables: " + failure.description)
            Foundation.exit(failure.status.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}

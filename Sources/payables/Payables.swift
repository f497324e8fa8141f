import ArgumentParser
import Dispatch
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
            AccuracyCommand.self, CorrectCommand.self, MemoryCommand.self, ServeCommand.self, WorkCommand.self,
            CaseCommand.self, ReportCommand.self, HealthCommand.self, QueueCommand.self, AuditCommand.self,
            NotifyCommand.self,
            ScheduleCommand.self,
            TicketCommand.self, WorkflowCommand.self, AgentsCommand.self, LedgerCommand.self, DatabaseCommand.self,
            MailCommand.self, Words.self, Drafts.self, ReaderCommand.self, AgentHostCommand.self,
            MailReaderCommand.self,
            MailVerifyCommand.self, BenchQueueCommand.self,
        ])

    /// Not `async`: a reader has to be its process's only thread when it shuts itself in (else it must start anew), and
    /// Swift's concurrency begins with several.
    static func main() {
        do {
            let command = try parseAsRoot()
            guard let command = command as? any AsyncParsableCommand else {
                var command = command
                return try command.run()
            }
            wait(for: command)
        } catch {
            leave(after: error)
        }
    }

    /// The task must not run on the thread that waits here, which it would if it were begun in `main` itself.
    private static func wait(for command: any AsyncParsableCommand) {
        // Handed over, and not touched here any more.
        nonisolated(unsafe) var command = command
        let done = DispatchSemaphore(value: 0)
        Task {
            do { try await command.run() } catch { leave(after: error) }
            done.signal()
        }
        done.wait()
    }

    /// Failures of our own are told in their own words and end with their own status; all others as the parser does it.
    private static func leave(after error: any Error) -> Never {
        guard let failure = error as? CommandFailure else { exit(withError: error) }
        Console.tell("payables: " + failure.description)
        Foundation.exit(failure.status.rawValue)
    }
}

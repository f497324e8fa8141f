import ArgumentParser
import Orchestrator
import Storage

/// `payables ticket`: technical trouble, counted.
struct TicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Look at technical trouble, and close what is settled.",
        discussion: """
            Trouble that outlasts all attempts opens one ticket per kind; the same again is counted. A step of the same agent \
            that succeeds later closes it.

            Examples:
              payables ticket list
              payables ticket close 3 --by U-101
            """,
        subcommands: [List.self, Close.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List tickets, open ones first.",
            discussion: """
                Examples:
                  payables ticket list
                  payables ticket list --all --json

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Flag(help: "Closed ones too.") var all = false
        @Flag(help: "As JSON, one object a line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let tickets = PostgresTickets(open.pool, organisation: open.directory.organisation)
                for ticket in try await tickets.list(withClosed: all) { Console.answer(try line(ticket)) }
            }
        }

        private func line(_ ticket: Ticket) throws -> String {
            let state = ticket.closed == nil ? "open" : "closed"
            guard json else {
                let end = ticket.closed.map { "  closed \($0.iso) by \(ticket.closedBy)" } ?? ""
                return
                    "\(ticket.number)  \(state)  \(ticket.agent)  \(ticket.occurrences) failures in \(ticket.cases) cases"
                    + "  last \(ticket.last.iso)\(end)\n    \(ticket.words)"
            }
            let row: [String: String] = [
                "number": String(ticket.number), "state": state, "agent": ticket.agent,
                "occurrences": String(ticket.occurrences), "cases": String(ticket.cases), "opened": ticket.opened.iso,
                "last": ticket.last.iso, "closed": ticket.closed?.iso ?? "", "closed_by": ticket.closedBy,
                "fingerprint": ticket.fingerprint.key, "words": ticket.words,
            ]
            return try JSONText.text(row)
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a ticket; the next failure of its kind opens another one.",
            discussion: """
                Examples:
                  payables ticket close 3 --by U-101

                \(ExitStatus.help([.accepted, .fell, .usage, .setup]))
                """)
        @Argument(help: "Its number.") var number: Int64
        @Option(help: "Who closes it.") var by: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let tickets = PostgresTickets(open.pool, organisation: open.directory.organisation)
                guard try await tickets.close(number, by: by) else {
                    throw CommandFailure(.fell, "No ticket \(number) is open; payables ticket list names them.")
                }
                Console.answer("Ticket \(number) is closed.")
            }
        }
    }
}

import ArgumentParser
import Foundation
import Invoicing
import Orchestrator
import Postgres
import SQLLedger

/// `payables ledger`: the ledger in a database of its own.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Make, test and look at a ledger in a database.",
        discussion: """
            payables serve books there when PAYABLES_LEDGER_URL or --ledger names one; without, in a file.

            Examples:
              export PAYABLES_LEDGER_URL=postgresql://ledger_owner:…@erp.example/ledger
              payables ledger init --login payables_booking
              payables ledger test
              payables ledger show --last 5
            """,
        subcommands: [Init.self, Test.self, Show.self, Period.self])

    static let exitCodes = ExitStatus.help([.accepted, .fell, .usage, .setup])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the ledger's tables in a database.",
            discussion: """
                As the owner of the database. Who books needs no more than the role payables_ledger, which --login gives: \
                it may read and book, and change nothing. A ledger that is there already stays as it is.

                Examples:
                  payables ledger init --url postgresql://ledger_owner@erp.example/ledger --login payables_booking

                \(LedgerCommand.exitCodes)
                """)
        @OptionGroup var ledger: LedgerOptions
        @Option(help: "Login that will book; given the right to. Default: that of the address.") var login: String?

        func run() async throws {
            let isNew = try await LedgerCommand.told {
                try await LedgerOffice(url: try ledger.address()).make(login: login)
            }
            Console.answer(isNew ? "The ledger is made." : "The ledger is there already.")
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Log in, look at the tables, book something and undo it.",
            discussion: """
                Names the layer that fails: name of the host, connection, login, database, role, tables, rights, booking. \
                Nothing is left behind.

                Examples:
                  payables ledger test

                \(LedgerCommand.exitCodes)
                """)
        @OptionGroup var ledger: LedgerOptions

        func run() async throws {
            let open = SQLLedger(url: try ledger.address(), connections: 1)
            do throws(LedgerOfficeError) { try await open.test() } catch {
                await open.close()
                throw CommandFailure(.fell, "The ledger cannot be booked in. \(error.message)")
            }
            await open.close()
            Console.answer("The ledger answers; a trial booking was made and undone.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List entries, the latest first.",
            discussion: """
                Examples:
                  payables ledger show
                  payables ledger show R-2026-0017

                \(LedgerCommand.exitCodes)
                """)
        @Argument(help: "Only of this key, case or invoice number.") var wanted: String?
        @Option(help: "How many at most.") var last = 20
        @Flag(help: "As JSON, one object a line.") var json = false
        @OptionGroup var ledger: LedgerOptions

        func run() async throws {
            let open = SQLLedger(url: try ledger.address(), connections: 1)
            let entries = try await LedgerCommand.told { try await open.entries(wanted, most: max(1, last)) }
            await open.close()
            for entry in entries { Console.answer(json ? try JSONText.text(row(entry)) : line(entry)) }
        }

        private func row(_ entry: BookedEntry) -> [String: String] {
            [
                "entry": entry.name, "key": entry.key, "supplier": entry.supplierID, "invoice": entry.invoiceNumber,
                "date": entry.invoiceDate, "currency": entry.currency, "net": entry.net, "tax": entry.tax,
                "gross": entry.gross, "reverses": entry.reverses.map { BookedEntry.name($0) } ?? "",
            ]
        }

        private func line(_ entry: BookedEntry) -> String {
            let back = entry.reverses.map { "  takes back \(BookedEntry.name($0))" } ?? ""
            return "\(entry.name)  \(entry.invoiceDate)  \(entry.supplierID)  \(entry.invoiceNumber)  "
                + "\(entry.gross) \(entry.currency)\(back)  \(entry.key)"
        }
    }

    struct Period: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List periods, close a month or open it again.",
            discussion: """
                As the owner of the ledger. What falls in a closed month waits for a person. Days of months that were \
                never named can be booked on.

                Examples:
                  payables ledger period
                  payables ledger period 2026-03 --close

                \(LedgerCommand.exitCodes)
                """)
        @Argument(help: "A month: YYYY-MM.") var month: String?
        @Flag(help: "Nothing is booked in it any more.") var close = false
        @Flag(help: "It can be booked in again.") var open = false
        @OptionGroup var ledger: LedgerOptions

        func validate() throws {
            guard (month == nil) == (!close && !open), !(close && open) else {
                throw ValidationError("name a month together with --close or --open, or none of the three")
            }
        }

        func run() async throws {
            let office = LedgerOffice(url: try ledger.address())
            if let month {
                guard let first = Day(iso: month + "-01"),
                    let last = (27...30).compactMap({ first.adding(days: $0) }).last(where: { $0.month == first.month })
                else { throw CommandFailure(.usage, "\(month) is no month such as 2026-03") }
                try await LedgerCommand.told {
                    try await office.write(
                        LedgerPeriod(name: month, first: first.iso, last: last.iso, isClosed: close))
                }
            }
            for period in try await LedgerCommand.told({ try await office.periods() }) {
                Console.answer(
                    "\(period.name)  \(period.first)  \(period.last)  \(period.isClosed ? "closed" : "open")")
            }
        }
    }

    /// Failures in the words of the command line; libpq's own never hold a password.
    static func told<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await DatabaseOptions.told(body) } catch let error as LedgerOfficeError {
            throw CommandFailure(.setup, error.message)
        }
    }
}

import ArgumentParser
import Foundation
import Mailroom
import Orchestrator
import Storage

extension MailCommand {
    /// `payables mail address`.
    struct Address: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Addresses of the organisation in a mailbox that several share.",
            discussion: """
                An address is made of 26 random characters, so that nobody guesses it. When it has become known to the wrong \
                people, make a new one and retire the old one; its mails are listed with RETIRED_ADDRESS.

                Examples:
                  payables mail address new
                  payables mail address new --process AP
                  payables mail address list
                  payables mail address retire 4k7q...
                """,
            subcommands: [New.self, List.self, Retire.self])

        struct New: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Make an address.",
                discussion: "Example:\n  payables mail address new\n\n\(ExitStatus.help([.accepted, .setup]))")
            @Option(help: "What its mails are for.") var process = "AP"
            @OptionGroup var office: OfficeOptions

            func run() async throws {
                try await office.with(connections: 1) { open in
                    let local = "in-" + RandomName.base32()
                    try await PostgresMailStore(open.pool).add(
                        IntakeAddress(
                            local: local, organisation: open.directory.id, process: process, made: SystemClock().now))
                    Console.answer(local)
                }
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "List the addresses.",
                discussion: "Example:\n  payables mail address list\n\n\(ExitStatus.help([.accepted, .setup]))")
            @OptionGroup var office: OfficeOptions

            func run() async throws {
                try await office.with(connections: 1) { open in
                    for one in try await PostgresMailStore(open.pool).addresses(of: open.directory.id) {
                        let state = one.retired.map { "retired \($0.iso)" } ?? "in use"
                        Console.answer("\(one.local)  \(one.process)  made \(one.made.iso)  \(state)")
                    }
                }
            }
        }

        struct Retire: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Retire an address.",
                discussion:
                    "Example:\n  payables mail address retire in-4k7q...\n\n\(ExitStatus.help([.accepted, .noInput, .setup]))"
            )
            @Argument(help: "What stands before the @.") var local: String
            @OptionGroup var office: OfficeOptions

            func run() async throws {
                try await office.with(connections: 1) { open in
                    guard try await PostgresMailStore(open.pool).retire(local.lowercased(), of: open.directory.id)
                    else {
                        throw CommandFailure(
                            .noInput, "There is no address \(local) in use. payables mail address list shows them.")
                    }
                    Console.answer("\(local) is retired.")
                }
            }
        }
    }
}

/// Names that nobody guesses.
enum RandomName {
    /// 128 random bits as 26 characters.
    static func base32() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
        var generator = SystemRandomNumberGenerator()
        return String((0..<26).map { _ in letters[Int.random(in: 0..<32, using: &generator)] })
    }
}

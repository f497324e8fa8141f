import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables queue`: what is due, and what is held.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Look at the queue of cases, hold it and let it go.",
        discussion: """
            A hold stops the beginning of steps: of the organisation's cases, of one agent's steps, or of everything in the \
            database. What a worker is doing is finished first. People can still answer, cancel and continue; that counts \
            when the hold is over.

            Examples:
              payables queue show
              payables queue pause --agent post --by U-101 --reason "the ledger is being moved"
              payables queue resume --agent post
              payables queue pause --all-organisations --by U-101 --reason "restore from backup"
            """, subcommands: [Show.self, Pause.self, Resume.self])

    static let exitCodes = ExitStatus.help([.accepted, .fell, .usage, .setup])

    /// What is held.
    struct Place: ParsableArguments {
        @Option(help: "Only steps of this agent: post, match …") var agent: String?
        @Flag(help: "Of all organisations in the database.") var allOrganisations = false

        func hold(_ open: OfficeOptions.Open) throws -> CaseHold {
            let names = try AgentRegistry().names
            if let agent, !names.contains(agent) {
                throw CommandFailure(
                    .usage, "No agent is called \(agent); there are \(names.joined(separator: ", ")).")
            }
            return CaseHold(organisation: allOrganisations ? nil : open.directory.id, agent: agent)
        }

        var words: String {
            (agent.map { "steps of \($0)" } ?? "all steps") + (allOrganisations ? " of all organisations" : "")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is due and what is held.", discussion: QueueCommand.exitCodes)
        @Flag(help: "As JSON.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let (counts, holds) = (try await open.directory.queue(), try await open.directory.holds())
                Console.answer(json ? try JSONText.text(Answer(counts, holds)) : text(counts, holds))
            }
        }

        private func text(_ counts: QueueCounts, _ holds: [KnownHold]) -> String {
            let oldest = counts.oldest.map { ", the oldest since \($0.iso)" } ?? ""
            let lines = [
                "due \(counts.due)\(oldest); taken \(counts.taken); waiting for a time \(counts.timers);"
                    + " put aside \(counts.aside)"
            ]
            return
                (lines
                + holds.map { hold in
                    let what = hold.agent.map { "steps of \($0)" } ?? "all steps"
                    let whose = hold.isForAll ? " of all organisations" : ""
                    return "held: \(what)\(whose), since \(hold.at.iso) by \(hold.by): \(hold.reason)"
                }).joined(separator: "\n")
        }

        private struct Answer: Encodable {
            struct Hold: Encodable {
                var agent: String?
                var isForAll: Bool
                var by: String
                var reason: String
                var since: String

                enum CodingKeys: String, CodingKey {
                    case agent, by, reason, since
                    case isForAll = "all_organisations"
                }
            }
            var due: Int
            var taken: Int
            var timers: Int
            var aside: Int
            var oldest: String?
            var holds: [Hold]

            init(_ counts: QueueCounts, _ holds: [KnownHold]) {
                (due, taken, timers, aside) = (counts.due, counts.taken, counts.timers, counts.aside)
                oldest = counts.oldest?.iso
                self.holds = holds.map {
                    Hold(
                        agent: $0.agent, isForAll: $0.isForAll, by: $0.by, reason: $0.reason, since: $0.at.iso)
                }
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin no step until resumed.", discussion: QueueCommand.exitCodes)
        @OptionGroup var place: Place
        @Option(help: "Who says so.") var by: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                try await open.store.hold(try place.hold(open), by: by, reason: reason)
                Console.answer("held: \(place.words)")
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let go what was paused.",
            discussion: "Cases that met the hold look again within half a minute.\n\n\(QueueCommand.exitCodes)")
        @OptionGroup var place: Place
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                guard try await open.store.letGo(try place.hold(open)) else {
                    throw CommandFailure(.fell, "There is no such hold; payables queue show names them.")
                }
                Console.answer("let go: \(place.words)")
            }
        }
    }
}

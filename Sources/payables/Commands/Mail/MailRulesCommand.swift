import ArgumentParser
import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Storage

extension MailCommand {
    /// `payables mail rules`.
    struct Rules: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check screening rules, and try them on mails of the past.", subcommands: [Check.self])
    }
}

extension MailCommand.Rules {
    /// `payables mail rules check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a file of rules, and tell which stored mails would go another way.",
            discussion: """
                The rules in use are those that the mail file names. Nothing is changed: put the new file into its place when \
                you like what you see.

                Examples:
                  payables mail rules check new-rules.json --mail mail.json --master records
                  payables mail rules check new-rules.json --mail mail.json --master records --days 30 --all

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Argument(help: "The new rules.", completion: .file()) var rules: String
        @Option(help: "Mails of the last so many days.") var days = 90
        @Option(help: "How many mails at most, the newest first.") var most = 5_000
        @Flag(help: "Every mail that would go another way; else the first twenty.") var all = false
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            guard (1...3_650).contains(days) else {
                throw CommandFailure(.usage, "--days must be 1...3650, not \(days)")
            }
            guard (1...100_000).contains(most) else {
                throw CommandFailure(.usage, "--most must be 1...100000, not \(most)")
            }
            guard service.mail != nil else { throw CommandFailure(.usage, "Name the mail file: --mail mail.json") }
            try await service.prepared { house in
                guard let mails = house.mails else { return }
                let office = try await mails.office()
                let fresh = try MailDesk.rules(URL(filePath: rules), Set(office.processes.keys))
                let old = office.rules ?? ScreeningRules([], otherwise: .process(MailOffice.usualProcess))
                let since = SystemClock().now + .seconds(-86_400 * days)
                let kept = try await PostgresMailStore(house.open.pool)
                    .mails(in: house.open.directory.id, reasons: nil, before: nil, most: most)
                    // Answers and bounces are known before any rule is asked.
                    .filter { $0.mail.received >= since && [.cases, .rejected].contains($0.outcome.kind) }
                var facts: [(String, ScreeningFacts)] = []
                var unread = 0
                for one in kept {
                    do { facts.append((one.mail.id.rawValue, try await mails.take.facts(one))) } catch { unread += 1 }
                }
                show(ScreeningDiff(facts, from: old, to: fresh), fresh)
                if unread > 0 { Console.tell("\(unread) mails could not be read anew and are not counted.") }
            }
        }

        private func show(_ diff: ScreeningDiff<String>, _ fresh: ScreeningRules) {
            Console.answer("\(fresh.rules.count) rules, in order.")
            Console.answer(
                "Of \(diff.count) mails \(diff.changes.count) would go another way, \(diff.otherRule) the same way by another "
                    + "rule.")
            for rule in fresh.rules {
                Console.answer("  \(Printable.text(rule.name)): decides \(diff.uses[rule.name] ?? 0)")
            }
            for change in diff.changes.prefix(all ? .max : 20) {
                let rule = change.ruleAfter.map { " by \(Printable.text($0))" } ?? ""
                Console.answer(
                    "  \(change.mail.prefix(8))  \(Self.words(change.before)) -> \(Self.words(change.after))\(rule)")
            }
        }

        private static func words(_ action: ScreeningAction) -> String {
            switch action {
            case .process(let name): "process \(name)"
            case .review: "review"
            case .reject: "reject"
            }
        }
    }
}

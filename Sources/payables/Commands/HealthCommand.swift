import ArgumentParser
import Foundation
import Orchestrator
import Postgres
import Storage

/// `payables health`: whether cases get on, for watchdogs and load balancers.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Tell whether the database is there and cases get on.",
        discussion: """
            Not healthy: the database is away or behind this program, cases are due and nobody takes them, or times have come and             nobody wakes their cases. Starts and changes nothing.

            Examples:
              payables health
              payables health --json --late 300

            \(ExitStatus.help([.accepted, .fell, .usage, .setup]))
            """)

    @Option(help: ArgumentHelp("How long a case may be due.", valueName: "seconds")) var late = 60
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var office: OfficeOptions

    struct Check: Encodable {
        var name: String
        var isWell: Bool
        var words: String

        enum CodingKeys: String, CodingKey {
            case name, words
            case isWell = "is_well"
        }
    }

    func run() async throws {
        let checks = await self.checks()
        if json {
            Console.answer(try JSONText.text(checks))
        } else {
            for check in checks { Console.answer("\(check.isWell ? "well" : "ILL ")  \(check.name): \(check.words)") }
        }
        guard checks.allSatisfy(\.isWell) else { throw ExitStatus.fell.code }
    }

    private func checks() async -> [Check] {
        if office.database.serverURL == nil {
            guard case .running = await office.database.cluster.status() else {
                return [
                    Check(
                        name: "database", isWell: false,
                        words: "the private server does not run; payables serve starts it")
                ]
            }
        }
        do {
            let owner = try await office.database.owner(startsCluster: false)
            let (_, pending) = try await DatabaseOptions.told { try await Migrator().status(owner) }
            await owner.close()
            let database = Check(name: "database", isWell: true, words: "it answers")
            guard pending.isEmpty else {
                let words = "\(pending.count) migrations are missing; payables db migrate applies them"
                return [database, Check(name: "schema", isWell: false, words: words)]
            }
            let counts = try await office.counts()
            return [database, Check(name: "schema", isWell: true, words: "it is this program's")] + queue(counts)
        } catch {
            return [Check(name: "database", isWell: false, words: "\(error)")]
        }
    }

    private func queue(_ counts: QueueCounts) -> [Check] {
        let limit = SystemClock().now + .seconds(-late)
        let isStuck = counts.oldest.map { $0 < limit } ?? false
        let isAsleep = counts.nextTimer.map { $0 < limit } ?? false
        return [
            Check(
                name: "queue", isWell: !isStuck,
                words: isStuck
                    ? "\(counts.due) due and nobody takes them; payables serve or work has to run, or the queue is held"
                    : "\(counts.due) due, \(counts.taken) taken, \(counts.aside) put aside"),
            Check(
                name: "timers", isWell: !isAsleep,
                words: isAsleep
                    ? "times have come and nobody wakes their cases; one program has to run the scheduler"
                    : "\(counts.timers) to come"),
        ]
    }
}

import ArgumentParser
import Orchestrator

extension CaseCommand {
    struct Limit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set times of a step for one case.",
            discussion: """
                What is set for a case goes before limits.csv of the organisation, that before the workflow, that before the \
                program's own. What is not given stays.

                Examples:
                  payables case limit 2026-000012 decide --human-wait 1209600 --by U-101 --reason "on holiday until the 14th"
                  payables case limit 2026-000012 post --run 120 --total 3600 --by U-101 --reason "the ledger is slow today"

                \(CaseCommand.exitCodes)
                """)
        @OptionGroup var order: OrderOptions
        @Argument(help: "Id of the step.") var step: String
        @Option(help: ArgumentHelp("For people's answers, from when they were asked.", valueName: "seconds"))
        var humanWait: Double?
        @Option(help: ArgumentHelp("For one attempt.", valueName: "seconds")) var run: Double?
        @Option(help: ArgumentHelp("For all attempts and the pauses between them.", valueName: "seconds"))
        var total: Double?
        @Option(help: ArgumentHelp("Longest silence of an attempt.", valueName: "seconds")) var heartbeat: Double?
        @Option(help: ArgumentHelp("From due to taken by a worker.", valueName: "seconds")) var queueWait: Double?
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let given = GivenLimits(
                queueWait: queueWait, run: run, heartbeat: heartbeat, total: total, humanWait: humanWait)
            guard given != GivenLimits() else { throw CommandFailure(.usage, "Give at least one time.") }
            try await order.send(.limit(step: step, given), reason: reason)
        }
    }
}

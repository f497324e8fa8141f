import ArgumentParser
import Foundation
import Orchestrator
import Postgres
import Storage

/// `payables bench-queue`: works off a queue that Benchmarks/bench-queue.py has filled, and prints what it measured. Nobody
/// types it.
struct BenchQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-queue", abstract: "Measure the queue of the database that PAYABLES_DATABASE_URL names.",
        shouldDisplay: false)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        /// Claim and complete, nothing between.
        case drain
        /// The whole way of a case through stub agents.
        case flow
        /// As `flow`, for cases that come at a rate; measures how long each waits for a worker.
        case arrive
    }

    @Argument var mode: Mode
    @Option(help: "Connections that work.") var clients = 2
    @Option(help: "Cases claimed at once.") var batch = 1
    @Option var seconds = 10.0
    @Option(help: "Cases that come in a second.") var rate = 10.0
    @Option(help: "Milliseconds before an empty queue is looked at again.") var poll = 200
    @Option(
        name: .customLong("organisation"), parsing: .upToNextOption,
        help: "Ids of the organisations that cases come for, in turns.")
    var organisations: [String] = []

    func run() async throws {
        let url = ProcessInfo.processInfo.environment[DatabaseOptions.variable] ?? ""
        let pool = PostgresPool(PostgresSettings(url: url, role: "payables_app"), size: clients + 1)
        let bench = QueueBench(
            store: PostgresCaseStore(pool), workflow: try BenchWorkflow.make(), batch: batch, poll: .milliseconds(poll))
        let began = ContinuousClock.now
        let end = began + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<clients {
                group.addTask {
                    switch mode {
                    case .drain: try await bench.drain("bench \(index)", until: end)
                    case .flow, .arrive: try await bench.flow("bench \(index)", until: end)
                    }
                }
            }
            if mode == .arrive {
                group.addTask { try await bench.arrive(rate, organisations.map { .init(rawValue: $0) }, until: end) }
            }
            return try await group.reduce(0, +)
        }
        let took = (ContinuousClock.now - began) / .seconds(1)
        await pool.close()
        let waits = await bench.waits.sorted()
        let report = [
            "cases": Double(count), "seconds": took, "rate": Double(count) / took, "waited": Double(waits.count),
            "p50": Self.part(0.5, of: waits), "p95": Self.part(0.95, of: waits), "p99": Self.part(0.99, of: waits),
        ]
        Console.answer(try JSONText.text(report))
    }

    /// - Returns: Milliseconds; 0 of nothing.
    private static func part(_ part: Double, of waits: [Double]) -> Double {
        waits.isEmpty ? 0 : waits[min(waits.count - 1, Int(Double(waits.count) * part))]
    }
}

import Foundation
import Testing

@Suite("Simulation") struct SimulationTests {
    /// `SEEDS=20000 make simulate` for more; a seed that fails is run alone with `FIRST=n SEEDS=1`.
    static let seeds = count("PAYABLES_SEEDS") ?? 2_000
    static let first = count("PAYABLES_FIRST_SEED") ?? 1

    private static func count(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    @Test func everyPromiseHoldsUnderEveryFault() async throws {
        let (first, seeds) = (Self.first, Self.seeds)
        let faults = try await onAThread { () throws -> [String] in
            var faults: [String] = []
            for seed in first..<(first + seeds) {
                faults += try Simulation(seed: UInt64(seed)).run()
                if faults.count > 10 { break }
            }
            return faults
        }
        #expect(faults == [])
    }

    /// A simulation works without pause; tasks of other tests need the shared threads.
    private func onAThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result(catching: body)) }.start()
        }
    }

    @Test func anAgentThatDoesNotAskIsFound() async throws {
        let faults = try await onAThread {
            try (1...60).flatMap { try Simulation(seed: $0, post: SimCarelessPost.self).run() }
        }
        #expect(faults.contains { $0.contains("booked 2 times") })
    }

    @Test func theSameSeedIsTheSameRun() throws {
        /// Every case as it ended, and how much chance was used up.
        func trace(_ seed: UInt64) throws -> [String] {
            let simulation = Simulation(seed: seed)
            _ = try simulation.run()
            return simulation.store.cases.map { "\($0)" } + ["\(simulation.dice.next())"]
        }
        for seed: UInt64 in [3, 17, 99] {
            let first = try trace(seed)
            #expect(first.count > 1)
            #expect(try trace(seed) == first)
        }
    }
}

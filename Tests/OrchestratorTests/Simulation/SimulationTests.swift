import Foundation
import Testing

@Suite("Simulation") struct SimulationTests {
    /// `SEEDS=20000 make simulate` for more; a seed that fails is run alone with `FIRST=n SEEDS=1`.
    static let seeds = count("PAYABLES_SEEDS") ?? 2_000
    static let first = count("PAYABLES_FIRST_SEED") ?? 1

    private static func count(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    @Test func everyPromiseHoldsUnderEveryFault() throws {
        var faults: [String] = []
        for seed in Self.first..<(Self.first + Self.seeds) {
            faults += try Simulation(seed: UInt64(seed)).run()
            if faults.count > 10 { break }
        }
        #expect(faults == [])
    }

    @Test func anAgentThatDoesNotAskIsFound() throws {
        var faults: [String] = []
        for seed: UInt64 in 1...60 { faults += try Simulation(seed: seed, post: SimCarelessPost.self).run() }
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

import Foundation
import Orchestrator
import Testing

@Suite("StepLimits") struct StepLimitsTests {
    private func limits(
        ofCase: GivenLimits = .init(), organisation: GivenLimits = .init(), process: GivenLimits = .init()
    ) throws -> StepLimits {
        try StepLimits(ofCase: ofCase, organisation: organisation, process: process)
    }

    private func faults(
        ofCase: GivenLimits = .init(), organisation: GivenLimits = .init(), process: GivenLimits = .init()
    ) throws -> [String] {
        do {
            _ = try limits(ofCase: ofCase, organisation: organisation, process: process)
            return []
        } catch let error as StepLimitsError { return error.faults }
    }

    @Test func whereNobodySetsAnythingTheSystemDoes() throws {
        let limits = try limits()
        #expect(limits.run == Resolved(.seconds(300), .system))
        #expect(limits.heartbeat == Resolved(.seconds(60), .system))
        #expect(limits.total == Resolved(.seconds(3_600), .system))
        #expect(limits.queueWait == Resolved(.seconds(3_600), .system))
        #expect(limits.humanWait == Resolved(.seconds(2_592_000), .system))
        #expect(limits.retry.origin == .system)
        #expect(limits.retry.value.budget == .seconds(3_600), "without a budget as long as the total")
    }

    @Test func eachValueComesFromTheStrongestWhoGivesIt() throws {
        let limits = try limits(
            ofCase: GivenLimits(humanWait: 60),
            organisation: GivenLimits(run: 200, humanWait: 120, retry: .init(attempts: 2, delay: 1, cap: 2)),
            process: GivenLimits(
                queueWait: 10, run: 100, total: 1_000, humanWait: 180, retry: .init(attempts: 9, delay: 3, cap: 4)))
        #expect(limits.humanWait == Resolved(.seconds(60), .case))
        #expect(limits.run == Resolved(.seconds(200), .organisation))
        #expect(limits.total == Resolved(.seconds(1_000), .process))
        #expect(limits.queueWait == Resolved(.seconds(10), .process))
        #expect(limits.heartbeat == Resolved(.seconds(60), .system))
        let retry = RetryPolicy(attempts: 2, firstDelay: .seconds(1), cap: .seconds(2), budget: .seconds(1_000))
        #expect(limits.retry == Resolved(retry, .organisation))
    }

    @Test func allFaultsAreToldWithWhoSetThem() throws {
        let faults = try faults(
            ofCase: GivenLimits(queueWait: 0), organisation: GivenLimits(humanWait: .infinity),
            process: GivenLimits(
                run: -1, heartbeat: .nan, total: 31_536_001, retry: .init(attempts: 0, delay: 5, cap: 1, budget: 0)))
        #expect(
            faults == [
                "queue_wait must be above 0 and at most a year in seconds, not 0.0 (set for this case)",
                "run must be above 0 and at most a year in seconds, not -1.0 (set by the workflow)",
                "heartbeat must be above 0 and at most a year in seconds, not nan (set by the workflow)",
                "total must be above 0 and at most a year in seconds, not 31536001.0 (set by the workflow)",
                "human_wait must be above 0 and at most a year in seconds, not inf (set by the organisation)",
                "retry.attempts must be 1...20, not 0 (set by the workflow)",
                "retry.cap must be between delay and a day (set by the workflow)",
                "retry.budget must be above 0 and at most a year (set by the workflow)",
            ])
    }

    @Test func timesThatDoNotFitTogetherAreTold() throws {
        let faults = try faults(
            ofCase: GivenLimits(heartbeat: 500.5), organisation: GivenLimits(run: 400), process: GivenLimits(total: 300)
        )
        #expect(
            faults == [
                "run (400 s, set by the organisation) is longer than total (300 s, set by the workflow)",
                "heartbeat (500.5 s, set for this case) is longer than run (400 s, set by the organisation)",
            ])
    }

    /// Whoever sets one time need not know the others.
    @Test func defaultsGiveWay() throws {
        let short = try limits(process: GivenLimits(run: 30))
        #expect(short.heartbeat == Resolved(.seconds(30), .system))
        let long = try limits(process: GivenLimits(run: 7_200))
        #expect(long.total == Resolved(.seconds(7_200), .system))
        #expect(long.retry.value.budget == .seconds(7_200))
        let little = try limits(process: GivenLimits(total: 20))
        #expect(little.run == Resolved(.seconds(20), .system))
        #expect(little.heartbeat == Resolved(.seconds(20), .system))
    }

    @Test func aSystemOfOnesOwnMayLeaveValuesOut() throws {
        let limits = try StepLimits(
            ofCase: .init(), organisation: .init(), process: .init(), system: GivenLimits(humanWait: 5))
        #expect(limits.humanWait == Resolved(.seconds(5), .system))
        #expect(limits.run == Resolved(.seconds(300), .system))
    }

    @Test func isReadFromJSONWithKeysThatMayBeMissing() throws {
        let json = #"{"run": 5, "human_wait": 9, "retry": {"attempts": 2, "delay": 0.5, "cap": 10}}"#
        let given = try JSONDecoder().decode(GivenLimits.self, from: Data(json.utf8))
        #expect(given == GivenLimits(run: 5, humanWait: 9, retry: .init(attempts: 2, delay: 0.5, cap: 10)))
        let withBudget = #"{"retry": {"attempts": 2, "delay": 0.5, "cap": 10, "budget": 60}}"#
        let other = try JSONDecoder().decode(GivenLimits.self, from: Data(withBudget.utf8))
        #expect(other.retry?.budget == 60)
    }

    /// 100,000 random settings against a resolver written in another way.
    @Test func equalsAReference() throws {
        var random = SystemRandomNumberGenerator()
        func pick(_ range: ClosedRange<Double>) -> Double? {
            Bool.random(using: &random) ? nil : Double.random(in: range, using: &random).rounded()
        }
        func given() -> GivenLimits {
            GivenLimits(
                queueWait: pick(1...9_999), run: pick(100...300), heartbeat: pick(1...100), total: pick(300...9_999),
                humanWait: pick(1...9_999))
        }
        var wrong = 0
        for _ in 0..<100_000 {
            let layers = [given(), given(), given()]
            let limits = try StepLimits(ofCase: layers[0], organisation: layers[1], process: layers[2])
            func isRight(_ found: Resolved<Duration>, _ key: KeyPath<GivenLimits, Double?>) -> Bool {
                let index = layers.firstIndex { $0[keyPath: key] != nil } ?? 3
                let value: Double = (layers + [StepLimits.system])[index][keyPath: key] ?? 0
                return found == Resolved(.seconds(value), LimitOrigin.allCases[index])
            }
            let all = [
                isRight(limits.queueWait, \.queueWait), isRight(limits.run, \.run),
                isRight(limits.heartbeat, \.heartbeat), isRight(limits.total, \.total),
                isRight(limits.humanWait, \.humanWait),
            ]
            if all.contains(false) { wrong += 1 }
        }
        #expect(wrong == 0)
    }
}

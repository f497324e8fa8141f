import Foundation
import Orchestrator
import Support
import Synchronization
import Testing

/// A clock that a test turns on.
final class HandClock: EngineClock {
    private let time = Mutex(Moment(microseconds: 1_767_225_600_000_000))
    var now: Moment { time.withLock { $0 } }
    func turn(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
    func sleep(_ duration: Duration) async throws { turn(duration) }
}

@Suite("Case store in memory") struct CaseStoreTests {
    @Test(arguments: CaseStoreConformance.Check.allCases)
    func keepsItsPromises(_ check: CaseStoreConformance.Check) async throws {
        let clock = HandClock()
        let suite = CaseStoreConformance(
            MemoryCaseStore(clock: clock), organisations: ["a", "b"].map { OrganisationID(rawValue: $0) },
            id: { CaseID(name: $0, sha256: "", digest: Batch.digest) }, pass: { clock.turn($0) })
        #expect(try await suite.broken(check) == [])
    }
}

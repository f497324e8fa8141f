import Foundation
import Mailroom
import Orchestrator
import Storage
import Support
import Synchronization
import Testing

@Suite("Mail store in PostgreSQL", .serialized) struct PostgresMailStoreTests {
    @Test(.timeLimit(.minutes(2)), arguments: MailStoreConformance.Check.allCases)
    func keepsItsPromises(_ check: MailStoreConformance.Check) async throws {
        let desk = try await MailDesk()
        let broken = try await desk.suite.broken(check)
        #expect(broken == [])
        await desk.close()
    }
}

@Suite("Mail store in memory") struct MemoryMailStoreTests {
    @Test(arguments: MailStoreConformance.Check.allCases)
    func keepsItsPromises(_ check: MailStoreConformance.Check) async throws {
        let clock = TurnedClock()
        let cases = MemoryCaseStore(clock: clock)
        let store = MemoryMailStore(cases: cases, clock: clock, digest: MailDesk.digest)
        let last = Mutex<Int64>(0)
        let suite = MailStoreConformance(
            store,
            MailStoreConformance.Desk(
                organisations: ["a", "b"].map { OrganisationID(rawValue: $0) }, cases: cases, id: MailDesk.id,
                now: { clock.now }, pass: { clock.turn($0) },
                deliver: { organisation in
                    let number = last.withLock { last in
                        last += 1
                        return last
                    }
                    store.deliver(number, of: organisation)
                    return number
                }, delivery: { number, _ in store.delivery(number) }))
        let broken = try await suite.broken(check)
        #expect(broken == [])
    }
}

/// A clock that a test turns on.
private final class TurnedClock: EngineClock {
    private let time = Mutex(Moment(microseconds: 1_767_225_600_000_000))
    var now: Moment {
        // Two things never happen at the same time.
        time.withLock { time in
            time = time + .microseconds(1)
            return time
        }
    }
    func turn(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
    func sleep(_ duration: Duration) async throws { turn(duration) }
}

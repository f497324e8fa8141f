import Foundation
import Orchestrator

/// The machine's own clock.
struct SystemClock: EngineClock {
    var now: Moment { Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    func sleep(_ duration: Duration) async throws { try await Task.sleep(for: duration) }
}

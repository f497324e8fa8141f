package import Orchestrator
package import Pipeline
import Synchronization

/// Passes everything on to a ledger, and loses the answer to the next booking.
package final class ForgetfulLedger: LedgerPort {
    private let ledger: any LedgerPort
    private let isLosing = Mutex(false)

    package init(_ ledger: any LedgerPort) { self.ledger = ledger }

    package func loseNextAnswer() { isLosing.withLock { $0 = true } }

    package func post(_ entry: LedgerEntry, key: String) async throws(StageFailure) -> Posting {
        let posting = try await ledger.post(entry, key: key)
        let isLost = isLosing.withLock { losing in
            defer { losing = false }
            return losing
        }
        if isLost { throw .retry(after: .zero, because: "the answer was lost") }
        return posting
    }

    package func entry(key: String) async throws(StageFailure) -> Posting? { try await ledger.entry(key: key) }
}

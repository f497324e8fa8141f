package import Orchestrator
package import Pipeline

/// A ledger that is busy for its first calls.
package actor BusyLedger: LedgerPort {
    private var refusals: Int
    package private(set) var calls = 0
    private var posted: [String: Posting] = [:]

    package init(refusals: Int) { self.refusals = refusals }

    package func post(_ entry: LedgerEntry, key: String) throws(StageFailure) -> Posting {
        calls += 1
        if refusals > 0 {
            refusals -= 1
            throw .retry(after: .milliseconds(1), because: "the ledger is busy")
        }
        posted[key] = Posting(key: key, entry: "B1")
        return Posting(key: key, entry: "B1")
    }

    package func entry(key: String) -> Posting? { posted[key] }
}

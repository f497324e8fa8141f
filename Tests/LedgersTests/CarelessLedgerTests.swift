import Orchestrator
import Pipeline
import Support
import Testing

/// The suite for ledgers has to find one that keeps none of the promises.
@Suite("LedgerConformance") struct CarelessLedgerTests {
    private static let checks: [LedgerConformance.Check] = [
        .postsOnce, .crowd, .lostAnswer, .absent, .period, .halves, .currencies, .digits, .sums, .otherContent,
        .keysAreApart,
    ]

    @Test(arguments: checks) func findsACarelessLedger(_ check: LedgerConformance.Check) async throws {
        let ledger = CarelessLedger()
        let forgetful = ForgetfulLedger(ledger)
        var world = LedgerConformance.World(
            ledger: forgetful, seen: { await ledger.entries }, halves: { await ledger.entries.count },
            loseAnswer: { _ in forgetful.loseNextAnswer() })
        world.closeMarch = { _, _ in }
        #expect(try await !LedgerConformance(world).broken(check).isEmpty)
    }
}

/// Books whatever it is given as often as it is asked, and says of every key that it was booked.
private actor CarelessLedger: LedgerPort {
    private(set) var entries: [(key: String, gross: String)] = []

    func post(_ entry: LedgerEntry, key: String) -> Posting {
        entries.append((key.lowercased(), entry.grossTotal))
        return Posting(key: key.lowercased(), entry: "L\(entries.count)")
    }

    func entry(key: String) -> Posting? { Posting(key: key.lowercased(), entry: "L1") }
}

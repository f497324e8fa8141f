package import Orchestrator
package import Pipeline
import Postgres

/// A ledger in a PostgreSQL database of its own, reached by three functions there (``LedgerSchema``).
///
/// A booking is one statement: a connection that breaks before it leaves nothing behind, one that breaks after it
/// leaves the outcome open, and the engine asks with ``entry(key:)`` before it books again.
package struct SQLLedger: LedgerPort {
    let pool: PostgresPool

    /// Opens nothing yet.
    /// - Parameter connections: 1 or more; as many as book at the same time.
    package init(url: String, connections: Int) {
        pool = PostgresPool(Self.settings(url), size: connections)
    }

    package func close() async { await pool.close() }

    package func post(_ entry: LedgerEntry, key: String) async throws(StageFailure) -> Posting {
        try refuse(entry)
        let answer = try await ask(PostEntry(key: key, entry: entry), during: "the booking", isEffect: true)
        return try posting(answer, key)
    }

    package func entry(key: String) async throws(StageFailure) -> Posting? {
        let number = try await ask(FindEntry(key: key), during: "asking for the booking", isEffect: false)
        return number.map { Posting(key: key, entry: BookedEntry.name($0)) }
    }

    /// Takes an entry back by a second one with the opposite sums.
    /// - Parameters:
    ///   - key: Taken once, like that of a booking.
    ///   - day: That the second entry counts for, `2026-03-31`; its period has to be open.
    ///   - person: Who decided it.
    /// - Throws: `.needsReview` when there is no such entry, it was taken back before, or the period is closed.
    package func reverse(_ number: Int, key: String, day: String, by person: String, reason: String)
        async throws(StageFailure) -> Posting
    {
        let order = ReverseEntry(number: number, key: key, day: day, actor: person, reason: reason)
        return try posting(try await ask(order, during: "the reversal", isEffect: true), key)
    }

    /// What needs no ledger to be seen: it would refuse the values with words that nobody understands.
    private func refuse(_ entry: LedgerEntry) throws(StageFailure) {
        let faults = entry.faults
        guard faults.isEmpty else { throw .needsReview(because: faults.joined(separator: "; ")) }
    }

    private func posting(_ answer: BookingAnswer, _ key: String) throws(StageFailure) -> Posting {
        let name = answer.entry.map { BookedEntry.name($0) } ?? ""
        switch answer.outcome {
        case .posted, .known: return Posting(key: key, entry: name)
        case .other:
            throw .needsReview(
                because: "a mistake in the program: ledger entry \(name) was made with this key and other values; "
                    + "nothing was changed. Open a ticket, and book by hand if it is right")
        case .currency:
            throw .needsReview(
                because: "the ledger does not keep the currency \(answer.words); have it added there, then retry")
        case .digits:
            throw .needsReview(because: "an amount has more digits behind the point than the ledger's currency has")
        case .sums: throw .needsReview(because: "net and tax do not add up to gross, so nothing was booked")
        case .closed:
            throw .needsReview(
                because: "the period \(answer.words) is closed in the ledger; have it opened, or set the date right, "
                    + "then retry")
        case .missing: throw .needsReview(because: "the ledger has no such entry")
        case .reversal: throw .needsReview(because: "the entry is a reversal itself; book anew instead")
        case .taken: throw .needsReview(because: "entry \(name) has taken it back already")
        }
    }

    private func ask<S: Statement>(_ statement: S, during act: String, isEffect: Bool) async throws(StageFailure)
        -> S.Row
    {
        do {
            return try await pool.withConnection { connection in
                do {
                    guard let row = try await connection.execute(statement).first else {
                        throw PostgresError(.bug, "the ledger gave no row")
                    }
                    return row
                } catch let error as PostgresError { throw Asked(error: error) }
            }
        } catch let asked as Asked {
            throw StageFailure(asked.error, during: act, duringEffect: isEffect)
        } catch let error as PostgresError {
            // No connection: nothing was sent.
            throw StageFailure(error, during: act, duringEffect: false)
        } catch {
            throw .interrupted
        }
    }

    /// A failure after the statement may have left.
    private struct Asked: Error { let error: PostgresError }

    static func settings(_ url: String) -> PostgresSettings {
        var settings = PostgresSettings(url: url, statementTimeout: 15_000, role: LedgerSchema.role)
        settings.applicationName = "payables ledger"
        return settings
    }
}

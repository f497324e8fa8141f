package import Orchestrator
package import Pipeline

/// Kills the program, as far as its effects can tell, at one chosen moment: from then on nothing is written any more.
package actor CrashPoint {
    /// Effects so far; each is two moments: just before it, and just after it, when nobody has heard of it yet.
    package private(set) var moments = 0
    private let fatal: Int?

    /// - Parameter fatal: The moment, counted from 0; `nil` = only counts.
    package init(at fatal: Int? = nil) { self.fatal = fatal }

    fileprivate func isDead() -> Bool {
        defer { moments += 1 }
        return fatal.map { moments >= $0 } ?? false
    }
}

/// A journal whose machine dies at a ``CrashPoint``.
package struct CrashingJournal: Journal {
    private let journal: any Journal
    private let crash: CrashPoint

    package init(_ journal: any Journal, _ crash: CrashPoint) {
        self.journal = journal
        self.crash = crash
    }

    package func append(_ record: JournalRecord, to id: CaseID) async throws(JournalError) {
        if await crash.isDead() { throw JournalError("killed") }
        try await journal.append(record, to: id)
        if await crash.isDead() { throw JournalError("killed") }
    }
    package func sync(_ id: CaseID) async throws(JournalError) { try await journal.sync(id) }
    package func records(of id: CaseID) async throws(JournalError) -> [JournalRecord] {
        try await journal.records(of: id)
    }
    package func end(of id: CaseID) async throws(JournalError) -> JournalRecord? { try await journal.end(of: id) }
}

/// A ledger that dies at a ``CrashPoint``, before or after it has booked.
package struct CrashingLedger: LedgerPort {
    private let ledger: any LedgerPort
    private let crash: CrashPoint

    package init(_ ledger: any LedgerPort, _ crash: CrashPoint) {
        self.ledger = ledger
        self.crash = crash
    }

    package func post(_ entry: LedgerEntry, key: String) async throws(StageFailure) -> Posting {
        if await crash.isDead() { throw .interrupted }
        let posting = try await ledger.post(entry, key: key)
        if await crash.isDead() { throw .interrupted }
        return posting
    }

    package func entry(key: String) async throws(StageFailure) -> Posting? { try await ledger.entry(key: key) }
}

/// An outbox that dies at a ``CrashPoint``, before or after it has taken the message.
package struct CrashingOutbox: Outbox {
    private let outbox: any Outbox
    private let crash: CrashPoint

    package init(_ outbox: any Outbox, _ crash: CrashPoint) {
        self.outbox = outbox
        self.crash = crash
    }

    package func send(_ message: OutboxMessage, key: String) async throws(StageFailure) {
        if await crash.isDead() { throw .interrupted }
        try await outbox.send(message, key: key)
        if await crash.isDead() { throw .interrupted }
    }
}

package import Orchestrator

/// A supplier memory that is gone with the process.
package actor MemoryInMemory: MemoryStore {
    private var entries: [MemoryEntry] = []

    package init() {}

    package func state() throws(MemoryError) -> MemoryBook { try MemoryBook(entries) }

    package func add(_ decide: @Sendable (MemoryBook) throws(MemoryError) -> MemoryEntry) throws(MemoryError)
        -> MemoryEntry
    {
        let entry = try decide(try state())
        entries.append(entry)
        return entry
    }
}

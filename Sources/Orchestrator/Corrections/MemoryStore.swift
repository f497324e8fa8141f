/// Keeps the supplier memory: a file now, a table later. Entries are added at the end and never changed.
package protocol MemoryStore: Sendable {
    /// - Throws: `.store`
    func state() async throws(MemoryError) -> MemoryBook

    /// Adds what `decide` makes of the newest state; nobody else's entry comes between.
    /// - Returns: The entry, kept for good.
    /// - Throws: What `decide` throws, with nothing added; `.store`.
    @discardableResult
    func add(_ decide: @Sendable (MemoryBook) throws(MemoryError) -> MemoryEntry) async throws(MemoryError)
        -> MemoryEntry
}

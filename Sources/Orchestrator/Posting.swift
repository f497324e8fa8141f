/// An entry in the ledger.
package struct Posting: Hashable, Sendable, Codable {
    /// Case and step; the ledger takes a key once.
    package var key: String
    /// The ledger's own number for the entry.
    package var entry: String

    package init(key: String, entry: String) {
        self.key = key
        self.entry = entry
    }
}

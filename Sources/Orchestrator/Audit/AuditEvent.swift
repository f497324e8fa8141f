/// An event of a case with every column it is kept in, as what is sealed. Texts are the database's own, so that a value
/// that this program would never write can still be told from the one it wrote.
package struct AuditEvent: Hashable, Sendable, Codable {
    package var id: Int
    package var organisation: String
    package var caseID: String
    package var kind: String
    package var step: String?
    package var actor: String
    package var words: String
    /// Microseconds since 1970-01-01 00:00 UTC, in decimal digits.
    package var at: String
    /// Number of the transaction that wrote it, 64 bits, in decimal digits.
    package var transaction: String

    package init(
        id: Int, organisation: String, caseID: String, kind: String, step: String?, actor: String, words: String,
        at: String, transaction: String
    ) {
        self.id = id
        self.organisation = organisation
        self.caseID = caseID
        self.kind = kind
        self.step = step
        self.actor = actor
        self.words = words
        self.at = at
        self.transaction = transaction
    }

    /// What a leaf of the tree is made of. A change of this is a new format: chains that exist would no longer hold.
    package var canonical: [UInt8] {
        var fields = CanonicalBytes("payables-event/1")
        fields.add(id)
        for text in [organisation, caseID, kind, step, actor, words, at, transaction] { fields.add(text) }
        return fields.bytes
    }
}

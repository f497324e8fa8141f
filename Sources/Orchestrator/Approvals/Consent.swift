/// Who has agreed to an invoice, in the order they did.
package struct Consent: Hashable, Sendable, Codable {
    /// Ids of people; never empty.
    package var by: [String]
    /// What they said along with it.
    package var comments: [String]

    package init(by: [String], comments: [String] = []) {
        self.by = by
        self.comments = comments
    }
}

/// What a person says to a case that waits for approval.
package struct ApprovalAnswer: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable { case approve, reject, comment }
    package var kind: Kind
    /// Why; needed to reject.
    package var text: String

    package init(_ kind: Kind, text: String = "") {
        self.kind = kind
        self.text = text
    }
}

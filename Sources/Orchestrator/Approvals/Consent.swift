/// Who has agreed to an invoice, in the order they did.
package struct Consent: Hashable, Sendable, Codable {
    /// Ids of people; never empty.
    package var by: [String]
    /// What they said along with it.
    package var comments: [String]
    /// Whom those stood for who were not asked themselves; `nil` = all of them were.
    package var inPlaceOf: [String: String]?

    package init(by: [String], comments: [String] = [], inPlaceOf: [String: String] = [:]) {
        self.by = by
        self.comments = comments
        self.inPlaceOf = inPlaceOf.isEmpty ? nil : inPlaceOf
    }

    /// `A1, B for A2`
    package var words: String {
        by.map { person in inPlaceOf?[person].map { "\(person) for \($0)" } ?? person }.joined(separator: ", ")
    }
}

/// What a person says to a case that waits for approval.
package struct ApprovalAnswer: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case approve, reject, comment
        /// Nobody else can answer for a while.
        case claim
        case release
        /// Somebody else is asked instead.
        case reassign
    }
    package var kind: Kind
    /// Why; needed to reject.
    package var text: String
    /// Reassign: who is asked from now on.
    package var to: String?
    /// Reassign: whose place it is; `nil` = the sender's own.
    package var from: String?
    /// `Message-ID` of the mail that it came by, which is then answered; empty = that mail had none; `nil` = no mail.
    package var mail: String?

    package init(
        _ kind: Kind, text: String = "", to: String? = nil, from: String? = nil, mail: String? = nil
    ) {
        self.kind = kind
        self.text = text
        self.to = to
        self.from = from
        self.mail = mail
    }
}

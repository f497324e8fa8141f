/// All that one turn changes, kept in one transaction or not at all.
package struct CaseChange: Hashable, Sendable {
    /// When the case wants to be looked at next.
    package enum Next: Hashable, Sendable {
        /// By the same worker, at once: its claim is extended.
        case keep
        /// By anybody, not before this.
        case at(Moment)
        /// When something happens: a message, an event.
        case rest
    }

    package var status: CaseStatus
    package var reason: String
    package var place: CasePlace
    /// Added to the journal.
    package var records: [JournalRecord] = []
    /// Ids of steps whose records no longer count.
    package var superseded: [String] = []
    package var effects: [CaseEffect] = []
    package var replies: [CaseReply] = []
    package var messages: [OutgoingMessage] = []
    package var events: [CaseEvent] = []
    /// Cases of the other documents in the file.
    package var others: [NewCase] = []
    package var next: Next

    package init(status: CaseStatus, reason: String, place: CasePlace, next: Next) {
        self.status = status
        self.reason = reason
        self.place = place
        self.next = next
    }
}

/// A line of the audit: what happened, and who did it. Never changed, never removed.
package struct CaseEvent: Hashable, Sendable, Codable {
    /// `"step-done"`, `"order-accepted"` …
    package var kind: String
    package var step: String?
    /// A person, or an agent as `"match/1"`.
    package var by: String
    /// In words. Never a value of the document.
    package var text: String

    package init(_ kind: String, step: String? = nil, by: String, _ text: String = "") {
        self.kind = kind
        self.step = step
        self.by = by
        self.text = text
    }

    /// The kind of an event that makes a ticket: technical trouble that outlasted what the engine does about it.
    package static let trouble = "trouble"
}

/// A message to people that leaves after the change is kept, never before.
package struct OutgoingMessage: Hashable, Sendable, Codable {
    /// Taken once per organisation.
    package var key: String
    package var message: OutboxMessage

    package init(key: String, message: OutboxMessage) {
        self.key = key
        self.message = message
    }
}

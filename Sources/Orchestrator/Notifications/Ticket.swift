/// Technical trouble of one kind, counted instead of told again and again.
package struct Ticket: Hashable, Sendable {
    package var number: Int64
    package var fingerprint: FailureFingerprint
    /// Whose success closes it: `"post/1"`.
    package var agent: String
    /// Of the first failure.
    package var words: String
    package var opened: Moment
    package var last: Moment
    /// `nil` = open.
    package var closed: Moment?
    /// A person, or `"recovery"`; empty while it is open.
    package var closedBy: String
    package var occurrences: Int
    package var cases: Int

    package init(
        number: Int64, fingerprint: FailureFingerprint, agent: String, words: String, opened: Moment, last: Moment,
        closed: Moment?, closedBy: String, occurrences: Int, cases: Int
    ) {
        self.number = number
        self.fingerprint = fingerprint
        self.agent = agent
        self.words = words
        self.opened = opened
        self.last = last
        self.closed = closed
        self.closedBy = closedBy
        self.occurrences = occurrences
        self.cases = cases
    }
}

/// A technical failure of one case, as its change has kept it.
package struct TroubleSighting: Hashable, Sendable {
    package var caseID: CaseID
    package var step: String?
    package var agent: String
    /// The failure's own words.
    package var words: String
    package var at: Moment

    package init(caseID: CaseID, step: String?, agent: String, words: String, at: Moment) {
        self.caseID = caseID
        self.step = step
        self.agent = agent
        self.words = words
        self.at = at
    }

    package var fingerprint: FailureFingerprint { FailureFingerprint(agent: agent, message: words) }
}

extension Ticket {
    /// What people are told when it opens or closes; kept with the ticket's change.
    package func notice(to people: [String], first: CaseID) -> OutgoingMessage {
        let isOpen = closed == nil
        let word = isOpen ? "opened" : "closed"
        let count =
            "\(occurrences) \(occurrences == 1 ? "failure" : "failures") in \(cases) \(cases == 1 ? "case" : "cases")"
        return OutgoingMessage(
            key: "ticket/\(number)/\(word)",
            message: OutboxMessage(
                to: people, mode: .any, caseID: first, document: "",
                subject: "Ticket \(number) \(word): \(agent) \(isOpen ? "fails" : "works again")",
                reasons: [
                    words, "\(count) so far; first seen \(opened.iso), last \(last.iso).",
                    isOpen
                        ? "It closes by itself when a step of \(agent) succeeds. payables ticket list shows it."
                        : "Closed by \(closedBy). Cases that had failed go on with payables case retry.",
                ], occasion: .ticket))
    }
}

/// What one recipient gets through one channel at one time: a message, or a digest of several.
package struct Letter: Hashable, Sendable, Codable {
    /// The same for every attempt, and for no other letter of any organisation.
    package var id: String
    /// As the organisation knows him.
    package var recipient: String
    package var subject: String
    /// Plain text, lines end with `\n`.
    package var text: String
    package var items: [Item]
    /// When it was written; the same for every attempt.
    package var at: Moment
    /// Number of its delivery, for addresses that bounces come back to; `nil` = none is kept, as for trials.
    package var delivery: Int64?

    /// One message, for programs that read it.
    package struct Item: Hashable, Sendable, Codable {
        package var key: String
        package var message: OutboxMessage

        package init(key: String, message: OutboxMessage) {
            self.key = key
            self.message = message
        }
    }

    package init(
        id: String, recipient: String, subject: String, text: String, items: [Item], at: Moment, delivery: Int64? = nil
    ) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.items = items
        self.at = at
        self.delivery = delivery
    }
}

extension Letter {
    /// Writes the text for people. A single message keeps its own subject; several are counted.
    /// - Parameter messages: In the order in which they are to be read; not empty.
    package init(id: String, recipient: String, messages: [OutgoingMessage], at: Moment, delivery: Int64? = nil) {
        let items = messages.map { Item(key: $0.key, message: $0.message) }
        let subject: String
        if messages.count == 1 {
            subject = (messages[0].message.occasion?.prefix ?? "") + messages[0].message.subject
        } else {
            subject = "\(messages.count) messages from payables"
        }
        let parts = messages.enumerated().map { index, one in
            let heading = messages.count == 1 ? [] : ["\(index + 1). \(one.message.subject)"]
            return (heading + one.message.lines(for: recipient)).joined(separator: "\n")
        }
        self.init(
            id: id, recipient: recipient, subject: subject, text: parts.joined(separator: "\n\n") + "\n", items: items,
            at: at, delivery: delivery)
    }
}

extension OutboxMessage.Occasion {
    fileprivate var prefix: String {
        switch self {
        case .ask, .expired, .ticket, .answerTaken, .answerRefused, .bounce, .unreadable: ""
        case .reminder: "Reminder: "
        case .lastReminder: "Last reminder: "
        case .escalation: "Escalation: "
        }
    }
}

extension OutboxMessage {
    /// What a person has to know and may do.
    fileprivate func lines(for recipient: String) -> [String] {
        switch occasion {
        case .ticket, .answerTaken, .answerRefused, .bounce, .unreadable: return reasons
        case .ask, .reminder, .lastReminder, .escalation, .expired, nil: break
        }
        let who =
            switch mode {
            case .any where to.count == 1: "You are asked."
            case .any: "One of you is asked: \(to.joined(separator: ", "))."
            case .all: "All of you are asked: \(to.joined(separator: ", "))."
            case .quorum(let needed, of: _): "\(needed) of you are needed: \(to.joined(separator: ", "))."
            case .sequence: "It is your turn."
            }
        return ["Document: \(document)", "Case: \(caseID)", who] + reasons.map { "- \($0)" } + [
            "",
            "To answer: payables case approve \(caseID) --by \(recipient)",
            "       or: payables case reject \(caseID) --by \(recipient) --reason \"...\"",
        ]
    }
}

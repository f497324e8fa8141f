/// A question to people as it stands; kept with the case.
package struct TaskState: Hashable, Sendable, Codable {
    /// A place among those who have to agree; filled once.
    package struct Seat: Hashable, Sendable, Codable {
        /// Whom the table named.
        package var asked: String
        /// Who is asked by now: differs after a reassignment.
        package var holder: String
        package var vote: Vote?
    }

    package struct Vote: Hashable, Sendable, Codable {
        package var by: String
        package var at: Moment
        /// Counted from 1, in the order of arrival.
        package var number: Int
    }

    package struct Claim: Hashable, Sendable, Codable {
        package var by: String
        /// Not included.
        package var until: Moment
    }

    /// A step of the ladder: whom else to ask, and when.
    package struct Rung: Hashable, Sendable, Codable {
        package var after: EscalationDelay
        package var to: [String]
        package var isClimbed = false

        package init(after: EscalationDelay, to: [String]) {
            self.after = after
            self.to = to
        }
    }

    package var mode: ApprovalDecision.Mode
    package var seats: [Seat]
    /// Asked beside the seats by escalation: may fill one that is open.
    package var standIns: [String] = []
    package var claim: Claim?
    /// `A1: please look at line 3`, in the order of arrival.
    package var comments: [String] = []
    /// When the task began; tells this question from an earlier one of the same case.
    package let began: Moment
    /// When those who are asked now were asked; moved by holds.
    package var asked: Moment
    /// Since then.
    package var reminders = 0
    /// All in all.
    package var remindersSent = 0
    /// When the next reminder is due, or, behind the last one, when it counts as not answered.
    package var next: Moment?
    package var ladder: [Rung]
    /// How often people were escalated to, and seats were given to others.
    package var climbs = 0
    package var moves = 0
    /// From when on nothing counts; `nil` = not told yet.
    package var deadline: Moment?
    /// How long the case was held so far, in microseconds.
    package var held: Int64 = 0
    /// Who is asked now, in words: `B for A1`.
    package var open: [String] = []
    /// What will happen, in words, with its time; in order.
    package var coming: [Coming] = []

    package struct Coming: Hashable, Sendable, Codable {
        package var at: Moment
        package var what: String
    }
}

/// When the next step of a ladder is taken: after working time (`2d`, `4h`), or after reminders without an answer (`3r`).
package enum EscalationDelay: Hashable, Sendable, Codable, CustomStringConvertible {
    case time(WorkSpan)
    case reminders(Int)

    package init?(_ text: String) {
        if text.last == "r", let count = Int(text.dropLast()), (1...1000).contains(count) {
            self = .reminders(count)
        } else if let span = WorkSpan(text) {
            self = .time(span)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .time(let span): "\(span)"
        case .reminders(let count): "\(count)r"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let delay = EscalationDelay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no delay; write 2d, 8h or 3r")
        }
        self = delay
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

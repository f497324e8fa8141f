/// One message for one recipient through one channel, and when.
package struct PlannedDelivery: Hashable, Sendable {
    package var recipient: String
    package var channel: String
    package var due: Moment
    /// Whether others of the same time go with it in one letter.
    package var isDigest: Bool
    /// Why it can't be sent as things are; `nil` = it can.
    package var obstacle: String?

    /// Older messages are not sent by themselves: who sets up channels late would be flooded with what is settled.
    package static let oldest = Duration.seconds(7 * 86_400)

    /// - Parameters:
    ///   - written: When the message was kept.
    ///   - now: By the same clock.
    package static func all(
        of message: OutboxMessage, written: Moment, now: Moment, _ preferences: NoticePreferences
    ) -> [PlannedDelivery] {
        var seen: Set<String> = []
        return message.to.filter { seen.insert($0).inserted }.flatMap { id in
            let recipient = preferences.recipient(id)
            var channels: Set<String> = []
            return recipient.channels.filter { channels.insert($0).inserted }.map { channel in
                let digest = message.mayWait ? recipient.timing.digest(after: now) : nil
                var planned = PlannedDelivery(
                    recipient: id, channel: channel, due: digest ?? recipient.timing.moment(now),
                    isDigest: digest != nil)
                if now - written > oldest {
                    planned.obstacle =
                        "older than \(oldest.components.seconds / 86_400) days when it could first be sent"
                } else if preferences.address(of: id, in: channel) == nil {
                    planned.obstacle = "\(id) has no address for \(channel)"
                }
                return planned
            }
        }
    }
}

extension OutboxMessage {
    /// Escalations and last reminders go at once, as far as quiet hours allow; so does what somebody has just written for.
    var mayWait: Bool {
        switch occasion {
        case .escalation, .lastReminder, .answerTaken, .answerRefused: false
        case .ask, .reminder, .expired, .ticket, .bounce, .unreadable, nil: true
        }
    }
}

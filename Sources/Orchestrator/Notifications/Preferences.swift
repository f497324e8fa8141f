/// How an organisation's people are told.
package struct NoticePreferences: Hashable, Sendable {
    package struct Recipient: Hashable, Sendable {
        /// Names of channels; each gets every message.
        package var channels: [String]
        /// By name of a channel; `nil` for one that is absent: the recipient's mail address.
        package var addresses: [String: String]
        package var timing: NoticeTiming

        package init(channels: [String], addresses: [String: String] = [:], timing: NoticeTiming = NoticeTiming()) {
            self.channels = channels
            self.addresses = addresses
            self.timing = timing
        }
    }

    /// For whom the organisation has set nothing.
    package var others: Recipient
    package var recipients: [String: Recipient]
    /// Mail addresses that the records know, by id.
    package var mail: [String: String]
    /// Channels that need an address; the others lead to one place.
    package var addressed: Set<String>
    /// Who hears of technical trouble.
    package var ticketsTo: [String]

    package init(
        others: Recipient, recipients: [String: Recipient] = [:], mail: [String: String] = [:],
        addressed: Set<String> = [], ticketsTo: [String] = []
    ) {
        self.others = others
        self.recipients = recipients
        self.mail = mail
        self.addressed = addressed
        self.ticketsTo = ticketsTo
    }

    package func recipient(_ id: String) -> Recipient { recipients[id] ?? others }

    /// - Returns: Empty where the channel needs none; `nil` when it needs one and none is known.
    package func address(of id: String, in channel: String) -> String? {
        guard addressed.contains(channel) else { return "" }
        let found = recipient(id).addresses[channel] ?? mail[id] ?? ""
        return found.isEmpty ? nil : found
    }
}

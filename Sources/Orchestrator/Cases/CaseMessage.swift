/// Something that somebody says to a case. Messages are kept until the case has answered each; the worker that has the
/// case takes them in order, so an order never meets a step half done.
package struct CaseMessage: Hashable, Sendable, Codable {
    package enum Body: Hashable, Sendable, Codable {
        /// Stop for good.
        case cancel
        case pause
        case resume
        /// Take the step that stopped once more, with all its attempts.
        case retry
        /// CONTINUE: outputs recorded from this step on no longer count, effects that happened stay.
        /// - Parameter values: Fields that the sender sets right, by name; canonical text.
        case goOn(step: String, values: [String: String])
        /// Times and retries of a step, for this case only; what is not given stays.
        case limit(step: String, GivenLimits)
        /// For the agent that waits: an answer, a comment; one line of JSON.
        case tell(String)
    }

    /// In the order of arrival.
    package var number: Int64
    package var body: Body
    /// Who says it, as the organisation knows them.
    package var by: String
    /// Why; never empty for orders.
    package var reason: String
    /// Version of the case that the sender has seen; `nil` = whatever it is.
    package var version: Int64?
    /// When it was recorded, by the store's clock: what came before a deadline wins over it.
    package var at: Moment

    package init(number: Int64, body: Body, by: String, reason: String, version: Int64? = nil, at: Moment) {
        self.number = number
        self.body = body
        self.by = by
        self.reason = reason
        self.version = version
        self.at = at
    }
}

/// What became of a message.
package struct CaseReply: Hashable, Sendable, Codable {
    package var number: Int64
    package var isAccepted: Bool
    /// In words: what was done, or why not.
    package var text: String

    package init(number: Int64, isAccepted: Bool, text: String) {
        self.number = number
        self.isAccepted = isAccepted
        self.text = text
    }
}

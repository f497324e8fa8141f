/// Times and retries as one origin gives them; what is `nil` is left to the next weaker origin.
package struct GivenLimits: Hashable, Sendable, Codable {
    /// Seconds, like all that follow.
    package var queueWait: Double?
    package var run: Double?
    package var heartbeat: Double?
    package var total: Double?
    package var humanWait: Double?
    /// Taken as a whole or not at all: attempts of one origin with pauses of another would be nobody's policy.
    package var retry: WorkflowDefinition.Retry?

    package init(
        queueWait: Double? = nil, run: Double? = nil, heartbeat: Double? = nil, total: Double? = nil,
        humanWait: Double? = nil, retry: WorkflowDefinition.Retry? = nil
    ) {
        self.queueWait = queueWait
        self.run = run
        self.heartbeat = heartbeat
        self.total = total
        self.humanWait = humanWait
        self.retry = retry
    }

    enum CodingKeys: String, CodingKey {
        case run, heartbeat, total, retry
        case queueWait = "queue_wait"
        case humanWait = "human_wait"
    }
}

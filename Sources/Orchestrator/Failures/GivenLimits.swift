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

    /// What `stronger` gives takes the place of this.
    package func overlaid(by stronger: GivenLimits) -> GivenLimits {
        GivenLimits(
            queueWait: stronger.queueWait ?? queueWait, run: stronger.run ?? run,
            heartbeat: stronger.heartbeat ?? heartbeat, total: stronger.total ?? total,
            humanWait: stronger.humanWait ?? humanWait, retry: stronger.retry ?? retry)
    }

    enum CodingKeys: String, CodingKey {
        case run, heartbeat, total, retry
        case queueWait = "queue_wait"
        case humanWait = "human_wait"
    }
}

extension GivenLimits {
    /// As a workflow's definition gives them.
    package init(_ step: WorkflowDefinition.Step) {
        let times = step.timeouts
        self.init(
            queueWait: times.queueWait, run: times.run, heartbeat: times.heartbeat, total: times.total,
            humanWait: times.person, retry: step.retry)
    }
}

/// An organisation's limits by the id of the step; under `*` for all steps. A step's own go before.
package struct OrganisationLimits: Hashable, Sendable, Codable {
    package var steps: [String: GivenLimits]

    package init(_ steps: [String: GivenLimits] = [:]) { self.steps = steps }
    package init(from decoder: any Decoder) throws {
        steps = try decoder.singleValueContainer().decode([String: GivenLimits].self)
    }
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(steps)
    }

    package func limits(of step: String) -> GivenLimits {
        (steps["*"] ?? GivenLimits()).overlaid(by: steps[step] ?? GivenLimits())
    }
}

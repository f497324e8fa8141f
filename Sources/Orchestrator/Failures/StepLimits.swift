/// The five times and the retry policy that a step runs under. All are finite; no step starts without them.
package struct StepLimits: Hashable, Sendable {
    /// From due to taken by a worker; what takes longer is noted with the case.
    package var queueWait: Resolved<Duration>
    /// For one attempt.
    package var run: Resolved<Duration>
    /// Longest silence of an attempt before its worker counts as lost.
    package var heartbeat: Resolved<Duration>
    /// For all attempts and the pauses between them.
    package var total: Resolved<Duration>
    /// For people's answers; then the case fails.
    package var humanWait: Resolved<Duration>
    package var retry: Resolved<RetryPolicy>

    /// A year: the longest of all times.
    package static let longest = Duration.seconds(31_536_000)

    /// Gives every value, so that there is always an answer.
    package static let system = GivenLimits(
        queueWait: 3_600, run: 300, heartbeat: 60, total: 3_600, humanWait: 2_592_000,
        retry: WorkflowDefinition.Retry(attempts: 5, delay: 1, cap: 60))

    /// The strongest origin that gives a value holds, value by value.
    /// - Throws: ``StepLimitsError`` with every fault of the result, each with the origin of its values.
    package init(ofCase: GivenLimits, organisation: GivenLimits, process: GivenLimits, system: GivenLimits = system)
        throws(StepLimitsError)
    {
        let resolver = LimitResolver(layers: [
            (.case, ofCase), (.organisation, organisation), (.process, process), (.system, system),
            (.system, StepLimits.system),
        ])
        try self.init(resolver)
    }

    private init(_ resolver: LimitResolver) throws(StepLimitsError) {
        var resolver = resolver
        queueWait = resolver.time("queue_wait", \.queueWait)
        run = resolver.time("run", \.run)
        heartbeat = resolver.time("heartbeat", \.heartbeat)
        total = resolver.time("total", \.total)
        humanWait = resolver.time("human_wait", \.humanWait)
        retry = Resolved(RetryPolicy(attempts: 1, firstDelay: .zero, cap: .zero, budget: .zero), .system)
        letDefaultsGiveWay()
        retry = resolver.retry(total: total.value)
        resolver.order("run", run, within: "total", total)
        resolver.order("heartbeat", heartbeat, within: "run", run)
        guard resolver.faults.isEmpty else { throw StepLimitsError(faults: resolver.faults) }
    }

    /// Whoever sets one time need not set its neighbours too: a default that would stand in the way is bent.
    private mutating func letDefaultsGiveWay() {
        if run.origin == .system, total.origin != .system { run.value = min(run.value, total.value) }
        if total.origin == .system, run.origin != .system { total.value = max(total.value, run.value) }
        if heartbeat.origin == .system, run.origin != .system || total.origin != .system {
            heartbeat.value = min(heartbeat.value, run.value)
        }
    }
}

/// What is wrong with a step's limits, all at once.
package struct StepLimitsError: Error, Hashable, Sendable, CustomStringConvertible {
    package var faults: [String]
    package init(faults: [String]) { self.faults = faults }
    package var description: String { faults.joined(separator: "\n") }
}

/// Chooses among the origins and collects what is wrong.
struct LimitResolver {
    /// From the strongest to the weakest; the last one gives every value.
    let layers: [(origin: LimitOrigin, given: GivenLimits)]
    private(set) var faults: [String] = []

    init(layers: [(origin: LimitOrigin, given: GivenLimits)]) { self.layers = layers }

    private func first<Value>(_ key: KeyPath<GivenLimits, Value?>) -> Resolved<Value>? {
        for layer in layers {
            if let value = layer.given[keyPath: key] { return Resolved(value, layer.origin) }
        }
        return nil
    }

    /// A time at fault is told, and taken as a second where the result is thrown away anyhow.
    mutating func time(_ name: String, _ key: KeyPath<GivenLimits, Double?>) -> Resolved<Duration> {
        let found = first(key) ?? Resolved(0, .system)
        return Resolved(duration(found.value, name, found.origin) ?? .seconds(1), found.origin)
    }

    /// - Parameter total: The budget of a policy that gives none.
    mutating func retry(total: Duration) -> Resolved<RetryPolicy> {
        let found = first(\.retry) ?? Resolved(WorkflowDefinition.Retry(attempts: 1, delay: 0, cap: 0), .system)
        let policy = RetryPolicy(found.value, total: total)
        faults += policy.faults.map { "\($0) (\(found.origin.text))" }
        return Resolved(policy, found.origin)
    }

    mutating func order(_ name: String, _ inner: Resolved<Duration>, within: String, _ outer: Resolved<Duration>) {
        guard inner.value > outer.value else { return }
        faults.append(
            "\(name) (\(inner.value.inSeconds), \(inner.origin.text)) is longer than"
                + " \(within) (\(outer.value.inSeconds), \(outer.origin.text))")
    }

    private mutating func duration(_ seconds: Double, _ name: String, _ origin: LimitOrigin) -> Duration? {
        guard seconds.isFinite, seconds > 0, seconds <= StepLimits.longest / .seconds(1) else {
            faults.append("\(name) must be above 0 and at most a year in seconds, not \(seconds) (\(origin.text))")
            return nil
        }
        return .seconds(seconds)
    }
}

extension Duration {
    fileprivate var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}

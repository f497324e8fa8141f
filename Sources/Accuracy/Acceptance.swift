import Foundation

/// What would go through without a person at one threshold.
package struct Acceptance: Hashable, Sendable, Encodable {
    /// Accepted is what has this confidence or more.
    package var threshold: Double
    /// All there was to accept.
    package var total: Int
    package var accepted: Int
    /// Accepted and wrong: false accepts.
    package var wrong: Int

    package init(threshold: Double, total: Int, accepted: Int, wrong: Int) {
        self.threshold = threshold
        self.total = total
        self.accepted = accepted
        self.wrong = wrong
    }

    /// Share of all that is accepted; 0 of nothing.
    package var automation: Double { total > 0 ? Double(accepted) / Double(total) : 0 }
    /// Share of the accepted that is wrong; 0 when nothing is accepted.
    package var falseAccepts: Double { accepted > 0 ? Double(wrong) / Double(accepted) : 0 }

    /// What the share of false accepts is below with 95 % certainty: the exact one-sided bound of Clopper and Pearson, the
    /// rate at which so few wrong ones would be seen once in twenty times. With none wrong it is the rule of three, 3 / n;
    /// 1 when nothing is accepted.
    package var bound: Double {
        guard accepted > wrong else { return 1 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if Self.chance(ofAtMost: wrong, among: accepted, rate: middle) > 0.05 {
                low = middle
            } else {
                high = middle
            }
        }
        return high
    }

    /// The binomial distribution, in logarithms so that thousands of documents do not underflow.
    private static func chance(ofAtMost most: Int, among count: Int, rate: Double) -> Double {
        guard rate > 0 else { return 1 }
        guard rate < 1 else { return most >= count ? 1 : 0 }
        return (0...most).reduce(0) { sum, k in
            let ways = lgamma(Double(count + 1)) - lgamma(Double(k + 1)) - lgamma(Double(count - k + 1))
            return sum + exp(ways + Double(k) * log(rate) + Double(count - k) * log1p(-rate))
        }
    }

    private enum Key: String, CodingKey {
        case threshold, total, accepted, wrong, automation, bound
        case falseAccepts = "false_accepts"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(total, forKey: .total)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(wrong, forKey: .wrong)
        try container.encode(rounded(automation), forKey: .automation)
        try container.encode(rounded(falseAccepts), forKey: .falseAccepts)
        try container.encode(rounded(bound), forKey: .bound)
    }
}

/// What every threshold would let through.
package struct AcceptanceCurve: Hashable, Sendable, Encodable {
    /// Rows of the tables.
    package static let thresholds = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999]
    /// False accepts at the default threshold, at most.
    package static let target = 0.005

    /// Things with a confidence, the surest first.
    private let samples: [Reliability.Sample]
    private let total: Int

    /// - Parameter leftOut: Things there were to find that have no confidence, for they were not found.
    package init(_ samples: [Reliability.Sample], leftOut: Int = 0) {
        self.samples = samples.sorted { $0.confidence > $1.confidence }
        total = samples.count + leftOut
    }

    package func at(_ threshold: Double) -> Acceptance {
        let accepted = samples.prefix { $0.confidence >= threshold }
        return Acceptance(
            threshold: threshold, total: total, accepted: accepted.count, wrong: accepted.count { !$0.isRight })
    }

    /// The least threshold that keeps the share of false accepts within the target: one of the confidences seen.
    /// - Returns: `nil` when none does, or when there is nothing to accept. It may rest on too few: see
    ///   ``Acceptance/bound``.
    package func least(within target: Double = Self.target) -> Acceptance? {
        var best: Acceptance?
        var wrong = 0
        for (index, sample) in samples.enumerated() {
            wrong += sample.isRight ? 0 : 1
            let next = index + 1 < samples.count ? samples[index + 1].confidence : -1
            guard next < sample.confidence, sample.confidence > 0, Double(wrong) <= target * Double(index + 1) else {
                continue
            }
            best = Acceptance(threshold: sample.confidence, total: total, accepted: index + 1, wrong: wrong)
        }
        return best
    }

    private enum Key: String, CodingKey { case thresholds, least }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.thresholds.map(at), forKey: .thresholds)
        try container.encode(least(), forKey: .least)
    }
}

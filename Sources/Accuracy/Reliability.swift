/// How far confidences keep what they promise: of the values given 0.9, nine in ten should be right.
package struct Reliability: Hashable, Sendable, Encodable {
    /// A value's confidence, and whether the value is right.
    package struct Sample: Hashable, Sendable {
        package var confidence: Double
        package var isRight: Bool

        package init(_ confidence: Double, _ isRight: Bool) {
            self.confidence = confidence
            self.isRight = isRight
        }
    }

    package struct Bin: Hashable, Sendable, Encodable {
        /// Least and greatest confidence: the borders of a tenth, or of the values themselves where bins hold equally many.
        package var from: Double
        package var to: Double
        package var count: Int
        package var right: Int
        /// Mean confidence; 0 in an empty bin, as is `observed`.
        package var predicted: Double
        /// Share of values that are right.
        package var observed: Double

        init(from: Double, to: Double, _ samples: some Collection<Sample>) {
            self.from = from
            self.to = to
            count = samples.count
            right = samples.count { $0.isRight }
            predicted = samples.isEmpty ? 0 : samples.reduce(0) { $0 + $1.confidence } / Double(samples.count)
            observed = samples.isEmpty ? 0 : Double(right) / Double(samples.count)
        }
    }

    package var count: Int
    package var right: Int
    /// Mean confidence of all values.
    package var predicted: Double
    package var observed: Double
    /// Ten bins of equal width; a value on a border belongs to the bin above, 1 to the last.
    package var tenths: [Bin]
    /// At most ten bins of equally many values, by rising confidence; equal confidences are never parted.
    package var quantiles: [Bin]
    /// Expected calibration error (Naeini et al. 2015): the mean over all values of |observed − predicted| of their bin,
    /// Σ (countᵢ / count) · |observedᵢ − predictedᵢ|, over `tenths`. 0 = kept to the letter; 0 without values.
    package var ece: Double
    /// The same over `quantiles` (Nixon et al. 2019), which also sees differences within the crowded bin at the top.
    package var adaptiveECE: Double
    /// Mean of (confidence − outcome)², where outcome is 1 for right and 0 for wrong (Brier 1950); 0 without values.
    package var brier: Double

    package init(_ samples: [Sample]) {
        let sorted = samples.sorted { $0.confidence < $1.confidence }
        let whole = Bin(from: 0, to: 1, sorted)
        count = whole.count
        right = whole.right
        predicted = whole.predicted
        observed = whole.observed
        tenths = Self.tenths(sorted)
        quantiles = Self.quantiles(sorted)
        ece = Self.error(tenths)
        adaptiveECE = Self.error(quantiles)
        let squares = sorted.reduce(0) { sum, sample in
            let miss = sample.confidence - (sample.isRight ? 1 : 0)
            return sum + miss * miss
        }
        brier = sorted.isEmpty ? 0 : squares / Double(sorted.count)
    }

    private enum CodingKeys: String, CodingKey {
        case count, right, predicted, observed, tenths, quantiles, ece, brier
        case adaptiveECE = "adaptive_ece"
    }

    private static func error(_ bins: [Bin]) -> Double {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { $0 + Double($1.count) * abs($1.observed - $1.predicted) } / Double(total)
    }

    private static func tenths(_ sorted: [Sample]) -> [Bin] {
        let groups = Dictionary(grouping: sorted) { min(9, max(0, Int($0.confidence * 10))) }
        return (0..<10).map { Bin(from: Double($0) / 10, to: Double($0 + 1) / 10, groups[$0] ?? []) }
    }

    private static func quantiles(_ sorted: [Sample]) -> [Bin] {
        var bins: [Bin] = []
        var start = 0
        for part in 1...10 {
            var end = max(start, sorted.count * part / 10)
            guard end > start else { continue }
            while end < sorted.count, sorted[end].confidence == sorted[end - 1].confidence { end += 1 }
            let slice = sorted[start..<end]
            bins.append(Bin(from: sorted[start].confidence, to: sorted[end - 1].confidence, slice))
            start = end
        }
        return bins
    }
}

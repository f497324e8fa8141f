import Foundation

/// Gradient-boosted trees as LightGBM trains them: the sum of one leaf of each tree is the log-odds of a chance.
///
/// Trees are kept in one flat array of nodes; a node whose `left` is negative is a leaf.
package struct TreeEnsemble: Hashable, Sendable {
    struct Node: Hashable, Sendable {
        /// Index into the features; unused in a leaf.
        var feature: Int32
        /// Values up to and with it go left. In a leaf: its weight.
        var value: Float
        var left: Int32
        var right: Int32
    }

    /// Names of the features, in the order of the vectors.
    package let features: [String]
    private let nodes: [Node]
    private let roots: [Int32]
    /// What the lead over the runner-up adds to the log-odds, before calibration; at least 0.
    private let marginWeight: Float
    /// Calibration: log-odds (ascending) and the chances found for them; between them the line.
    private let knots: [(score: Float, chance: Float)]

    init(
        features: [String], nodes: [Node], roots: [Int32], marginWeight: Float = 0,
        knots: [(score: Float, chance: Float)]
    ) {
        self.marginWeight = marginWeight
        self.features = features
        self.nodes = nodes
        self.roots = roots
        self.knots = knots
    }

    /// Log-odds that the candidate is the one, before calibration: what candidates are compared by.
    /// - Precondition: As many values as ``features``.
    package func score(_ values: [Float]) -> Double {
        precondition(values.count == features.count, "a vector of another model")
        var sum: Float = 0
        for root in roots {
            var node = nodes[Int(root)]
            while node.left >= 0 {
                node = nodes[Int(values[Int(node.feature)] <= node.value ? node.left : node.right)]
            }
            sum += node.value
        }
        return Double(sum)
    }

    /// A greater lead over the runner-up says nothing more.
    static let mostMargin = 6.0

    /// The lead of a score over the best of others; ``mostMargin`` where there is no other.
    static func margin(of score: Double, over others: some Sequence<Double>) -> Double {
        others.max().map { max(0, min(mostMargin, score - $0)) } ?? mostMargin
    }

    /// The share of right ones among chosen candidates of this score and lead, as counted on layouts the trees had not seen;
    /// 0...1.
    /// - Parameter margin: Lead over the best candidate of another value, 0...``mostMargin``.
    package func chance(ofScore score: Double, margin: Double) -> Double {
        let score = Float(score) + marginWeight * Float(max(0, min(Self.mostMargin, margin)))
        guard let first = knots.first, let last = knots.last else { return 1 / (1 + exp(-Double(score))) }
        if score <= first.score { return Double(first.chance) }
        if score >= last.score { return Double(last.chance) }
        let upper = knots.firstIndex { $0.score >= score } ?? knots.count - 1
        let (low, high) = (knots[upper - 1], knots[upper])
        let share = high.score > low.score ? (score - low.score) / (high.score - low.score) : 1
        return Double(low.chance + (high.chance - low.chance) * share)
    }

    package static func == (left: TreeEnsemble, right: TreeEnsemble) -> Bool {
        left.features == right.features && left.nodes == right.nodes && left.roots == right.roots
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(features)
        hasher.combine(nodes)
    }
}

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
    /// Calibration: log-odds (ascending) and the chances found for them; between them the line.
    private let knots: [(score: Float, chance: Float)]

    init(features: [String], nodes: [Node], roots: [Int32], knots: [(score: Float, chance: Float)]) {
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

    /// The share of right ones among candidates of this score, as counted on layouts the trees had not seen; 0...1.
    package func chance(ofScore score: Double) -> Double {
        let score = Float(score)
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

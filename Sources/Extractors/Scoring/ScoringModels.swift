package import Foundation

/// The models that weigh candidates, as `schemas/scoring.json` holds them; made by `make train`.
package struct ScoringModels: Sendable {
    private let models: [String: TreeEnsemble]

    /// - Parameter file: `schemas/scoring.json`.
    /// - Throws: ``SchemaError`` that says what is wrong with the file.
    package init(contentsOf file: URL) throws {
        let stored: Stored
        do {
            stored = try JSONDecoder().decode(Stored.self, from: Data(contentsOf: file))
        } catch {
            throw SchemaError(
                file: file.lastPathComponent, faults: ["is missing or no file of models; `make train` makes it"])
        }
        var models: [String: TreeEnsemble] = [:]
        for (name, model) in stored.models {
            guard let trees = model.trees else {
                throw SchemaError(file: file.lastPathComponent, faults: ["the trees of \(name) are damaged"])
            }
            models[name] = trees
        }
        self.models = models
    }

    /// - Returns: `nil` for a field that no model was trained for.
    /// - Throws: Nothing; a model of other features than the program's is not used, see ``faults(_:_:)``.
    package func model(_ name: String, features: [String]) -> TreeEnsemble? {
        guard let model = models[name], model.features == features else { return nil }
        return model
    }

    /// No models: candidates are weighed by their labels alone.
    package init() { models = [:] }

    private struct Stored: Decodable {
        var models: [String: Model]
    }

    /// One ensemble: for each tree its nodes in a row, flattened.
    private struct Model: Decodable {
        var features: [String]
        /// Feature of each node, -1 in a leaf.
        var feature: [Int32]
        /// Threshold, or the leaf's weight.
        var value: [Float]
        /// Offset of the left and right child from the node; unused in a leaf.
        var left: [Int32]
        var right: [Int32]
        var roots: [Int32]
        /// Pairs of log-odds and chance.
        var calibration: [[Float]]

        /// - Returns: `nil` when lists differ in length or point outside; walking them could then run away.
        var trees: TreeEnsemble? {
            let count = feature.count
            guard value.count == count, left.count == count, right.count == count,
                roots.allSatisfy({ (0..<Int32(count)).contains($0) }), calibration.allSatisfy({ $0.count == 2 })
            else { return nil }
            var nodes: [TreeEnsemble.Node] = []
            nodes.reserveCapacity(count)
            for index in 0..<count {
                let isLeaf = feature[index] < 0
                let at = Int32(index)
                // Children stand behind their parent, so every walk ends.
                guard
                    isLeaf
                        || (Int(feature[index]) < features.count && left[index] > 0 && right[index] > 0
                            && at + max(left[index], right[index]) < Int32(count))
                else { return nil }
                nodes.append(
                    TreeEnsemble.Node(
                        feature: feature[index], value: value[index], left: isLeaf ? -1 : at + left[index],
                        right: isLeaf ? -1 : at + right[index]))
            }
            return TreeEnsemble(
                features: features, nodes: nodes, roots: roots,
                knots: calibration.map { (score: $0[0], chance: $0[1]) })
        }
    }
}

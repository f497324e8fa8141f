package import Foundation
import Invoicing

/// The models that weigh candidates, as `schemas/scoring.json` holds them; made by `make train`.
package struct ScoringModels: Sendable {
    private let models: [String: TreeEnsemble]

    /// Below it a field is left empty: at half of what F1 can reach, leaving out and guessing cost the same (Lipton et al.,
    /// "Optimal thresholding of classifiers to maximize F1", 2014).
    static let leastChance = 0.45

    /// Name of the file, in the folder of the document types.
    package static let file = "scoring.json"

    /// - Parameter files: Contents by name; ``file`` among them.
    /// - Throws: ``SchemaError`` that says what is wrong with the file.
    package init(files: [String: Data]) throws(SchemaError) {
        guard let data = files[Self.file], let stored = try? JSONDecoder().decode(Stored.self, from: data) else {
            throw SchemaError(file: Self.file, faults: ["is missing or no file of models; `make train` makes it"])
        }
        var models: [String: TreeEnsemble] = [:]
        for (name, model) in stored.models {
            guard let trees = model.trees else {
                throw SchemaError(file: Self.file, faults: ["the trees of \(name) are damaged"])
            }
            // Trees of other measurements would answer nonsense.
            guard let known = ScoringFeatures.names[name], known == trees.features else {
                throw SchemaError(
                    file: Self.file,
                    faults: [
                        "the model of \(name) was trained for another version of the program; `make train` renews it"
                    ])
            }
            models[name] = trees
        }
        self.models = models
    }

    /// Its features are those of ``ScoringFeatures/names``: other models are refused when they are read.
    /// - Returns: `nil` for a field that no model was trained for.
    func model(_ name: String) -> TreeEnsemble? { models[name] }

    /// Fields that there are models of.
    var names: Set<FieldName> { Set(models.keys.map { FieldName(rawValue: $0) }) }

    /// No models: candidates are weighed by their labels alone.
    package init() { models = [:] }

    private struct Stored: Decodable {
        var models: [String: Model]
    }

    /// One ensemble: for each tree its nodes in a row, flattened.
    private struct Model: Decodable {
        var features: [String]
        /// Feature of each node, -1 in a leaf.
        var feature: Numbers<Int32>
        /// Threshold, or the leaf's weight.
        var value: Numbers<Float>
        /// Offset of the left and right child from the node; unused in a leaf.
        var left: Numbers<Int32>
        var right: Numbers<Int32>
        var roots: Numbers<Int32>
        /// What the lead over the runner-up is worth; `nil` in older files.
        var marginWeight: Float?
        /// Pairs of log-odds and chance.
        var calibration: [[Float]]

        /// - Returns: `nil` when lists differ in length or point outside; walking them could then run away.
        var trees: TreeEnsemble? {
            let (feature, value, left) = (feature.list, value.list, left.list)
            let (right, roots) = (right.list, roots.list)
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
                features: features, nodes: nodes, roots: roots, marginWeight: max(0, marginWeight ?? 0),
                knots: calibration.map { (score: $0[0], chance: $0[1]) })
        }
    }

    /// A list, or one text with a blank between the numbers: every reader reads a hundred thousand of them at its start, and
    /// `JSONDecoder` takes ten times as long for a list.
    private struct Numbers<Number: ModelNumber>: Decodable {
        let list: [Number]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let text = try? container.decode(String.self) else {
                list = try container.decode([Number].self)
                return
            }
            guard let numbers = Number.all(in: text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "a word among numbers")
            }
            list = numbers
        }
    }
}

/// A kind of number that models are made of. Each reads a whole text itself: at the start of every reader there are two
/// hundred thousand, and generic code takes three times as long for one.
private protocol ModelNumber: Decodable {
    /// - Parameter text: Numbers with a blank between them.
    /// - Returns: `nil` when there is another word among them.
    static func all(in text: String) -> [Self]?
}

extension Int32: ModelNumber {
    fileprivate static func all(in text: String) -> [Int32]? { numbers(in: text) { Int32($0) } }
}

extension Float: ModelNumber {
    fileprivate static func all(in text: String) -> [Float]? { numbers(in: text) { Float($0) } }
}

private func numbers<Number>(in text: String, _ number: (String) -> Number?) -> [Number]? {
    var numbers: [Number] = []
    for word in Array(text.utf8).split(separator: UInt8(ascii: " ")) {
        guard let number = number(String(decoding: word, as: UTF8.self)) else { return nil }
        numbers.append(number)
    }
    return numbers
}

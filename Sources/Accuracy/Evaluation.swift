/// A corpus scored, as a whole and by what its documents have in common.
package struct Evaluation: Sendable, Encodable {
    package enum Grouping: String, Sendable, CaseIterable { case field, kind, language, layout }

    package struct Document: Sendable, Encodable {
        package var name: String
        package var score: ScoredDocument

        private enum Key: String, CodingKey {
            case name, missing, items, errors
            case allRight = "all_right"
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .name)
            try container.encode(score.isMissing, forKey: .missing)
            try container.encode(score.headerIsRight, forKey: .allRight)
            try container.encode(score.items.map { [$0.truth, $0.predicted, $0.correct] }, forKey: .items)
            try container.encode(score.faults, forKey: .errors)
        }
    }

    package private(set) var overall = Tally()
    package private(set) var byKind: [String: Tally] = [:]
    package private(set) var byLanguage: [String: Tally] = [:]
    package private(set) var byLayout: [String: Tally] = [:]
    package private(set) var bySource: [String: Tally] = [:]
    package private(set) var documents: [Document] = []

    package init() {}

    /// - Parameters:
    ///   - name: Path of the document below the truths' folder, without its ending.
    ///   - prediction: `nil` when there is none or it is no JSON.
    package mutating func add(_ name: String, truth: JSONValue, prediction: JSONValue?) {
        let score = ScoredDocument(truth: truth, prediction: prediction)
        func label(_ key: String) -> String { truth[key]?.spelled ?? "?" }
        let layout = truth["layout"].flatMap { $0.isTruthy ? $0.spelled : nil } ?? name
        let source = String(label("source").split(separator: ":", omittingEmptySubsequences: false)[0])
        overall.add(score)
        byKind[label("kind"), default: Tally()].add(score)
        byLanguage[label("lang"), default: Tally()].add(score)
        byLayout[layout, default: Tally()].add(score)
        bySource[source, default: Tally()].add(score)
        documents.append(Document(name: name, score: score))
    }

    /// Mean over layouts of their micro-F1: one layout with many documents counts as much as one with a single one.
    package var layoutMacroF1: Double {
        guard !byLayout.isEmpty else { return 0 }
        let figures = byLayout.sorted { $0.key < $1.key }.map(\.value.micro.f1)
        return rounded(figures.reduce(0, +) / Double(figures.count))
    }

    /// The tallies of a grouping by name; of `field` the whole corpus.
    package func groups(_ grouping: Grouping) -> [(name: String, tally: Tally)] {
        switch grouping {
        case .field: [("overall", overall)]
        case .kind: sorted(byKind)
        case .language: sorted(byLanguage)
        case .layout: sorted(byLayout)
        }
    }

    private func sorted(_ tallies: [String: Tally]) -> [(name: String, tally: Tally)] {
        tallies.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private enum Key: String, CodingKey {
        case overall, documents
        case layoutMacroF1 = "layout_macro_f1"
        case byLayoutF1 = "by_layout_f1"
        case byKind = "by_kind"
        case bySource = "by_source"
        case byLanguage = "by_language"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(overall, forKey: .overall)
        try container.encode(layoutMacroF1, forKey: .layoutMacroF1)
        try container.encode(byLayout.mapValues(\.micro.f1), forKey: .byLayoutF1)
        try container.encode(byKind, forKey: .byKind)
        try container.encode(bySource, forKey: .bySource)
        try container.encode(byLanguage, forKey: .byLanguage)
        try container.encode(documents, forKey: .documents)
    }
}

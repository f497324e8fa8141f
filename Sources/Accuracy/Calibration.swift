/// What the confidences of a corpus are worth: by field, over all fields, and of whole documents.
package struct Calibration: Sendable, Encodable {
    package struct Group: Hashable, Sendable, Encodable {
        package var reliability: Reliability
        package var acceptance: AcceptanceCurve
    }

    /// All fields whose truth is known.
    package private(set) var overall: Group
    /// Only ``DocumentConfidence/fields``, all in one.
    package private(set) var payment: Group
    /// Known fields in their own order, then others by name.
    package private(set) var fields: [(name: String, group: Group)]
    package private(set) var documents: Group
    /// Documents by ``DocumentConfidence/required`` alone, which is what the workflow's `validate` asks for.
    package private(set) var requiredOnly: Group
    /// Documents nothing can be told of: no prediction, no known field that counts, no confidence.
    package private(set) var unjudged: Int
    /// Documents without a wrong value that lack one of ``DocumentConfidence/ifPresent``, accepted at each of the tables'
    /// thresholds.
    package private(set) var incomplete: [Int]

    package init(_ evaluation: Evaluation) {
        let scores = evaluation.documents.map(\.score)
        let names = evaluation.overall.fields.map(\.name)
        fields = names.map { name in (name, Self.group(of: [name], in: scores)) }
        overall = Self.group(of: names, in: scores)
        payment = Self.group(of: DocumentConfidence.fields, in: scores)
        let judged = scores.compactMap { $0.isMissing ? nil : DocumentConfidence($0) }
        documents = Self.group(of: judged)
        requiredOnly = Self.group(
            of: scores.compactMap { $0.isMissing ? nil : DocumentConfidence($0, of: DocumentConfidence.required) })
        unjudged = scores.count - judged.count
        incomplete = AcceptanceCurve.thresholds.map { threshold in
            judged.count { $0.confidence >= threshold && $0.wrong.isEmpty && !$0.leftOut.isEmpty }
        }
    }

    private static func group(of documents: [DocumentConfidence]) -> Group {
        let samples = documents.map { Reliability.Sample($0.confidence, $0.isRight) }
        return Group(reliability: Reliability(samples), acceptance: AcceptanceCurve(samples))
    }

    private static func group(of names: [String], in scores: [ScoredDocument]) -> Group {
        let names = Set(names)
        let samples = scores.flatMap(\.judged).compactMap { value in
            names.contains(value.field) ? value.confidence.map { Reliability.Sample($0, value.isRight) } : nil
        }
        let leftOut = scores.flatMap(\.faults).count { names.contains($0.field) && $0.predicted == .null }
        return Group(reliability: Reliability(samples), acceptance: AcceptanceCurve(samples, leftOut: leftOut))
    }

    private enum Key: String, CodingKey {
        case overall, payment, fields, documents, unjudged, incomplete, target
        case required = "required_fields"
        case requiredOnly = "documents_by_required_fields"
        case ifPresent = "fields_if_present"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(DocumentConfidence.required, forKey: .required)
        try container.encode(DocumentConfidence.ifPresent, forKey: .ifPresent)
        try container.encode(AcceptanceCurve.target, forKey: .target)
        try container.encode(overall, forKey: .overall)
        try container.encode(payment, forKey: .payment)
        try container.encode(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.group) }), forKey: .fields)
        try container.encode(documents, forKey: .documents)
        try container.encode(requiredOnly, forKey: .requiredOnly)
        try container.encode(unjudged, forKey: .unjudged)
        try container.encode(incomplete, forKey: .incomplete)
    }
}

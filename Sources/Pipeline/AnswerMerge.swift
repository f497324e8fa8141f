import Extractors
import Invoicing

/// Puts answers that stand on the page into a draft, as far as the document's own arithmetic and dates allow.
struct AnswerMerge {
    private(set) var draft: Draft
    /// Fields that now have the model's value, or one that it confirmed.
    private(set) var taken: [FieldName] = []
    /// Fields whose own value was surer than the model's.
    private(set) var kept: [FieldName] = []
    private(set) var refused: [FieldName: AnswerRefusal] = [:]
    private let model: String
    private let objections: (Draft) -> Set<String>

    /// - Parameter objections: What speaks against a draft, a sentence each.
    init(_ draft: Draft, model: String, objections: @escaping (Draft) -> Set<String>) {
        self.draft = draft
        self.model = model
        self.objections = objections
    }

    /// All at once when that breaks no rule; else one after the other, the most important first.
    mutating func take(_ answers: [(name: FieldName, field: Field)]) {
        let new = answers.filter { settleKnown($0.name, $0.field) }
        guard !new.isEmpty else { return }
        let before = objections(draft)
        let together = new.reduce(draft) { with($1.name, $1.field, $0) }
        if objections(together).isSubset(of: before) {
            (draft, taken) = (together, taken + new.map(\.name))
            return
        }
        for (name, field) in new {
            let changed = with(name, field, draft)
            guard objections(changed).isSubset(of: objections(draft)) else {
                refused[name] = .contradiction
                continue
            }
            draft = changed
            taken.append(name)
        }
    }

    /// - Returns: Whether the answer is neither what was read before nor less sure than that.
    private mutating func settleKnown(_ name: FieldName, _ answer: Field) -> Bool {
        guard var own = draft.fields[name] else { return true }
        if Folding.key(own.value) == Folding.key(answer.value) {
            own.confidence = max(own.confidence, Self.bounded(answer.confidence))
            let reasons = [own.evidence?.reason, "the language model \(model) reads the same"].compactMap(\.self)
            own.evidence?.reason = reasons.joined(separator: "; ")
            draft.fields[name] = own
            taken.append(name)
            return false
        }
        guard own.confidence >= Self.bounded(answer.confidence) else { return true }
        own.evidence?.rejected.append(Self.alternative(answer))
        draft.fields[name] = own
        kept.append(name)
        return false
    }

    private func with(_ name: FieldName, _ answer: Field, _ draft: Draft) -> Draft {
        var (draft, field) = (draft, answer)
        field.confidence = Self.bounded(answer.confidence)
        field.evidence?.reason = "read by the language model \(model); stands on the page, and no rule objects"
        if let own = draft.fields[name] {
            field.evidence?.rejected = [Self.alternative(own)] + (own.evidence?.rejected ?? []).prefix(3)
        }
        draft.fields[name] = field
        return draft
    }

    /// A reader says how sure an answer is, but a document may have got at the reader.
    private static func bounded(_ confidence: Double) -> Double { min(confidence, OpenQuestion.mostConfidence) }

    private static func alternative(_ field: Field) -> Alternative {
        Alternative(
            value: field.value, page: field.evidence?.page, box: field.evidence?.box,
            score: (field.confidence * 1000).rounded() / 1000)
    }
}

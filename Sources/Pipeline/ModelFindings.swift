import Extractors
import Invoicing

/// What people are told about a language model's part in a document. Names fields and reasons; quotes nothing that the
/// model said.
struct ModelFindings {
    private let model: String

    init(_ model: String) { self.model = model }

    /// A person always looks, whatever else the document says: a value of the model's may make an order match.
    func taken(_ names: [FieldName], _ draft: Draft) -> Finding? {
        guard !names.isEmpty else { return nil }
        return Finding(
            rule: "language-model", severity: .review,
            message:
                "Read or confirmed by the language model \(model), to be compared with the page: \(Self.list(names)).",
            evidence: names.compactMap { draft.fields[$0]?.evidence })
    }

    func differs(_ names: [FieldName], _ draft: Draft) -> Finding? {
        guard !names.isEmpty else { return nil }
        return Finding(
            rule: "language-model-differs", severity: .warning,
            message: "The language model \(model) reads something else, which was not taken over: \(Self.list(names)).",
            evidence: names.compactMap { draft.fields[$0]?.evidence })
    }

    func refused(_ answers: [FieldName: AnswerRefusal]) -> Finding? {
        guard !answers.isEmpty else { return nil }
        let parts = answers.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value.words)" }
        return Finding(
            rule: "language-model-refused", severity: .info,
            message: "Answers of the language model \(model) were refused: \(parts.joined(separator: ", ")).")
    }

    func failed(_ failure: LanguageModelFailure, _ question: OpenQuestion) -> Finding {
        Finding(
            rule: "language-model-failed", severity: .warning,
            message: "The language model \(model) gave no answer: \(failure). Left as they were: "
                + "\(Self.list(question.fields.map(\.name))).")
    }

    func unjudged(_ failure: ReadFailure) -> Finding {
        Finding(
            rule: "language-model-failed", severity: .warning,
            message: "Answers of the language model \(model) could not be held against the page "
                + "(\(failure.reason.rawValue)); none was taken over.")
    }

    private static func list(_ names: [FieldName]) -> String { names.map(\.rawValue).joined(separator: ", ") }
}

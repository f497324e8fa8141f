/// How sure a document as a whole is: the least confidence of the fields its payment hangs on
/// (docs/decisions/0063). The weakest field decides, so a threshold for documents is the threshold of every field, and a
/// person can be told which one it was.
package struct DocumentConfidence: Hashable, Sendable {
    /// Without one of these nobody can pay: a document that has it and whose reading has not counts as confidence 0.
    package static let required = ["supplier_name", "invoice_number", "invoice_date", "currency", "gross_total"]
    /// Count where they were read. Left out they harm nobody: the gross total is what is paid, to the account of the
    /// supplier's record.
    package static let ifPresent = ["net_total", "tax_total", "supplier_iban"]
    /// All that count, in the order of the tables.
    package static let fields = required + ifPresent

    /// 0...1.
    package var confidence: Double
    /// Fields of ``fields`` with a value that is wrong, or that the document does not have.
    package var wrong: [String]
    /// Fields of ``ifPresent`` that the document has and the reading has not.
    package var leftOut: [String]
    /// Whether all of ``required`` that the document has was read.
    package var isComplete: Bool
    /// What the confidence is the chance of: nothing is wrong, and nothing required is missing.
    package var isRight: Bool { isComplete && wrong.isEmpty }

    /// - Parameter fields: Those that count, of ``fields``.
    /// - Returns: `nil` when nothing can be told: the truth knows none of ``required``, or a value has no confidence.
    package init?(_ document: ScoredDocument, of fields: [String] = Self.fields) {
        let judged = document.judged.filter { fields.contains($0.field) }
        let confidences = judged.compactMap(\.confidence)
        guard confidences.count == judged.count else { return nil }
        let missing = fields.filter { name in
            (document.fields[name]?.truth ?? 0) > 0 && !judged.contains { $0.field == name }
        }
        let isJudged = Self.required.contains { (document.fields[$0]?.truth ?? 0) > 0 }
        guard isJudged else { return nil }
        isComplete = !missing.contains { Self.required.contains($0) }
        confidence = isComplete ? confidences.min() ?? 0 : 0
        wrong = judged.filter { !$0.isRight }.map(\.field)
        leftOut = missing.filter { Self.ifPresent.contains($0) }
    }
}

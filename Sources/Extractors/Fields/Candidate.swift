package import Invoicing

/// A value that may belong to a field, with the reasons that speak for it.
package struct Candidate: Hashable, Sendable {
    package var field: FieldName
    /// Canonical text.
    package var value: String
    /// Comparable within one field of one document; about 0...1.2.
    package var score: Double
    package var row: Int
    package var tokens: Range<Int>
    package var printed: String
    package var label: String?
    package var reason: String

    /// The field, with the candidates that were not chosen.
    package func field(in view: DocumentView, confidence: Double, rejected: [Candidate]) -> Field {
        Field(value, confidence: confidence, evidence: evidence(in: view, rejected: rejected))
    }

    package func evidence(in view: DocumentView, rejected: [Candidate] = []) -> Evidence {
        let place = view.rows[row]
        let source: TextSource = place.tokens[tokens].contains { $0.source == .ocr } ? .ocr : .text
        return Evidence(
            source: source, page: place.page, box: place.box(tokens), printed: printed, label: label, reason: reason,
            rejected: rejected.prefix(4).map {
                Alternative(
                    value: $0.value, page: view.rows[$0.row].page, box: view.rows[$0.row].box($0.tokens),
                    score: ($0.score * 1000).rounded() / 1000)
            })
    }
}

package import Invoicing

/// Answers, held against the page.
package struct JudgedAnswers: Hashable, Sendable {
    /// With the place where each stands.
    package var found: FieldGroup
    package var refused: [FieldName: AnswerRefusal]

    package init(found: FieldGroup = [:], refused: [FieldName: AnswerRefusal] = [:]) {
        self.found = found
        self.refused = refused
    }
}

/// Why an answer is no value of a field.
package enum AnswerRefusal: String, Error, Hashable, Sendable, Codable, CaseIterable {
    case notPrinted = "not-printed"
    /// It is printed, but not as what the field asks for: no date, no amount of money, no valid account.
    case otherKind = "other-kind"
    case pattern
    case checksum
    /// The place, or the same name or number, belongs to another field that is sure.
    case taken
    case otherLabel = "other-label"
    /// With it a rule is broken that was kept.
    case contradiction

    /// For people, behind a field's name.
    package var words: String {
        switch self {
        case .notPrinted: "is not printed on the document"
        case .otherKind: "is printed, but not as such a value"
        case .pattern: "does not match the field's pattern"
        case .checksum: "has wrong check digits"
        case .taken: "is another field's value"
        case .otherLabel: "stands beside another field's label"
        case .contradiction: "contradicts the rest of the document"
        }
    }
}

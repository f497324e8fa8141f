/// What steps leave in a case file for later ones.
package enum CasePart: String, Hashable, Sendable, Codable, CaseIterable {
    /// Kind, pages and what was read and checked: fields, lines, parties.
    case reading
    /// How sure the reading is.
    case confidence
    case duplicates
    case match
    case approval
    /// What people have agreed to.
    case consent
    case posting

    /// For people: what is missing when no earlier step gives it.
    var name: String {
        switch self {
        case .reading: "what was read"
        case .confidence: "how sure the reading is"
        case .duplicates: "whether the invoice came before"
        case .match: "the comparison with orders"
        case .approval: "who has to approve"
        case .consent: "what people have agreed to"
        case .posting: "the booking"
        }
    }
}

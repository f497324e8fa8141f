/// Which record of the master data a printed party was taken for.
package struct PartyMatch: Hashable, Sendable, Codable {
    /// What gave it away, strongest first.
    package enum Basis: String, Hashable, Sendable, Codable {
        case vatID = "vat-id"
        case taxNumber = "tax-number"
        case iban, name, alias
        case emailDomain = "email-domain"
        /// Near but not equal: a person has to confirm.
        case similarName = "similar-name"
    }

    package var id: String
    package var name: String
    package var basis: Basis
    /// Similarity 0...1; 1 for everything but `similarName`.
    package var score: Double

    package init(id: String, name: String, basis: Basis, score: Double) {
        self.id = id
        self.name = name
        self.basis = basis
        self.score = score
    }
}

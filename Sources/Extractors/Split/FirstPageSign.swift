/// What speaks for a page being the first of another document.
package enum FirstPageSign: String, Hashable, Sendable, Codable, CaseIterable {
    /// The title of an invoice, credit note, reminder or statement stands at its top.
    case title
    /// The title of another kind of paper than that of the pages before.
    case otherKind = "other-kind"
    /// Its page counter says 1.
    case counterStarts = "counter-starts"
    /// The page before had a counter too, so that it starts again.
    case counterRestarts = "counter-restarts"
    /// Another invoice number under its title or label than on the pages before.
    case otherNumber = "other-number"
    /// A number, and none on the pages before.
    case firstNumber = "first-number"
    /// Another day under the label of an invoice's day.
    case otherDate = "other-date"
    /// The pages before came to their total.
    case totalsBefore = "totals-before"
    /// It has a total of its own that the pages before do not have.
    case ownTotal = "own-total"
    /// None of the VAT ids of the pages before, but others.
    case otherVATIDs = "other-vat-ids"
    /// None of the accounts of the pages before, but others.
    case otherAccounts = "other-accounts"

    /// What a person would go by weighs most; the others bear it out.
    var weight: Int {
        switch self {
        case .otherNumber, .counterRestarts: 3
        case .otherKind, .otherDate: 2
        default: 1
        }
    }

    /// For people, as the end of "page 3: …".
    package var words: String {
        switch self {
        case .title: "a title at the top"
        case .otherKind: "another kind of paper"
        case .counterStarts: "its counter says 1"
        case .counterRestarts: "the page counter starts again"
        case .otherNumber: "another number"
        case .firstNumber: "a number, the first one"
        case .otherDate: "another day"
        case .totalsBefore: "the total came before"
        case .ownTotal: "a total of its own"
        case .otherVATIDs: "other VAT ids"
        case .otherAccounts: "another account"
        }
    }
}

/// Where and why a value was read: what a person needs to agree or disagree.
package struct Evidence: Hashable, Sendable, Codable {
    package var source: TextSource
    /// Counted from 1; `nil` for XML and computed values.
    package var page: Int?
    /// `nil` for XML and computed values.
    package var box: Box?
    /// The value as printed, before it was normalised: `"1.234,56 €"`.
    package var printed: String?
    /// The printed label that led to it: `"Rechnungsnr."`; for XML the element's path.
    package var label: String?
    /// Why this one: `"label left of value; net + tax = gross"`.
    package var reason: String?
    /// What else could have been meant, best first.
    package var rejected: [Alternative]

    package init(
        source: TextSource, page: Int? = nil, box: Box? = nil, printed: String? = nil, label: String? = nil,
        reason: String? = nil, rejected: [Alternative] = []
    ) {
        self.source = source
        self.page = page
        self.box = box
        self.printed = printed
        self.label = label
        self.reason = reason
        self.rejected = rejected
    }
}

/// A candidate that was not chosen.
package struct Alternative: Hashable, Sendable, Codable {
    package var value: String
    package var page: Int?
    package var box: Box?
    /// The extractor's own score, comparable only within one field of one document.
    package var score: Double

    package init(value: String, page: Int? = nil, box: Box? = nil, score: Double) {
        self.value = value
        self.page = page
        self.box = box
        self.score = score
    }
}

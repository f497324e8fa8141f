package import Invoicing

/// What became of a document on its way: the facts of reading, and the draft with what was found about it.
package struct CarriedDocument: Hashable, Sendable, Codable {
    package enum End: Hashable, Sendable, Codable {
        case checked(Checked)
        /// Nothing at all could be read.
        case failed(ReadFailure)
    }

    /// `nil` when it could not be told.
    package var kind: DocumentKind?
    package var pageCount: Int
    package var pages: [PageSummary]
    package var end: End
    /// Seconds by stage: `"read"`, `"extract"`, `"validate"`; `"consult"` where a language model was asked.
    package var timing: [String: Double]

    package init(
        kind: DocumentKind?, pageCount: Int, pages: [PageSummary], end: End, timing: [String: Double] = [:]
    ) {
        self.kind = kind
        self.pageCount = pageCount
        self.pages = pages
        self.end = end
        self.timing = timing
    }
}

/// The way of a document as the orchestrator sees it: identify, read, extract, validate.
package protocol DocumentWay: Sendable {
    /// Always answers: what goes wrong is part of the answer.
    /// - Parameter sha256: Of the bytes, lower-case hex.
    func carry(_ document: SourceDocument, sha256: String) async -> CarriedDocument
}

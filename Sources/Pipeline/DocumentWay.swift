package import Invoicing

/// What became of a document on its way: the facts of reading, and the draft with what was found about it.
package struct CarriedDocument: Hashable, Sendable, Codable {
    package enum End: Hashable, Sendable, Codable {
        case checked(Checked)
        /// Nothing at all could be read.
        case failed(ReadFailure)
    }

    /// A document that stands in the file behind others.
    package struct Other: Hashable, Sendable, Codable {
        package var part: FilePart
        package var checked: Checked

        package init(part: FilePart, checked: Checked) {
            self.part = part
            self.checked = checked
        }
    }

    /// `nil` when it could not be told.
    package var kind: DocumentKind?
    package var pageCount: Int
    package var pages: [PageSummary]
    /// Of the first document, nearly always the only one.
    package var end: End
    /// `nil` where the file is one document.
    package var part: FilePart?
    /// The documents behind the first one.
    package var others: [Other]
    /// Seconds by stage: `"read"`, `"extract"`, `"validate"`; `"consult"` where a language model was asked.
    package var timing: [String: Double]

    package init(
        kind: DocumentKind?, pageCount: Int, pages: [PageSummary], end: End, part: FilePart? = nil,
        others: [Other] = [], timing: [String: Double] = [:]
    ) {
        self.kind = kind
        self.pageCount = pageCount
        self.pages = pages
        self.end = end
        self.part = part
        self.others = others
        self.timing = timing
    }
}

/// The way of a document as the orchestrator sees it: identify, read, extract, validate.
package protocol DocumentWay: Sendable {
    /// Always answers: what goes wrong is part of the answer.
    /// - Parameter sha256: Of the bytes, lower-case hex.
    func carry(_ document: SourceDocument, sha256: String) async -> CarriedDocument
    /// The last stage alone: for a draft in which a person has set values right.
    func check(_ draft: Draft) -> Checked
}

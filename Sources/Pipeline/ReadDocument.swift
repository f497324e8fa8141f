package import Foundation
package import Invoicing

/// A file inside a PDF.
package struct Attachment: Hashable, Sendable, Codable {
    package var name: String
    package var bytes: Data

    package init(name: String, bytes: Data) {
        self.name = name
        self.bytes = bytes
    }
}

/// All that the readers got out of a document: the hand-over from reading to extraction.
package struct ReadDocument: Hashable, Sendable, Codable {
    package var kind: DocumentKind
    /// Pages of the document; `pages` may hold fewer when reading had to stop.
    package var pageCount: Int
    package var pages: [PageText]
    /// `Title`, `Author`, `Producer`, `CreationDate` ... as the file states them.
    package var metadata: [String: String]
    package var attachments: [Attachment]
    /// What went wrong without losing the document: damaged pages, refused attachments.
    package var problems: [ReadFailure]

    package init(
        kind: DocumentKind, pageCount: Int, pages: [PageText], metadata: [String: String] = [:],
        attachments: [Attachment] = [], problems: [ReadFailure] = []
    ) {
        self.kind = kind
        self.pageCount = pageCount
        self.pages = pages
        self.metadata = metadata
        self.attachments = attachments
        self.problems = problems
    }

    /// An e-invoice in XML: a document without pages that is its own attachment.
    package init(_ document: SourceDocument, withoutPagesAs kind: DocumentKind) {
        self.init(
            kind: kind, pageCount: 0, pages: [], attachments: [Attachment(name: document.name, bytes: document.bytes)])
    }
}

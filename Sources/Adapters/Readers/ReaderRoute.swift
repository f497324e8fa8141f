package import Foundation
package import Invoicing
package import Pipeline

/// What a reader does with documents, inside the child process; never used by two threads.
package protocol ReaderRoute {
    /// Gets ready what all documents need, before the sandbox closes.
    /// - Parameter types: Files of document types by their names, as the parent has read and checked them.
    /// - Throws: `.setup` when something is missing; the reader then answers nothing else.
    func start(_ settings: ReadSettings, types: [String: Data]) throws(ReadFailure) -> any ReaderWork
}

/// A route that was started.
///
/// It extracts from what was read by this reader or by several.
package protocol ReaderWork: Extraction {
    func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> any ReaderSession
}

/// One document, open in a reader.
package protocol ReaderSession: AnyObject {
    /// Everything that needs no recognition.
    /// - Parameter pageDone: To be called after each page: it starts that page's allowance of time anew.
    func read(pageDone: () -> Void) throws(ReadFailure) -> PartialReading
    /// One page in full, recognition included, and what took all or part of it. Pages count from 1.
    /// - Throws: What ends the whole document, as ``Pipeline/ReadFailure/Reason/setup`` does.
    func recognize(page: Int) throws(ReadFailure) -> RecognizedPage
    /// A page's picture as PNG.
    func picture(page: Int, dpi: Int) throws(ReadFailure) -> Data
}

/// A page, with the failure that took all or part of it.
package struct RecognizedPage: Hashable, Sendable {
    package var page: PageText
    package var problem: ReadFailure?

    package init(_ page: PageText, problem: ReadFailure? = nil) {
        self.page = page
        self.problem = problem
    }
}

/// A document without its recognition.
package struct PartialReading: Hashable, Sendable {
    package var document: ReadDocument
    /// Numbers of the pages that still need recognition; it may be done in several readers at once.
    /// Such a page stands in `document` too, as far as it could be read, or is missing there.
    package var pending: [Int]

    package init(document: ReadDocument, pending: [Int] = []) {
        self.document = document
        self.pending = pending
    }
}

package import Invoicing
package import Pipeline

/// Reads documents page by page; what ``ReadTextRoute`` needs of the way from bytes to words.
package protocol PageByPage: Sendable {
    /// - Returns: `nil` for documents without pages.
    func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> (any OpenDocument)?
    /// All but the pages.
    func shell(of document: any OpenDocument, as kind: DocumentKind) -> ReadDocument
    func page(_ number: Int, of document: any OpenDocument) -> (page: PageText, problem: ReadFailure?)
}

extension ReadText: PageByPage {}

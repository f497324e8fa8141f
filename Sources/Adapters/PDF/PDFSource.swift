package import Foundation
package import Pipeline

/// Opens PDFs with Poppler.
package struct PDFSource: PageSource {
    package let kinds: Set<DocumentKind> = [.pdf]

    package init() {}

    /// - Throws: `.encrypted`, `.damaged` (also for a PDF without pages), `.tooManyPages`.
    package func open(_ bytes: Data, as kind: DocumentKind, settings: ReadSettings) throws(ReadFailure)
        -> any OpenDocument
    {
        let document = try PDFDocument(bytes: bytes, passwords: settings.passwords)
        let pages = document.pageCount
        guard pages > 0 else {
            throw ReadFailure(.damaged, "the PDF has no pages; ask the sender for a new copy")
        }
        guard pages <= settings.limits.pages else {
            throw ReadFailure(
                .tooManyPages, "the PDF has \(pages) pages; the limit is \(settings.limits.pages)")
        }
        return OpenPDF(document, limits: settings.limits, mayHoldImages: bytes.holdsImageObject)
    }
}

extension Data {
    /// A picture's dictionary stands uncompressed in every PDF, so a file without `/Image` has only inline ones.
    fileprivate var holdsImageObject: Bool { range(of: Data("/Image".utf8)) != nil }
}

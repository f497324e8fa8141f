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
        let prepared = PDFBytes(bytes)
        let document = try PDFDocument(bytes: prepared, passwords: settings.passwords)
        let pages = document.pageCount
        guard pages > 0 else {
            throw ReadFailure(.damaged, "the PDF has no pages; ask the sender for a new copy")
        }
        guard pages <= settings.limits.pages else {
            throw ReadFailure(
                .tooManyPages, "the PDF has \(pages) pages; the limit is \(settings.limits.pages)")
        }
        return OpenPDF(document, limits: settings.limits, mayHoldImages: prepared.mayHoldImages)
    }
}

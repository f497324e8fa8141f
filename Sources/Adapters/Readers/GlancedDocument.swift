import Foundation
import Invoicing
import Pipeline

/// A page of an open document that may be glanced at but not rendered for recognition: notes that it was asked for.
final class GlancedDocument: OpenDocument {
    private let document: any OpenDocument
    private let glance: Int
    /// Whether recognition was about to begin.
    private(set) var wantsPicture = false

    /// - Parameter glance: Dots per inch; finer pictures are refused before a pixel is made.
    init(_ document: any OpenDocument, glance: Int) {
        self.document = document
        self.glance = glance
    }

    var pageCount: Int { document.pageCount }
    var metadata: [String: String] { document.metadata }

    func attachments(upTo bytes: Int) -> (files: [Attachment], problems: [ReadFailure]) {
        document.attachments(upTo: bytes)
    }

    func layer(of page: Int) throws(ReadFailure) -> TextLayer {
        try document.layer(of: page)
    }

    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster {
        guard dpi <= glance else {
            wantsPicture = true
            throw ReadFailure(.setup, "The page is left for later.")
        }
        return try document.raster(of: page, dpi: dpi)
    }

    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data {
        try document.png(of: page, dpi: dpi)
    }
}

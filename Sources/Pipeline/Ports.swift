package import Extractors
package import Foundation
package import Invoicing

/// Reads documents and extracts their fields: all that touches a stranger's bytes and words. The real one does so in
/// child processes, the in-process one is for debugging and tests.
package protocol DocumentReader: Sendable {
    /// - Throws: ``ReadFailure`` when nothing at all could be read. Bad pages among good ones are findings of the draft.
    func draft(of document: SourceDocument, as kind: DocumentKind) async throws(ReadFailure) -> DraftedDocument
    /// A page's picture as PNG. Pages count from 1.
    func picture(of document: SourceDocument, as kind: DocumentKind, page: Int, dpi: Int) async throws(ReadFailure)
        -> Data
    /// Whether answers to a document's question stand on its pages.
    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft)
        async throws(ReadFailure) -> JudgedAnswers
}

/// One open document inside a reader. Not thread-safe: one owner, one thread.
package protocol OpenDocument: AnyObject {
    var pageCount: Int { get }
    var metadata: [String: String] { get }
    /// - Parameter bytes: Cap for one attachment; larger ones are left out and named in `problems`.
    func attachments(upTo bytes: Int) -> (files: [Attachment], problems: [ReadFailure])
    /// - Parameter page: Counted from 1.
    func layer(of page: Int) throws(ReadFailure) -> TextLayer
    /// - Throws: `.pageTooLarge` past the pixel cap, before any pixel is made.
    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster
    /// The page's picture for people, in colour where it has any, as PNG.
    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data
}

/// Opens documents of the kinds it knows; a PDF library, an image library.
package protocol PageSource: Sendable {
    /// The kinds it opens; others are never handed to it.
    var kinds: Set<DocumentKind> { get }
    func open(_ bytes: Data, as kind: DocumentKind, settings: ReadSettings) throws(ReadFailure) -> any OpenDocument
}

/// What a page holds before recognition.
package struct TextLayer: Hashable, Sendable {
    /// Points, rotation applied.
    package var width: Double
    package var height: Double
    package var words: [Word]
    /// Where pictures stand.
    package var images: [Box]
    /// Pixels per inch of the largest picture; `nil` when unknown or none.
    package var imageDPI: Double?

    package init(width: Double, height: Double, words: [Word], images: [Box] = [], imageDPI: Double? = nil) {
        self.width = width
        self.height = height
        self.words = words
        self.images = images
        self.imageDPI = imageDPI
    }
}

/// A gray picture, one byte a pixel, 0 black, rows without padding, top row first.
package struct Raster: Hashable, Sendable {
    package var width: Int
    package var height: Int
    /// Dots per inch the pixels stand for; for photographs a guess from the page's width.
    package var dpi: Int
    package var pixels: [UInt8]

    package init(width: Int, height: Int, dpi: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.dpi = dpi
        self.pixels = pixels
    }
}

/// What recognition made of a picture; boxes in points of the upright page.
package struct Recognition: Hashable, Sendable {
    package var words: [Word]
    /// Degrees clockwise the picture was turned by before reading: 0, 90, 180, 270.
    package var turned: Int
    /// Degrees of skew that were taken out; small.
    package var skew: Double
    /// Dots per inch it was read at in the end.
    package var dpi: Int
    /// How many readings it was made of: a second one where the first was not sure.
    package var passes = 1

    package init(words: [Word], turned: Int = 0, skew: Double = 0, dpi: Int) {
        self.words = words
        self.turned = turned
        self.skew = skew
        self.dpi = dpi
    }
}

/// Recognizes print in pictures.
package protocol TextRecognizer: Sendable {
    /// - Throws: `.setup` when a language's data is missing; says which and how to install it.
    func recognize(_ raster: Raster, settings: ReadSettings) throws(ReadFailure) -> Recognition
}

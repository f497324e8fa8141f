import CPoppler
import Foundation
import Invoicing
import Pipeline

/// A PDF on its way through a reader.
final class OpenPDF: OpenDocument {
    private let document: PDFDocument
    private let limits: ReadLimits
    private let mayHoldImages: Bool
    /// UTF-8 bytes of text read so far, by page, so that reading a page twice counts once.
    private var textBytes: [Int: Int] = [:]

    init(_ document: consuming PDFDocument, limits: ReadLimits, mayHoldImages: Bool) {
        self.document = document
        self.limits = limits
        self.mayHoldImages = mayHoldImages
    }

    var pageCount: Int { document.pageCount }
    var metadata: [String: String] { document.metadata }

    func attachments(upTo bytes: Int) -> (files: [Attachment], problems: [ReadFailure]) {
        var files: [Attachment] = []
        var problems: [ReadFailure] = []
        var number = 0
        document.forEachAttachment { attachment in
            number += 1
            let room = bytes - files.reduce(0) { $0 + $1.bytes.count }
            let read = AttachmentReader.read(attachment, number: number, upTo: max(0, room))
            if let file = read.file { files.append(file) }
            if let problem = read.problem { problems.append(problem) }
        }
        return (files, problems)
    }

    func layer(of page: Int) throws(ReadFailure) -> TextLayer {
        let open = try document.page(page)
        try open.checkSize(limits)
        let before = textBytes.reduce(0) { $0 + ($1.key == page ? 0 : $1.value) }
        let (words, bytes) = try open.words(upTo: limits.textBytes - before)
        textBytes[page] = bytes
        // Pictures without an object of their own are small, so they matter only where there is little text.
        let images = mayHoldImages || words.count < 100 ? open.images(measureFrom: 0.4) : (boxes: [], dpi: nil)
        return TextLayer(
            width: open.width, height: open.height, words: words, images: images.boxes, imageDPI: images.dpi)
    }

    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster {
        try document.page(page).raster(dpi: dpi, limits: limits)
    }

    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data {
        try document.page(page).png(dpi: dpi, limits: limits)
    }
}

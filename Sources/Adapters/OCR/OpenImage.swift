import CTesseract
import Foundation
import Invoicing
import Pipeline

import struct Invoicing.Box

/// A picture file on its way through a reader; each picture in it is a page without a text layer.
final class OpenImage: OpenDocument {
    private let bytes: Data
    private let kind: DocumentKind
    private let headers: [ImageHeader]

    init(bytes: Data, kind: DocumentKind, headers: [ImageHeader]) {
        self.bytes = bytes
        self.kind = kind
        self.headers = headers
    }

    var pageCount: Int { headers.count }
    var metadata: [String: String] { [:] }

    func attachments(upTo bytes: Int) -> (files: [Attachment], problems: [ReadFailure]) { ([], []) }

    func layer(of page: Int) throws(ReadFailure) -> TextLayer {
        let header = try header(page)
        let width = Double(header.width) * 72 / Double(header.dpi)
        let height = Double(header.height) * 72 / Double(header.dpi)
        return TextLayer(
            width: width, height: height, words: [], images: [Box(x: 0, y: 0, width: width, height: height)],
            imageDPI: Double(header.dpi))
    }

    /// The pixels as they are; `dpi` is not followed, because nothing is gained by scaling before recognition.
    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster {
        let header = try header(page)
        guard let raster = try picture(page).raster(dpi: header.dpi) else { throw noMemory(page) }
        return raster
    }

    /// Scaled down to `dpi` where the picture is finer; never up.
    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data {
        let header = try header(page)
        let picture = try picture(page)
        let scale = Float(dpi) / Float(header.dpi)
        guard scale < 0.95, let smaller = Picture(pixScale(picture.pix, scale, scale)) else {
            guard let png = picture.png() else { throw noMemory(page) }
            return png
        }
        guard let png = smaller.png() else { throw noMemory(page) }
        return png
    }

    private func header(_ page: Int) throws(ReadFailure) -> ImageHeader {
        guard headers.indices.contains(page - 1) else {
            throw ReadFailure(.damaged, "the file has no picture \(page)")
        }
        return headers[page - 1]
    }

    private func picture(_ page: Int) throws(ReadFailure) -> Picture {
        let decoded = bytes.withUnsafeBytes { buffer in
            let data = buffer.assumingMemoryBound(to: l_uint8.self).baseAddress
            return kind == .tiff
                ? pixReadMemTiff(data, buffer.count, l_int32(page - 1)) : pixReadMem(data, buffer.count)
        }
        guard let picture = Picture(decoded), let flat = Picture(pixRemoveAlpha(picture.pix)) else {
            throw ReadFailure(
                .damaged, "picture \(page) is damaged: it cannot be decoded; ask the sender for a new copy")
        }
        let turns = headers[page - 1].quarterTurns
        guard turns != 0 else { return flat }
        guard let upright = Picture(pixRotateOrth(flat.pix, l_int32(turns))) else { throw noMemory(page) }
        return upright
    }

    private func noMemory(_ page: Int) -> ReadFailure {
        ReadFailure(.memory, "picture \(page): not enough memory to decode it")
    }
}

import CTesseract
package import Foundation
package import Pipeline

/// Opens PNG, JPEG and TIFF pictures of documents with Leptonica.
package struct ImageSource: PageSource {
    package let kinds: Set<DocumentKind> = [.png, .jpeg, .tiff]

    package init() {}

    /// Reads the headers of all pages and no pixel.
    /// - Throws: `.damaged`, `.tooManyPages`, `.pageTooLarge`.
    package func open(_ bytes: Data, as kind: DocumentKind, settings: ReadSettings) throws(ReadFailure)
        -> any OpenDocument
    {
        _ = Leptonica.isQuiet
        let pages = kind == .tiff ? tiffPages(bytes, upTo: settings.limits.pages) : 1
        guard pages > 0 else { throw ImageHeader.damaged(1) }
        guard pages <= settings.limits.pages else {
            throw ReadFailure(
                .tooManyPages, "the TIFF has more than \(settings.limits.pages) pages, which is the limit")
        }
        var headers: [ImageHeader] = []
        var offset = 0
        for page in 1...pages {
            let header = try ImageHeader(bytes, kind: kind, page: page, tiffOffset: &offset)
            try header.check(settings.limits, page: page)
            headers.append(header)
        }
        return OpenImage(bytes: bytes, kind: kind, headers: headers)
    }

    /// Counts the directories of a TIFF without decoding; stops one past `limit`, so a chain in a circle ends.
    private func tiffPages(_ bytes: Data, upTo limit: Int) -> Int {
        bytes.withUnsafeBytes { buffer in
            TIFFDirectories(buffer).count(upTo: limit + 1)
        }
    }
}

/// Walks the chain of image directories of a TIFF or BigTIFF.
struct TIFFDirectories {
    private let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool
    private let isBig: Bool

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        isBigEndian = bytes.first == UInt8(ascii: "M")
        isBig = bytes.count > 3 && max(bytes[2], bytes[3]) == 43
    }

    func count(upTo limit: Int) -> Int {
        var found = 0
        var offset = number(at: isBig ? 8 : 4, size: isBig ? 8 : 4) ?? 0
        while offset != 0, found < limit {
            guard let entries = number(at: offset, size: isBig ? 8 : 2), entries < 100_000 else { break }
            found += 1
            let next = offset + (isBig ? 8 + entries * 20 : 2 + entries * 12)
            offset = number(at: next, size: isBig ? 8 : 4) ?? 0
        }
        return found
    }

    private func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        var value: UInt64 = 0
        for index in 0..<size {
            value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : size - 1 - index)])
        }
        return value < UInt64(Int32.max) ? Int(value) : nil
    }
}

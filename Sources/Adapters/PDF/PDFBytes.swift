import CPoppler
import Foundation

/// A PDF's bytes made ready for Poppler.
///
/// Poppler 22.12 builds colour transforms for the catalog's output intent on every pass over a page. On PDF/A, which
/// most e-invoices are, that is nine tenths of all work, and neither words nor gray pictures need it. The key is
/// therefore renamed in Poppler's copy; the document itself stays as it arrived. See docs/decisions/0010.
struct PDFBytes {
    private(set) var bytes: [UInt8]
    /// A picture's dictionary stands uncompressed in every PDF, so a file without `/Image` has only inline ones. The names
    /// of procedure sets (`/ImageB`, `/ImageC`, `/ImageI`), which many programs write into every page, are none.
    let mayHoldImages: Bool

    init(_ data: Data) {
        bytes = [UInt8](data)
        mayHoldImages = PDFBytes.holdsImages(bytes)
        hideOutputIntents()
    }

    private static func holdsImages(_ bytes: [UInt8]) -> Bool {
        let name: StaticString = "/Image"
        var start = 0
        while let found = find(name, in: bytes, from: start) {
            start = found + name.utf8CodeUnitCount
            guard start < bytes.count, procedureSets.contains(bytes[start]) else { return true }
        }
        return false
    }

    private static let procedureSets = "BCI".utf8

    private mutating func hideOutputIntents() {
        let key: StaticString = "/OutputIntents"
        var start = 0
        while let found = PDFBytes.find(key, in: bytes, from: start) {
            start = found + key.utf8CodeUnitCount
            // Only where the name ends, as a key does: before an array or a blank.
            guard start < bytes.count, bytes[start] == 0x5B || bytes[start] <= 0x20
            else { continue }
            bytes[start - 1] = UInt8(ascii: "_")
        }
    }

    private static func find(_ text: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer -> Int? in
            guard start < buffer.count, let base = buffer.baseAddress else { return nil }
            return memmem(base + start, buffer.count - start, text.utf8Start, text.utf8CodeUnitCount)
                .map { base.distance(to: UnsafeRawPointer($0)) }
        }
    }
}

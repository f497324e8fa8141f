import CTesseract
import Foundation
import Pipeline

/// A Leptonica picture with one owner.
struct Picture: ~Copyable {
    let pix: UnsafeMutablePointer<Pix>

    /// Takes over `pix`; `nil` for Leptonica's own `NULL`, its way to say that something failed.
    init?(_ pix: UnsafeMutablePointer<Pix>?) {
        guard let pix else { return nil }
        self.pix = pix
    }

    deinit {
        var owned: UnsafeMutablePointer<Pix>? = pix
        pixDestroy(&owned)
    }

    var width: Int { Int(pixGetWidth(pix)) }
    var height: Int { Int(pixGetHeight(pix)) }

    /// Leptonica keeps four pixels in a 32-bit word, the first in the highest byte.
    init?(_ raster: Raster) {
        guard raster.width > 0, raster.height > 0, raster.pixels.count == raster.width * raster.height,
            let pix = pixCreateNoInit(l_int32(raster.width), l_int32(raster.height), 8),
            let data = pixGetData(pix)
        else { return nil }
        let wordsPerLine = Int(pixGetWpl(pix))
        raster.pixels.withUnsafeBytes { pixels in
            for row in 0..<raster.height {
                let source = pixels.baseAddress.unsafelyUnwrapped + row * raster.width
                let target = data + row * wordsPerLine
                let whole = raster.width / 4
                for word in 0..<whole {
                    target[word] = source.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self).bigEndian
                }
                guard whole * 4 < raster.width else { continue }
                var rest: UInt32 = 0
                for column in whole * 4..<raster.width {
                    rest |= UInt32(source.load(fromByteOffset: column, as: UInt8.self)) << (24 - 8 * (column % 4))
                }
                target[whole] = rest
            }
        }
        pixSetResolution(pix, l_int32(raster.dpi), l_int32(raster.dpi))
        self.pix = pix
    }

    /// The picture in gray; `nil` when there is no memory for it.
    func raster(dpi: Int) -> Raster? {
        guard let gray = Picture(pixConvertTo8(pix, 0)), let data = pixGetData(gray.pix) else { return nil }
        let (width, height) = (gray.width, gray.height)
        let wordsPerLine = Int(pixGetWpl(gray.pix))
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            for row in 0..<height {
                let source = data + row * wordsPerLine
                let line = UnsafeMutableRawPointer(target.baseAddress.unsafelyUnwrapped + row * width)
                let whole = width / 4
                for word in 0..<whole {
                    line.storeBytes(of: source[word].bigEndian, toByteOffset: word * 4, as: UInt32.self)
                }
                for column in whole * 4..<width {
                    let byte = UInt8(truncatingIfNeeded: source[whole] >> (24 - 8 * (column % 4)))
                    line.storeBytes(of: byte, toByteOffset: column, as: UInt8.self)
                }
            }
            count = width * height
        }
        return Raster(width: width, height: height, dpi: dpi, pixels: pixels)
    }

    /// The picture as it is, as PNG.
    func png() -> Data? {
        var bytes: UnsafeMutablePointer<l_uint8>?
        var count = 0
        guard pixWriteMemPng(&bytes, &count, pix, 0) == 0, let bytes else { return nil }
        defer { lept_free(bytes) }
        return Data(bytes: bytes, count: count)
    }
}

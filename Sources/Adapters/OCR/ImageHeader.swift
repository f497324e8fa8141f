import CTesseract
import Foundation
import Pipeline

/// What a picture's header says, before any pixel is decoded.
struct ImageHeader {
    var width: Int
    var height: Int
    /// As the file states it or, where that cannot be, as the picture's shape makes likely.
    var dpi: Int
    /// Quarter turns clockwise that make the picture upright, from a JPEG's EXIF record.
    var quarterTurns: Int

    init(_ bytes: Data, kind: DocumentKind, page: Int, tiffOffset: inout Int) throws(ReadFailure) {
        var format: l_int32 = 0
        var width: l_int32 = 0
        var height: l_int32 = 0
        var stated = 0
        let failed = bytes.withUnsafeBytes { buffer -> Bool in
            let data = buffer.assumingMemoryBound(to: l_uint8.self).baseAddress
            guard kind == .tiff else {
                return pixReadHeaderMem(data, buffer.count, &format, &width, &height, nil, nil, nil) != 0
            }
            var resolution: l_int32 = 0
            let result = readHeaderMemTiff(
                data, buffer.count, l_int32(page - 1), &width, &height, nil, nil, &resolution, nil, nil)
            stated = Int(resolution)
            return result != 0
        }
        guard !failed, width > 0, height > 0 else { throw ImageHeader.damaged(page) }
        quarterTurns = kind == .jpeg ? EXIFOrientation.quarterTurns(bytes) : 0
        let turned = quarterTurns % 2 == 1
        self.width = Int(turned ? height : width)
        self.height = Int(turned ? width : height)
        if kind == .jpeg { stated = JFIFDensity.dpi(bytes) ?? 0 }
        if kind == .png { stated = PNGDensity.dpi(bytes) ?? 0 }
        dpi = ImageHeader.plausible(stated, width: self.width, height: self.height)
    }

    /// Sheets (A4, Letter, Legal) are about 8.27 inches across; a long or oddly shaped picture shows a till receipt,
    /// 80 mm or 3.15 inches. 72 and 96 are what programs write that know nothing, so they need a size that fits a sheet.
    static func plausible(_ stated: Int, width: Int, height: Int) -> Int {
        let inches = stated > 0 ? Double(width) / Double(stated) : 0
        if (100...1200).contains(stated), (2.0...24.0).contains(inches) { return stated }
        if stated >= 70, (7.5...12.0).contains(inches) { return stated }
        let ratio = Double(height) / Double(width)
        let isSheet = [1.294, 1.414, 1.647].contains { abs(ratio / $0 - 1) < 0.04 }
        let isReceipt = ratio > 1.75 || (ratio > 1.1 && width < 1100 && !isSheet)
        let across = isReceipt ? 3.15 : ratio < 0.9 ? 11.69 : 8.27
        return max(40, min(1200, Int((Double(width) / across).rounded())))
    }

    func check(_ limits: ReadLimits, page: Int) throws(ReadFailure) {
        let pixels = width.multipliedReportingOverflow(by: height)
        let points = Double(max(width, height)) * 72 / Double(dpi)
        guard !pixels.overflow, pixels.partialValue <= limits.pixels, max(width, height) <= 32_000,
            points <= limits.pageSide
        else {
            throw ReadFailure(
                .pageTooLarge,
                "picture \(page) has \(width) x \(height) pixels; the limit is \(limits.pixels / 1_000_000) megapixels")
        }
    }

    static func damaged(_ page: Int) -> ReadFailure {
        ReadFailure(.damaged, "picture \(page) is damaged: its header cannot be read; ask the sender for a new copy")
    }
}

/// The density record in a JPEG's first segment.
enum JFIFDensity {
    static func dpi(_ bytes: Data) -> Int? {
        let head = [UInt8](bytes.prefix(18))
        guard head.count == 18, head[2] == 0xFF, head[3] == 0xE0, head[6...9].elementsEqual("JFIF".utf8) else {
            return nil
        }
        let density = Int(head[14]) << 8 | Int(head[15])
        switch head[13] {
        case 1: return density
        case 2: return Int((Double(density) * 2.54).rounded())
        default: return nil
        }
    }
}

/// The `pHYs` chunk of a PNG.
enum PNGDensity {
    static func dpi(_ bytes: Data) -> Int? {
        let data = [UInt8](bytes.prefix(100_000))
        func number(_ at: Int) -> Int { data[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        var offset = 8
        while offset + 21 <= data.count {
            let length = number(offset)
            let type = data[offset + 4..<offset + 8]
            if type.elementsEqual("pHYs".utf8), length == 9, data[offset + 16] == 1 {
                return Int((Double(number(offset + 8)) * 0.0254).rounded())
            }
            if type.elementsEqual("IDAT".utf8) { return nil }
            offset += 12 + length
        }
        return nil
    }
}

package import Foundation

/// A page's picture for a mail: as large as it may be, and no larger.
package enum PagePicture {
    /// Pixels.
    package static let widest = 1_000
    package static let mostBytes = 300_000

    /// Print below this is not read, only recognized.
    static let narrowest = 360

    /// - Parameters:
    ///   - points: Width of the page; 1/72 inch.
    ///   - draw: The page as PNG, by dots per inch.
    /// - Returns: `nil` where even the narrowest is too large; then the mail goes without.
    package static func fitting<Failure: Error>(
        points: Double, draw: (_ dpi: Int) async throws(Failure) -> Data
    ) async throws(Failure) -> Data? {
        var width = widest
        while true {
            let png = try await draw(dpi(width, points))
            guard let size = pixels(png) else { return nil }
            if png.count <= mostBytes, size.width <= widest { return png }
            guard width > narrowest else { return nil }
            width = max(narrowest, next(width, png.count))
        }
    }

    /// Bytes grow with the area, in scans at least. A tenth less each time ends it in any case.
    private static func next(_ width: Int, _ bytes: Int) -> Int {
        Int(Double(width) * min(0.9, (Double(mostBytes) / Double(max(1, bytes))).squareRoot() * 0.97))
    }

    /// Rounded down, so that the picture is no wider; renderers round up.
    static func dpi(_ width: Int, _ points: Double) -> Int {
        guard points.isFinite, points > 0 else { return 72 }
        return Int(max(1, min(600, (Double(width - 1) / points * 72).rounded(.down))))
    }

    /// From the picture's head.
    /// - Returns: `nil` where it is no PNG.
    package static func pixels(_ png: Data) -> (width: Int, height: Int)? {
        let bytes = [UInt8](png.prefix(24))
        guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            return nil
        }
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }
}

import CTesseract
import Pipeline

/// A picture made ready for the engine: print of a good height, lines level.
struct PreparedPicture: ~Copyable {
    let picture: Picture
    /// Pixels of `picture` for one of the original.
    let scale: Double
    /// Degrees that were taken out.
    let skew: Double

    /// - Returns: `nil` when Leptonica has no memory.
    init?(_ original: borrowing Picture, limits: ReadLimits) {
        guard let binary = original.binarized() else { return nil }
        let scale = PreparedPicture.scale(glyphHeight: binary.glyphHeight(), original, limits)
        let skew = binary.skew()
        guard let scaled = Picture(pixScale(original.pix, Float(scale), Float(scale))),
            let level = scaled.turned(by: skew)
        else { return nil }
        picture = level
        self.scale = scale
        self.skew = skew
    }

    /// The engine reads best when small letters are about 20 pixels high; between 13 and 32 nothing is gained.
    private static func scale(glyphHeight: Double?, _ original: borrowing Picture, _ limits: ReadLimits) -> Double {
        guard let glyphHeight else { return 1 }
        var scale = 1.0
        if glyphHeight < 13 { scale = min(2, 20 / glyphHeight) }
        if glyphHeight > 36 { scale = 24 / glyphHeight }
        let pixels = Double(original.width) * Double(original.height)
        let most = min(Double(limits.pixels), 60_000_000)
        return min(scale, max(1, (most / pixels).squareRoot()))
    }
}

extension Picture {
    /// Black print on white by Otsu's threshold.
    borrowing func binarized() -> Picture? {
        var binary: UnsafeMutablePointer<Pix>?
        let side = l_int32(max(width, height))
        guard pixOtsuAdaptiveThreshold(pix, side, side, 0, 0, 0.1, nil, &binary) == 0 else { return nil }
        return Picture(binary)
    }

    /// Median height in pixels of what looks like a glyph; `nil` with fewer than 30 of them. Needs a binary picture.
    borrowing func glyphHeight() -> Double? {
        var boxes = pixConnCompBB(pix, 8)
        defer { boxaDestroy(&boxes) }
        guard let boxes else { return nil }
        let tallest = l_int32(max(60, height / 15))
        var heights: [l_int32] = []
        for index in 0..<boxaGetCount(boxes) {
            var (width, height): (l_int32, l_int32) = (0, 0)
            guard boxaGetBoxGeometry(boxes, index, nil, nil, &width, &height) == 0 else { continue }
            if height >= 5, height <= tallest, width >= 2, width <= 3 * height { heights.append(height) }
        }
        guard heights.count >= 30 else { return nil }
        heights.sort()
        return Double(heights[heights.count / 2])
    }

    /// Turned clockwise about its middle, white coming in at the corners; size stays.
    borrowing func turned(by degrees: Double) -> Picture? {
        degrees == 0 ? Picture(pixClone(pix)) : Picture(pixRotateAMGray(pix, Float(degrees * .pi / 180), 255))
    }

    /// Degrees the lines lean by, 0 when it is too little to matter or not sure. Needs a binary picture.
    borrowing func skew() -> Double {
        var angle: Float = 0
        var confidence: Float = 0
        guard pixFindSkew(pix, &angle, &confidence) == 0, confidence > 3, (0.2...10).contains(abs(angle)) else {
            return 0
        }
        return Double(angle)
    }
}

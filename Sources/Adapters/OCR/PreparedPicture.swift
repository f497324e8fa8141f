import CTesseract
import Pipeline

/// A picture made ready for the engine: print of a good height, lines level.
struct PreparedPicture: ~Copyable {
    let picture: Picture
    /// Pixels of `picture` for one of the original.
    let scale: Double
    /// Degrees that were taken out.
    let skew: Double
    /// How the engine is to look for lines.
    let layout: TessPageSegMode

    /// - Parameter asBlock: Take all print for one block of lines, whatever its shape.
    /// - Returns: `nil` when Leptonica has no memory.
    init?(_ original: borrowing Picture, dpi: Int, limits: ReadLimits, asBlock: Bool = false) {
        guard let first = original.binarized() else { return nil }
        let across = min(PrintMeasure(first).width ?? .infinity, Double(original.width))
        let isStrip = across < PreparedPicture.stripWidth * Double(dpi)
        guard let even = isStrip ? original.withEvenContrast() : Picture(pixClone(original.pix)),
            let binary = isStrip ? even.binarized() : Picture(pixClone(first.pix))
        else { return nil }
        let scale = PreparedPicture.scale(PrintMeasure(binary).glyphHeight, original, limits, isStrip: isStrip)
        let skew = binary.skew()
        guard let scaled = Picture(pixScale(even.pix, Float(scale), Float(scale))),
            let level = scaled.turned(by: skew)
        else { return nil }
        picture = level
        self.scale = scale
        self.skew = skew
        layout = isStrip || asBlock ? PSM_SINGLE_BLOCK : PSM_AUTO
    }

    /// Inches. Print narrower than this is a till receipt's: one column, whose wide gaps between text and amount
    /// automatic layout takes for columns. Measured in docs/decisions/0011.
    private static let stripWidth = 4.0

    /// Sheets are read well with small letters between 13 and 36 pixels high: more makes it slower and nothing better.
    /// A receipt's dotted print gains from being drawn larger than life.
    private static func scale(
        _ glyphHeight: Double?, _ original: borrowing Picture, _ limits: ReadLimits, isStrip: Bool
    ) -> Double {
        guard let glyphHeight else { return 1 }
        var scale = 1.0
        if isStrip, glyphHeight < 24 {
            scale = min(3, 30 / glyphHeight)
        } else if glyphHeight < 13 {
            scale = min(2, 20 / glyphHeight)
        } else if glyphHeight > 36 {
            scale = 24 / glyphHeight
        }
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

    /// Black and white at full strength everywhere: photographs of thermal paper are gray on gray, here and there.
    borrowing func withEvenContrast() -> Picture? {
        Picture(pixContrastNorm(nil, pix, 50, 50, 50, 2, 2)) ?? Picture(pixClone(pix))
    }

    /// Turned clockwise about its middle, white coming in at the corners; size stays.
    borrowing func turned(by degrees: Double) -> Picture? {
        degrees == 0 ? Picture(pixClone(pix)) : Picture(pixRotateAMGray(pix, Float(degrees * .pi / 180), 255))
    }

    /// Degrees the lines lean by, 0 when it is too little to matter or not sure. Needs a binary picture.
    borrowing func skew() -> Double {
        var angle: Float = 0
        var confidence: Float = 0
        // The angle is right from a confidence of 2 on, on sparse pages too. Reduced by 4 for the sweep over ±11° in steps of 1°, by 2 for the search that follows, as pixFindSkew does for ±7°.
        guard pixFindSkewSweepAndSearch(pix, &angle, &confidence, 4, 2, 11, 1, 0.01) == 0, confidence > 2,
            (0.2...10).contains(abs(angle))
        else {
            return 0
        }
        return Double(angle)
    }
}

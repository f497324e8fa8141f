import CTesseract
import Pipeline

/// How a picture is to be read.
enum Preparation: Hashable {
    case first
    /// All print as one block of lines, whatever its shape.
    case block
    /// Otherwise than at first, for what that did not read well: lit evenly instead of contrasted, lines sought anywhere.
    case second
}

/// A picture made ready for the engine: print of a good height, paper white, lines level.
struct PreparedPicture: ~Copyable {
    let picture: Picture
    /// Pixels of `picture` for one of the original.
    let scale: Double
    /// Degrees that were taken out.
    let skew: Double
    /// How the engine is to look for lines.
    let layout: TessPageSegMode
    /// Where in the original the picture lies, pixels; its upper left, unless a sheet was cut out of a photograph.
    let origin: (x: Double, y: Double)
    /// Pixels of the original for one of the unscaled picture, across and down; 1 unless a sheet was cut out.
    let stretch: (x: Double, y: Double)

    /// - Returns: `nil` when Leptonica has no memory.
    init?(_ original: borrowing Picture, dpi: Int, limits: ReadLimits, as preparation: Preparation = .first) {
        let isUneven = PaperMeasure(original).isUneven
        // A single threshold for the whole of an unevenly lit picture measures shadows.
        guard let flat = isUneven ? original.withEvenContrast() : Picture(pixClone(original.pix)),
            let first = flat.binarized()
        else { return nil }
        let isStrip = PrintMeasure(first).isStrip(dpi: dpi, pictureWidth: original.width)
        let edge = isUneven && !isStrip ? SheetEdge(original) : nil
        guard let sheet = edge.flatMap({ $0.flattened(original) }) ?? Picture(pixClone(original.pix)),
            let even = sheet.evened(isStrip: isStrip, isUneven: isUneven, as: preparation),
            let binary = even.binarized()
        else { return nil }
        let glyphs = PrintMeasure(binary).glyphHeight
        let scale = PreparedPicture.scale(glyphs, sheet, limits, isStrip: isStrip, isUneven: isUneven)
        let skew = binary.skew()
        guard let scaled = Picture(pixScale(even.pix, Float(scale), Float(scale))),
            let level = scaled.turned(by: skew)
        else { return nil }
        picture = level
        self.scale = scale
        self.skew = skew
        if let frame = edge?.frame {
            origin = (frame.x, frame.y)
            stretch = (frame.width / Double(max(1, sheet.width)), frame.height / Double(max(1, sheet.height)))
        } else {
            (origin, stretch) = ((0, 0), (1, 1))
        }
        switch preparation {
        case .first: layout = isStrip ? PSM_SINGLE_BLOCK : PSM_AUTO
        case .block: layout = PSM_SINGLE_BLOCK
        case .second: layout = isStrip ? PSM_SINGLE_BLOCK : PSM_SPARSE_TEXT
        }
    }

    /// Sheets are read well with small letters between 13 and 36 pixels high: more makes it slower and nothing better.
    /// Photographs, and a receipt's dotted print, gain from being drawn larger than life.
    private static func scale(
        _ glyphHeight: Double?, _ original: borrowing Picture, _ limits: ReadLimits, isStrip: Bool, isUneven: Bool
    ) -> Double {
        guard let glyphHeight else { return 1 }
        var scale = 1.0
        if isStrip, glyphHeight < 24 {
            scale = min(3, 30 / glyphHeight)
        } else if glyphHeight < (isUneven ? 22 : 13) {
            scale = min(3, 26 / glyphHeight)
        } else if glyphHeight > 36 {
            scale = 24 / glyphHeight
        }
        let pixels = Double(original.width) * Double(original.height)
        let most = min(Double(limits.pixels), 60_000_000)
        return min(scale, max(1, (most / pixels).squareRoot()))
    }
}

extension PrintMeasure {
    /// Whether the print is a till receipt's: one column, whose wide gaps between text and amount automatic layout takes
    /// for columns. Told by inches, or, for photographs, whose scale nobody knows, by how many letters go across.
    func isStrip(dpi: Int, pictureWidth: Int) -> Bool {
        let across = min(width ?? .infinity, Double(pictureWidth))
        if across < 4 * Double(dpi) { return true }
        guard let width, let glyphHeight else { return false }
        return width < 42 * glyphHeight
    }
}

extension Picture {
    /// Paper white and print black everywhere, as far as the picture needs it (docs/decisions/0014).
    borrowing func evened(isStrip: Bool, isUneven: Bool, as preparation: Preparation) -> Picture? {
        switch (isStrip, isUneven, preparation) {
        case (true, _, .second), (false, true, .first), (false, true, .block):
            guard let lit = withEvenLight() else { return nil }
            return lit.withEvenContrast()
        case (true, _, _): return withEvenContrast()
        case (false, _, .second): return withEvenLight()
        case (false, false, _): return Picture(pixClone(pix))
        }
    }

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

    /// The paper brought to one brightness, print as strong as it was.
    borrowing func withEvenLight() -> Picture? {
        Picture(pixBackgroundNormSimple(pix, nil, nil)) ?? Picture(pixClone(pix))
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

import CTesseract

/// What the print of a picture is like, measured on its connected patches of ink.
struct PrintMeasure {
    /// Median height of what looks like a glyph, pixels; `nil` with fewer than 30 of them.
    let glyphHeight: Double?
    /// From left to right across nine tenths of the glyphs, pixels; `nil` with fewer than 100 of them.
    let width: Double?

    /// - Parameter picture: Binary.
    init(_ picture: borrowing Picture) {
        var patches = pixConnCompBB(picture.pix, 8)
        defer { boxaDestroy(&patches) }
        // Taller ones are logos and frames, flatter ones lines, smaller ones dust and dots.
        let tallest = l_int32(max(60, picture.height / 15))
        var heights: [l_int32] = []
        var middles: [l_int32] = []
        for index in 0..<(patches.map { boxaGetCount($0) } ?? 0) {
            var (left, width, height): (l_int32, l_int32, l_int32) = (0, 0, 0)
            guard boxaGetBoxGeometry(patches, index, &left, nil, &width, &height) == 0,
                height >= 5, height <= tallest, width >= 2, width <= 3 * height
            else { continue }
            heights.append(height)
            middles.append(left + width / 2)
        }
        heights.sort()
        middles.sort()
        let count = heights.count
        glyphHeight = count >= 30 ? Double(heights[count / 2]) : nil
        width = count >= 100 ? Double(middles[count * 95 / 100] - middles[count * 5 / 100]) : nil
    }
}

import CTesseract

/// How evenly the paper is lit: a scanner's is, a photograph's is not.
struct PaperMeasure {
    /// Gray of the paper in the brighter and in the darker parts of the picture, 0...255.
    let bright: Int
    let dark: Int

    /// Shadows and light fall-off that a single threshold, which recognition works with, does not survive. Scans of white
    /// paper vary by less than 30, photographs by 60 and more.
    var isUneven: Bool { bright - dark > 40 }

    private static let columns = 8
    private static let rows = 12

    /// - Parameter picture: Gray.
    init(_ picture: borrowing Picture) {
        let width = picture.width / PaperMeasure.columns
        let height = picture.height / PaperMeasure.rows
        var tiles: [Int] = []
        if width > 2, height > 2 {
            for row in 0..<PaperMeasure.rows {
                for column in 0..<PaperMeasure.columns {
                    tiles.append(PaperMeasure.paper(picture, column * width, row * height, width, height))
                }
            }
        }
        tiles.sort()
        bright = tiles.isEmpty ? 255 : tiles[tiles.count * 95 / 100]
        dark = tiles.isEmpty ? 255 : tiles[tiles.count * 5 / 100]
    }

    /// The gray that four in five pixels of a tile do not exceed: paper, where less than a fifth of it is print.
    private static func paper(_ picture: borrowing Picture, _ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Int {
        let step = max(1, min(width, height) / 24)
        var counts = [Int](repeating: 0, count: 256)
        var all = 0
        for line in stride(from: y, to: y + height, by: step) {
            for column in stride(from: x, to: x + width, by: step) {
                var gray: l_uint32 = 0
                guard pixGetPixel(picture.pix, l_int32(column), l_int32(line), &gray) == 0 else { continue }
                counts[Int(min(255, gray))] += 1
                all += 1
            }
        }
        var seen = 0
        for gray in 0..<256 {
            seen += counts[gray]
            if seen * 5 >= all * 4 { return gray }
        }
        return 255
    }
}

package import Invoicing

/// Where a page is inked, measured on a coarse picture of it, against where its text layer says there is text.
package struct PageInk: Hashable, Sendable {
    /// Dots per inch that are enough to tell print from white.
    package static let dpi = 50

    /// Share of dark pixels, 0...1.
    package private(set) var inkShare: Double
    /// Share of the page's cells that look like print and hold no text, 0...1, of all cells that look like print.
    package private(set) var printOutsideText: Double

    /// Cells are 6 pixels, at 50 dpi about a line of print, on a side.
    private static let cell = 6

    package init(_ raster: Raster, words: [Word]) {
        let cell = PageInk.cell
        let columns = raster.width / cell
        let rows = raster.height / cell
        var dark = 0
        var printed = [Bool](repeating: false, count: max(0, columns * rows))
        raster.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<rows {
                for column in 0..<columns {
                    let (ink, edges) = PageInk.measure(pixels, raster.width, column * cell, row * cell)
                    dark += ink
                    // Print is part ink, part paper, and changes often; a bar or a photograph is not.
                    printed[row * columns + column] = ink >= 3 && ink <= 30 && edges >= 6
                }
            }
        }
        inkShare = Double(dark) / Double(max(1, raster.width * raster.height))
        var covered = [Bool](repeating: false, count: printed.count)
        let scale = Double(raster.dpi) / 72 / Double(cell)
        for word in words {
            let left = max(0, Int(word.box.x * scale) - 1)
            let right = min(columns - 1, Int(word.box.right * scale) + 1)
            let top = max(0, Int(word.box.y * scale) - 1)
            let bottom = min(rows - 1, Int(word.box.bottom * scale) + 1)
            guard left <= right, top <= bottom else { continue }
            for row in top...bottom {
                for column in left...right { covered[row * columns + column] = true }
            }
        }
        let (all, outside) = PageInk.runs(printed, covered, columns: columns, rows: rows)
        printOutsideText = all == 0 ? 0 : Double(outside) / Double(all)
    }

    private static func measure(_ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ x: Int, _ y: Int)
        -> (ink: Int, edges: Int)
    {
        var ink = 0
        var edges = 0
        for row in y..<y + cell {
            var before = pixels[row * width + x]
            for column in x..<x + cell {
                let pixel = pixels[row * width + column]
                if pixel < 190 { ink += 1 }
                if abs(Int(pixel) - Int(before)) > 40 { edges += 1 }
                before = pixel
            }
        }
        return (ink, edges)
    }

    /// Counts cells in runs of four or more beside each other, which is what a line of print makes.
    private static func runs(_ printed: [Bool], _ covered: [Bool], columns: Int, rows: Int) -> (all: Int, outside: Int)
    {
        var all = 0
        var outside = 0
        for row in 0..<rows {
            var column = 0
            while column < columns {
                guard printed[row * columns + column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < columns, printed[row * columns + column] { column += 1 }
                guard column - start >= 4 else { continue }
                all += column - start
                outside += (start..<column).count { !covered[row * columns + $0] }
            }
        }
        return (all, outside)
    }
}

import CTesseract

/// The four corners of a sheet of paper that was photographed on something darker, pixels, clockwise from the top left.
struct SheetEdge {
    typealias Corner = (x: Double, y: Double)
    let corners: [Corner]

    /// - Returns: `nil` when the picture is all paper, or what is bright in it is no quadrangle.
    init?(_ picture: borrowing Picture) {
        let step = max(1, max(picture.width, picture.height) / 400)
        guard let small = Picture(pixScaleGrayMinMax(picture.pix, l_int32(step), l_int32(step), l_int32(L_CHOOSE_MAX))),
            let dark = small.binarized(), let light = Picture(pixInvert(nil, dark.pix)),
            // Cuts what hangs together by a hair.
            let open = Picture(pixOpenBrick(nil, light.pix, 3, 3)), let sheet = SheetEdge.largest(open)
        else { return nil }
        let whole = Double(small.width * small.height)
        guard sheet.area > 0.25 * whole, let corners = sheet.corners else { return nil }
        let inside = SheetEdge.area(of: corners)
        // A frame as large as the picture is nothing to cut, and a sheet fills its four corners.
        guard inside < 0.96 * whole, (0.9...1.05).contains(sheet.area / inside),
            (0..<4).allSatisfy({ SheetEdge.isEdge(from: corners[$0], to: corners[($0 + 1) % 4], in: small) })
        else { return nil }
        self.corners = corners.map { (($0.x + 0.5) * Double(step), ($0.y + 0.5) * Double(step)) }
    }

    /// Whether the picture is clearly darker right outside a side: where a shadow ends, light changes slowly.
    private static func isEdge(from start: Corner, to end: Corner, in picture: borrowing Picture) -> Bool {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 20 else { return false }
        // Corners go clockwise: the sheet lies to the right of each side.
        let (outX, outY) = (dy / length, -dx / length)
        var steps: [Int] = []
        for position in stride(from: 0.1, through: 0.9, by: 0.05) {
            let (x, y) = (start.x + dx * position, start.y + dy * position)
            guard let inner = picture.gray(x - outX * 4, y - outY * 4) else { continue }
            // Beyond the picture's own frame nothing speaks against a side.
            guard let outer = picture.gray(x + outX * 4, y + outY * 4) else { return true }
            steps.append(inner - outer)
        }
        steps.sort()
        return steps.count >= 8 && steps[steps.count / 2] > 25
    }

    private static func area(of corners: [Corner]) -> Double {
        abs(
            (0..<4).reduce(0.0) { sum, index in
                let (a, b) = (corners[index], corners[(index + 1) % 4])
                return sum + a.x * b.y - b.x * a.y
            }) / 2
    }

    /// The largest patch of light: its pixels, print on it included, and its extremes along the diagonals.
    private static func largest(_ picture: borrowing Picture) -> (area: Double, corners: [Corner]?)? {
        var patches: UnsafeMutablePointer<Pixa>?
        var boxes = pixConnComp(picture.pix, &patches, 4)
        defer {
            boxaDestroy(&boxes)
            pixaDestroy(&patches)
        }
        guard let patches else { return nil }
        var best: (index: l_int32, count: l_int32)?
        for index in 0..<pixaGetCount(patches) {
            guard let patch = Picture(pixaGetPix(patches, index, l_int32(L_CLONE))) else { continue }
            var count: l_int32 = 0
            guard pixCountPixels(patch.pix, &count, nil) == 0, count > (best?.count ?? 0) else { continue }
            best = (index, count)
        }
        guard let best, let patch = Picture(pixaGetPix(patches, best.index, l_int32(L_CLONE))),
            let holes = Picture(pixHolesByFilling(patch.pix, 4)), let solid = Picture(pixOr(nil, patch.pix, holes.pix))
        else { return nil }
        var area: l_int32 = 0
        var (left, top): (l_int32, l_int32) = (0, 0)
        guard pixCountPixels(solid.pix, &area, nil) == 0,
            boxaGetBoxGeometry(boxes, best.index, &left, &top, nil, nil) == 0
        else { return nil }
        return (Double(area), extremes(of: patch, left: Int(left), top: Int(top)))
    }

    private static func extremes(of patch: borrowing Picture, left: Int, top: Int) -> [Corner]? {
        var found: [(key: Int, corner: Corner)?] = [nil, nil, nil, nil]
        for y in 0..<patch.height {
            for x in 0..<patch.width {
                var bit: l_uint32 = 0
                guard pixGetPixel(patch.pix, l_int32(x), l_int32(y), &bit) == 0, bit == 1 else { continue }
                for (index, key) in [x + y, y - x, -x - y, x - y].enumerated() where key < (found[index]?.key ?? .max) {
                    found[index] = (key, (Double(x + left), Double(y + top)))
                }
            }
        }
        let corners = found.compactMap { $0?.corner }
        return corners.count == 4 ? corners : nil
    }

    /// Left, top, width and height of the sheet in the picture, its lean taken out.
    var frame: (x: Double, y: Double, width: Double, height: Double) {
        let left = (corners[0].x + corners[3].x) / 2
        let top = (corners[0].y + corners[1].y) / 2
        return (
            left, top, (corners[1].x + corners[2].x) / 2 - left, (corners[2].y + corners[3].y) / 2 - top
        )
    }

    /// The sheet alone, its corners square.
    func flattened(_ picture: borrowing Picture) -> Picture? {
        func distance(_ a: Int, _ b: Int) -> Double {
            let (dx, dy) = (corners[a].x - corners[b].x, corners[a].y - corners[b].y)
            return (dx * dx + dy * dy).squareRoot()
        }
        let width = min(Double(picture.width), max(distance(0, 1), distance(3, 2)))
        let height = min(Double(picture.height), max(distance(0, 3), distance(1, 2)))
        var from = ptaCreate(4)
        var to = ptaCreate(4)
        defer {
            ptaDestroy(&from)
            ptaDestroy(&to)
        }
        let squares: [Corner] = [(0, 0), (width, 0), (width, height), (0, height)]
        for (corner, square) in zip(corners, squares) {
            ptaAddPt(from, Float(corner.x), Float(corner.y))
            ptaAddPt(to, Float(square.x), Float(square.y))
        }
        guard let square = Picture(pixProjectivePta(picture.pix, to, from, l_int32(L_BRING_IN_WHITE))) else {
            return nil
        }
        var frame = boxCreate(0, 0, l_int32(width), l_int32(height))
        defer { boxDestroy(&frame) }
        return Picture(pixClipRectangle(square.pix, frame, nil))
    }
}

extension Picture {
    /// `nil` outside the picture.
    fileprivate borrowing func gray(_ x: Double, _ y: Double) -> Int? {
        guard x >= 0, y >= 0, Int(x) < width, Int(y) < height else { return nil }
        var value: l_uint32 = 0
        return pixGetPixel(pix, l_int32(x), l_int32(y), &value) == 0 ? Int(value) : nil
    }
}

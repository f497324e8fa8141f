import Invoicing

/// One segment of a row as a line of a block: the unit that names and addresses are made of.
struct TextLine: Hashable {
    let row: Int
    let segment: Int
    let tokens: Range<Int>
    let box: Box
    let page: Int
    let text: String
    let size: Double
    /// Its post code and city; `nil` where it has none.
    let postal: PostalLine?
    /// Index of the line above and below in the same block; `nil` at its ends.
    var above: Int?
    var below: Int?
}

/// All lines of a document, chained into blocks by alignment and spacing.
struct TextLines {
    var lines: [TextLine] = []
    /// Index of the first line of each row.
    private(set) var firstOfRow: [Int] = []

    init(_ layout: Layout) {
        for (index, row) in layout.rows.enumerated() {
            firstOfRow.append(lines.count)
            for (position, segment) in row.segments.enumerated() {
                let size = row.tokens[segment].lazy.map(\.size).max() ?? 0
                lines.append(
                    TextLine(
                        row: index, segment: position, tokens: segment, box: row.box(segment), page: row.page,
                        text: row.text(segment), size: size, postal: PostalLine.find(in: row.tokens[segment])))
            }
        }
        firstOfRow.append(lines.count)
        chain(layout)
    }

    func line(row: Int, segment: Int) -> Int { firstOfRow[row] + segment }

    private mutating func chain(_ layout: Layout) {
        for index in lines.indices {
            let line = lines[index]
            var best: (index: Int, distance: Double)?
            for row in layout.rows.indices[(line.row + 1)...].prefix(4) {
                guard layout.rows[row].page == line.page else { break }
                let gap = layout.rows[row].box.y - line.box.bottom
                if gap > 2.3 * max(line.box.height, 6) { break }
                for candidate in firstOfRow[row]..<firstOfRow[row + 1] {
                    let other = lines[candidate]
                    let height = max(line.box.height, other.box.height, 5)
                    let isExact = abs(line.box.x - other.box.x) < 1.5
                    // Widely spaced lines of one print, as in a window of a letter.
                    let isOnePrint = isExact && abs(line.size - other.size) < 0.5 && line.size > 0
                    guard other.box.y - line.box.bottom < (isOnePrint ? 2.2 : isExact ? 1.5 : 0.9) * height,
                        other.box.y > line.box.midY,
                        max(line.size, other.size) < 2.2 * max(1, min(line.size, other.size))
                    else { continue }
                    let distance = Self.misalignment(line.box, other.box)
                    if distance < 5, distance < (best?.distance ?? .infinity) { best = (candidate, distance) }
                }
                if best != nil { break }
            }
            guard let best, lines[best.index].above == nil else { continue }
            lines[index].below = best.index
            lines[best.index].above = index
        }
    }

    private static func misalignment(_ a: Box, _ b: Box) -> Double {
        min(abs(a.x - b.x), abs(a.midX - b.midX) + 0.5, abs(a.right - b.right) + 1)
    }

    /// The lines from one on, downwards.
    func downward(from index: Int, limit: Int = 8) -> [Int] {
        var result: [Int] = []
        var next: Int? = index
        while let current = next, result.count < limit {
            result.append(current)
            next = lines[current].below
        }
        return result
    }

    /// The lines above one, nearest first.
    func upward(from index: Int, limit: Int = 6) -> [Int] {
        var result: [Int] = []
        var next = lines[index].above
        while let current = next, result.count < limit {
            result.append(current)
            next = lines[current].above
        }
        return result
    }
}

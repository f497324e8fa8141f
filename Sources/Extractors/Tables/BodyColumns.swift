import Invoicing

/// The columns of a table as its rows show them: stretches of the page with space beside them in every row.
///
/// Needs no headings. Where most rows begin a stretch of words at the same place, or end a number there, that place is a
/// border for the rows whose words run into their neighbours, too.
struct BodyColumns {
    /// Left to right; `left` and `right` are where its print begins and ends.
    private(set) var stretches: [(left: Double, right: Double)] = []
    private let view: DocumentView

    init(_ view: DocumentView, rows: [Int]) {
        self.view = view
        let starts = Self.frequent(
            rows.map { row in view.rows[row].segments.map { view.rows[row].tokens[$0.lowerBound].box.x } })
        let ends = Self.frequent(rows.map { row in view.numbers[row].filter(Self.standsAlone).map(\.box.right) })
        var cells: [(left: Double, right: Double)] = []
        for index in rows {
            for cell in Self.cells(view, index, starts: starts, ends: ends, isOnly: rows.count == 1) {
                let box = view.rows[index].box(cell)
                cells.append((box.x, box.right))
            }
        }
        // A text that runs over in one row of many does not make two columns one.
        let least = rows.count >= 8 ? rows.count / 8 : 0
        stretches = Self.covered(cells, moreThan: least)
    }

    /// The column that holds a place, or the nearest one.
    func column(at x: Double) -> Int? {
        stretches.indices.min { distance(x, $0) < distance(x, $1) }
    }

    private func distance(_ x: Double, _ index: Int) -> Double {
        max(0, stretches[index].left - x, x - stretches[index].right)
    }

    /// Borders in the middle of the space between two columns.
    func borders(_ index: Int) -> (left: Double, right: Double) {
        (
            index == 0 ? -1 : (stretches[index - 1].right + stretches[index].left) / 2,
            index + 1 == stretches.count ? .infinity : (stretches[index].right + stretches[index + 1].left) / 2
        )
    }

    /// Numbers that fill a column of their own: money and rates.
    private static func standsAlone(_ number: PrintedNumber) -> Bool { number.isPercent || number.looksLikeMoney }

    /// Places that occur in two of five rows, and in two at least.
    private static func frequent(_ places: [[Double]]) -> [Double] {
        var counts: [(place: Double, rows: Int)] = []
        for row in places {
            var seen: Set<Int> = []
            for place in row {
                if let known = counts.firstIndex(where: { abs($0.place - place) < 1.5 }) {
                    if seen.insert(known).inserted { counts[known].rows += 1 }
                } else {
                    seen.insert(counts.count)
                    counts.append((place, 1))
                }
            }
        }
        return counts.filter { $0.rows >= max(2, places.count * 2 / 5) }.map(\.place)
    }

    /// A row's tokens, cut at wide spaces, at frequent beginnings and around numbers that end where others do.
    private static func cells(_ view: DocumentView, _ index: Int, starts: [Double], ends: [Double], isOnly: Bool)
        -> [Range<Int>]
    {
        let row = view.rows[index]
        var cuts = Set(row.segments.map(\.lowerBound))
        for token in row.tokens.indices.dropFirst()
        where starts.contains(where: { abs($0 - row.tokens[token].box.x) < 1.5 }) {
            cuts.insert(token)
        }
        for number in view.numbers[index] where standsAlone(number) {
            guard isOnly || ends.contains(where: { abs($0 - number.box.right) < 1.5 }) else { continue }
            cuts.insert(number.tokens.lowerBound)
            cuts.insert(number.tokens.upperBound)
        }
        let sorted = cuts.union([0, row.tokens.count]).sorted()
        return zip(sorted, sorted.dropFirst()).map { $0..<$1 }
    }

    /// Stretches that more than so many cells cover.
    private static func covered(_ cells: [(left: Double, right: Double)], moreThan least: Int)
        -> [(left: Double, right: Double)]
    {
        var edges = cells.flatMap { [($0.left, 1), ($0.right, -1)] }
        edges.sort { ($0.0, -$0.1) < ($1.0, -$1.1) }
        var result: [(left: Double, right: Double)] = []
        var depth = 0
        var start = 0.0
        for (place, change) in edges {
            let before = depth
            depth += change
            if before <= least, depth > least { start = place }
            if before > least, depth <= least {
                // Letters that touch are one print.
                if let last = result.last, start - last.right < 0.8 {
                    result[result.count - 1].right = place
                } else {
                    result.append((start, place))
                }
            }
        }
        return result
    }
}

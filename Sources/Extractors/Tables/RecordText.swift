import Invoicing

/// Finds the words that describe items: in the lines of their amounts, above them or below them.
///
/// The words stand in one column and in the same line of every item; where that is, the items together tell.
struct RecordText {
    let view: DocumentView
    /// Rows of amounts, one per item, top to bottom.
    let anchors: [Int]
    /// Rows that are no item's: headings, sums.
    let isForeign: (Int) -> Bool

    /// The line of the words, counted from that of the amount, and their column in it.
    struct Place {
        var line: Int
        var left: Double
        var right: Double
    }

    /// - Returns: `nil` when the items share no line with words.
    func place() -> Place? {
        var first: (place: Place, letters: Double)?
        for line in lines() {
            let rows = anchors.compactMap { row(line, of: $0) }
            guard rows.count * 3 >= anchors.count * 2, let found = column(of: rows) else { continue }
            guard found.described * 3 >= anchors.count * 2 else { continue }
            let place = Place(line: line, left: found.left, right: found.right)
            // "2 hours x 40.00" says little; the line beside it may say what.
            if let first {
                if found.letters > first.letters * 2 { return place }
                continue
            }
            if found.letters >= 6 { return place }
            first = (place, found.letters)
        }
        return first?.place
    }

    /// The line at the amounts first; of the others, the nearer.
    private func lines() -> [Int] {
        func gap(_ line: Int) -> Double {
            let gaps = anchors.compactMap { anchor in
                row(line, of: anchor).map { abs(view.rows[$0].box.midY - view.rows[anchor].box.midY) }
            }
            return gaps.count * 3 >= anchors.count * 2 ? gaps.reduce(0, +) / Double(gaps.count) : .infinity
        }
        // Lines of one distance: the table opens or ends with words.
        let opens = anchors.first.map { row(-1, of: $0) != nil } ?? false
        return [0] + (gap(-1) < gap(1) - 1 || (gap(-1) < gap(1) + 1 && opens) ? [-1, 1] : [1, -1])
    }

    /// The row so many lines below an item's amount, if it stands close and is the item's own.
    private func row(_ line: Int, of anchor: Int) -> Int? {
        guard line != 0 else { return anchor }
        let index = anchor + line
        guard view.rows.indices.contains(index), view.rows[index].page == view.rows[anchor].page,
            abs(view.rows[index].box.midY - view.rows[anchor].box.midY) < 2.2 * max(6, view.layout.textSize),
            !anchors.contains(index), !isForeign(index)
        else { return nil }
        return index
    }

    /// The column with the most words, and how many rows have some there.
    private func column(of rows: [Int]) -> (left: Double, right: Double, described: Int, letters: Double)? {
        let columns = BodyColumns(view, rows: rows)
        guard !columns.stretches.isEmpty else { return nil }
        var letters = [[Int]](repeating: [Int](repeating: 0, count: rows.count), count: columns.stretches.count)
        for (position, index) in rows.enumerated() {
            for token in words(index) {
                let box = view.rows[index].tokens[token].box
                guard let column = columns.column(at: box.midX) else { continue }
                letters[column][position] += view.rows[index].tokens[token].key.utf8.count
            }
        }
        guard let most = letters.indices.max(by: { letters[$0].reduce(0, +) < letters[$1].reduce(0, +) }) else {
            return nil
        }
        let (left, right) = columns.borders(most)
        let sum = letters[most].reduce(0, +)
        return (left, right, letters[most].lazy.filter { $0 >= 3 }.count, Double(sum) / Double(rows.count))
    }

    /// Tokens that say something: no codes, numbers, currencies, nor the unit behind a quantity.
    func words(_ index: Int) -> [Int] {
        let row = view.rows[index]
        return row.segments.flatMap { segment in
            segment.filter { token in
                let it = row.tokens[token]
                guard it.hasLetter, !it.hasDigit, it.key.utf8.count >= 2, CurrencyMarks.code(it.text) == nil,
                    !view.numbers[index].contains(where: { $0.tokens.contains(token) })
                else { return false }
                let isUnit =
                    token + 1 == segment.upperBound && segment.count <= 3 && token > segment.lowerBound
                    && row.tokens[token - 1].hasDigit
                return !isUnit
            }
        }
    }

    /// An item's words, line by line.
    func tokens(_ anchor: Int, at place: Place, below rows: [Int]) -> [(row: Int, tokens: [Int])] {
        var lines: [(row: Int, tokens: [Int])] = []
        for index in [row(place.line, of: anchor)].compactMap({ $0 })
            + rows.filter({ $0 > anchor + max(0, place.line) })
        {
            let found = view.rows[index].tokens.indices.filter { token in
                let x = view.rows[index].tokens[token].box.midX
                return x >= place.left && x < place.right
            }
            if found.contains(where: { view.rows[index].tokens[$0].hasLetter }) { lines.append((index, found)) }
        }
        return lines
    }
}

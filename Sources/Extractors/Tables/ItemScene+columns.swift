import Invoicing

/// What an amount is among those of its column, and among the totals: which runs add up, and to what.
extension ItemScene {
    mutating func measureColumns() {
        let columns = aligned(entries.indices, within: 4) { entries[$0].number.box.right }
        var places: [Number: [Int]] = [:]
        for index in entries.indices { places[entries[index].number.value, default: []].append(index) }
        let measured = entries
        for column in columns {
            let products = column.lazy.filter { measured[$0].features[.isProduct] == 1 }.count
            let worded = column.lazy.filter { measured[$0].features[.letters] >= 4 }.count
            for (position, index) in column.enumerated() {
                entries[index].features[.columnCount] = Double(min(60, column.count))
                entries[index].features[.columnFromTop] = Double(min(40, position))
                entries[index].features[.columnFromBottom] = Double(min(40, column.count - 1 - position))
                entries[index].features[.columnWords] = Double(worded) / Double(column.count)
                entries[index].features[.columnProducts] = Double(products) / Double(column.count)
                entries[index].features[.gapAbove] = position == 0 ? 30 : gap(column[position - 1], index)
                entries[index].features[.gapBelow] =
                    position + 1 == column.count ? 30 : gap(index, column[position + 1])
            }
            measureSums(of: column, places)
        }
        measureSums(of: lastInRow, places, .lineRun)
        for left in byLeftEdge where left.count > 2 { measureSums(of: left, places, .leftRun) }
        measureSums(
            of: entries.indices.filter {
                entries[$0].features[.isProduct] == 1 || entries[$0].features[.isReducedProduct] == 1
            }, places, .productRun)
        measureLikeness(columns)
        // Behind the sum of the items come no more of them.
        var longest = 0.0
        var row = (index: -1, longest: 0.0)
        for index in entries.indices {
            if entries[index].number.row != row.index {
                longest = max(longest, row.longest)
                row = (entries[index].number.row, 0)
            }
            row.longest = max(row.longest, entries[index].features[.isSumOfRun])
            entries[index].features[.sumsAbove] = longest
        }
    }

    /// The last amount of each row, wherever it ends: items of a list have no column.
    private var lastInRow: [Int] {
        entries.indices.filter { index in
            index + 1 == entries.count || entries[index + 1].number.row != entries[index].number.row
        }
    }

    /// Amounts that begin at the same place.
    private var byLeftEdge: [[Int]] {
        aligned(entries.indices, within: 2) { entries[$0].number.box.x }
    }

    /// Lines of text between two amounts; 30 on another page.
    private func gap(_ above: Int, _ below: Int) -> Double {
        let (upper, lower) = (view.rows[entries[above].number.row], view.rows[entries[below].number.row])
        guard upper.page == lower.page else { return 30 }
        return max(0, min(30, (lower.box.y - upper.box.y) / max(6, view.layout.textSize)))
    }

    /// Marks amounts that are the sum of those right above them, and runs that add up to an amount elsewhere.
    private mutating func measureSums(of column: [Int], _ places: [Number: [Int]], _ feature: ItemFeature = .sumRun) {
        let values = column.map { entries[$0].number.value }
        for end in column.indices {
            var sum = Number.zero
            for start in column.indices[...end].reversed().prefix(60) {
                sum = sum + values[start]
                let length = end - start + 1
                guard length >= 2, sum.units != 0, let same = places[sum] else { continue }
                if feature == .sumRun, end + 1 < column.count, values[end + 1] == sum {
                    entries[column[end + 1]].features[.isSumOfAbove] = Double(min(12, length))
                }
                // Elsewhere, and not above: sums stand under what they sum.
                let below = same.filter { entries[$0].number.row > entries[column[end]].number.row }
                guard !below.isEmpty else { continue }
                for index in below {
                    entries[index].features[.isSumOfRun] = max(
                        entries[index].features[.isSumOfRun], Double(min(20, length)))
                }
                for member in column[start...end] {
                    entries[member].features[feature] = max(entries[member].features[feature], Double(min(20, length)))
                }
            }
        }
    }

    /// Rows whose numbers end at the same places.
    private mutating func measureLikeness(_ columns: [[Int]]) {
        var signature: [Int: [Int]] = [:]
        for (column, members) in columns.enumerated() {
            for index in members { signature[entries[index].number.row, default: []].append(column) }
        }
        var counts: [[Int]: Int] = [:]
        for columns in signature.values { counts[columns.sorted(), default: 0] += 1 }
        for index in entries.indices {
            let same = signature[entries[index].number.row].flatMap { counts[$0.sorted()] } ?? 1
            entries[index].features[.rowsLikeIt] = Double(min(40, same))
        }
    }

    /// An amount that a label names as a total, by its row, and what it is worth that items add up to it, in log-odds.
    struct Total {
        var row: Int
        var worth: Double
        var includesTax: Bool
    }

    func totals() -> [Number: [Total]] {
        var result: [Number: [Total]] = [:]
        for (role, worth) in [
            (FieldName.netTotal, 5.0), (.lineNetTotal, 5), (.grossTotal, 4), (.amountDue, 3.5),
        ] {
            for candidate in roles[role] ?? [] where candidate.score > 0.3 && candidate.value.units != 0 {
                result[candidate.value, default: []].append(
                    Total(
                        row: candidate.row, worth: worth, includesTax: role == .grossTotal || role == .amountDue))
            }
        }
        return result
    }

    mutating func measureTotals() {
        var scores: [Number: [(row: Int, tokens: Range<Int>, score: Double)]] = [:]
        for role in [FieldName.netTotal, .lineNetTotal, .grossTotal, .amountDue, .taxTotal] {
            for candidate in roles[role] ?? [] {
                scores[candidate.value, default: []].append((candidate.row, candidate.tokens, candidate.score))
            }
        }
        // Rows of totals: they name one at their beginning, and have an amount.
        let totals = view.rows.indices.filter { index in
            view.numbers[index].contains(where: \.looksLikeMoney)
                && view.hits[index].contains { hit in
                    hit.startsSegment && hit.tokens.lowerBound <= 2
                        && hit.meanings.contains {
                            $0.strength == .strong
                                && [.netTotal, .lineNetTotal, .grossTotal, .amountDue].contains($0.field)
                        }
                }
        }
        for index in entries.indices {
            let number = entries[index].number
            var it = entries[index].features
            for score in scores[number.value] ?? [] {
                let feature: ItemFeature =
                    score.row == number.row && score.tokens == number.tokens ? .roleHere : .roleElsewhere
                it[feature] = max(it[feature], score.score)
            }
            let above = totals.lazy.filter { $0 < number.row }.count
            it[.totalsAbove] = Double(min(6, above))
            it[.rowsToTotal] = totals.first { $0 >= number.row }.map { Double(min(60, $0 - number.row)) } ?? 80
            entries[index].features = it
        }
    }
}

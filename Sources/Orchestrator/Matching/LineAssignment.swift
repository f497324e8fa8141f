import Foundation

/// Which invoice line belongs to which order line: the choice with the greatest sum of scores.
///
/// Shortest augmenting paths (Jonker and Volgenant 1987): most lines find their partner in one pass over the scores,
/// and only the others search a path. O(n³) at worst; 2,000 lines a side take about a second.
package enum LineAssignment {
    /// - Parameter scores: Rows are invoice lines, columns order lines; 0 = cannot belong together. Not negative.
    /// - Returns: The column of each row, `nil` = none. Same input, same answer: lines that nothing tells apart take
    ///   the order lines from first to last.
    package static func best(_ scores: [[Int]]) -> [Int?] {
        let columns = scores.first?.count ?? 0
        guard columns > 0 else { return scores.map { _ in nil } }
        var chosen: [Int?]
        if scores.count <= columns {
            chosen = paths(scores.joined().map { -$0 }, rows: scores.count, columns: columns)
        } else {
            chosen = [Int?](repeating: nil, count: scores.count)
            let turned = (0..<columns).flatMap { column in scores.map { -$0[column] } }
            for (column, row) in paths(turned, rows: columns, columns: scores.count).enumerated() {
                if let row { chosen[row] = column }
            }
        }
        for row in chosen.indices { if let column = chosen[row], scores[row][column] <= 0 { chosen[row] = nil } }
        return settled(chosen, scores, columns: columns)
    }

    /// Every row gets a column at the least sum of costs.
    /// - Parameter costs: Row by row; there are no more rows than columns.
    private static func paths(_ costs: [Int], rows: Int, columns: Int) -> [Int?] {
        var search = PathSearch(costs: costs, rows: rows, columns: columns)
        search.takeWhatIsFree()
        for row in 0..<rows where search.columnOf[row] < 0 { search.augment(from: row) }
        return search.columnOf.map { $0 < 0 ? nil : $0 }
    }

    /// Among equal order lines the first ones are taken, and equal invoice lines take theirs in their own order.
    private static func settled(_ chosen: [Int?], _ scores: [[Int]], columns: Int) -> [Int?] {
        var result = chosen
        var rowOf = [Int?](repeating: nil, count: columns)
        for (row, column) in chosen.enumerated() { if let column { rowOf[column] = row } }
        let alike = Dictionary(grouping: 0..<columns) { column in scores.map { $0[column] } }
        for group in alike.values where group.count > 1 {
            let rows = group.compactMap { rowOf[$0] }.sorted()
            for (row, column) in zip(rows, group) { result[row] = column }
        }
        for group in Dictionary(grouping: scores.indices, by: { scores[$0] }).values where group.count > 1 {
            let taken = group.compactMap { result[$0] }.sorted()
            for (place, row) in group.enumerated() { result[row] = place < taken.count ? taken[place] : nil }
        }
        return result
    }
}

/// Rows are brought in one by one; potentials keep every reduced cost at 0 or above, and at 0 where a pair stands.
private struct PathSearch {
    let costs: [Int]
    let rows: Int
    let columns: Int
    var columnOf: [Int]
    private var rowOf: [Int]
    private var rowPotential: [Int]
    private var columnPotential: [Int]

    init(costs: [Int], rows: Int, columns: Int) {
        self.costs = costs
        self.rows = rows
        self.columns = columns
        columnOf = [Int](repeating: -1, count: rows)
        rowOf = [Int](repeating: -1, count: columns)
        rowPotential = [Int](repeating: 0, count: rows)
        columnPotential = [Int](repeating: 0, count: columns)
    }

    /// A row whose cheapest column is free takes it. Column potentials stay 0: an untaken column must have none.
    mutating func takeWhatIsFree() {
        for row in 0..<rows {
            let start = row * columns
            var least = Int.max
            var place = -1
            for column in 0..<columns {
                let cost = costs[start + column]
                if cost < least || (cost == least && place >= 0 && rowOf[place] >= 0 && rowOf[column] < 0) {
                    least = cost
                    place = column
                }
            }
            rowPotential[row] = least
            if rowOf[place] < 0 {
                rowOf[place] = row
                columnOf[row] = place
            }
        }
    }

    /// Dijkstra from a row to the nearest free column, then the pairs along the path change over.
    mutating func augment(from start: Int) {
        var distance = [Int](repeating: .max, count: columns)
        var cameFrom = [Int](repeating: -1, count: columns)
        var open = Array(0..<columns)
        var settled: [Int] = []
        var row = start
        var reached = 0
        var end = -1
        while end < 0 {
            let offset = reached - rowPotential[row]
            let first = row * columns
            var least = Int.max
            var place = 0
            for index in open.indices {
                let column = open[index]
                let through = offset + costs[first + column] - columnPotential[column]
                if through < distance[column] {
                    distance[column] = through
                    cameFrom[column] = row
                }
                let known = distance[column]
                if known < least || (known == least && rowOf[column] < 0 && rowOf[open[place]] >= 0) {
                    least = known
                    place = index
                }
            }
            reached = least
            let column = open[place]
            open[place] = open[open.count - 1]
            open.removeLast()
            if rowOf[column] < 0 {
                end = column
            } else {
                settled.append(column)
                row = rowOf[column]
            }
        }
        rowPotential[start] += reached
        for column in settled {
            rowPotential[rowOf[column]] += reached - distance[column]
            columnPotential[column] -= reached - distance[column]
        }
        var column = end
        var current = -1
        while current != start {
            current = cameFrom[column]
            rowOf[column] = current
            swap(&columnOf[current], &column)
        }
    }
}

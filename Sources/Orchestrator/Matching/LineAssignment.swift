import Foundation

/// Which invoice line belongs to which order line: the choice with the greatest sum of scores.
package enum LineAssignment {
    /// Up to this many lines a side the choice is the best possible; beyond it is greedy, best score first.
    package static let exactUpTo = 150

    /// - Parameter scores: Rows are invoice lines, columns order lines; 0 = cannot belong together. Not negative.
    /// - Returns: The column of each row, `nil` = none. Same input, same answer.
    package static func best(_ scores: [[Int]]) -> [Int?] {
        let columns = scores.first?.count ?? 0
        guard columns > 0 else { return scores.map { _ in nil } }
        return max(scores.count, columns) <= exactUpTo
            ? hungarian(scores, columns: columns) : greedy(scores, columns: columns)
    }

    /// The Hungarian method with potentials, O(n³), on the square of costs `best - score`.
    private static func hungarian(_ scores: [[Int]], columns: Int) -> [Int?] {
        let size = max(scores.count, columns)
        let top = scores.joined().max() ?? 0
        func cost(_ row: Int, _ column: Int) -> Int {
            row < scores.count && column < columns ? top - scores[row][column] : top
        }
        var rowPotential = [Int](repeating: 0, count: size + 1)
        var columnPotential = [Int](repeating: 0, count: size + 1)
        var rowOf = [Int](repeating: 0, count: size + 1)
        for row in 1...size {
            rowOf[0] = row
            var column = 0
            var least = [Int](repeating: .max, count: size + 1)
            var previous = [Int](repeating: 0, count: size + 1)
            var isUsed = [Bool](repeating: false, count: size + 1)
            repeat {
                isUsed[column] = true
                let current = rowOf[column]
                var delta = Int.max
                var next = 0
                for candidate in 1...size where !isUsed[candidate] {
                    let reduced =
                        cost(current - 1, candidate - 1) - rowPotential[current] - columnPotential[candidate]
                    if reduced < least[candidate] {
                        least[candidate] = reduced
                        previous[candidate] = column
                    }
                    if least[candidate] < delta {
                        delta = least[candidate]
                        next = candidate
                    }
                }
                for candidate in 0...size {
                    if isUsed[candidate] {
                        rowPotential[rowOf[candidate]] += delta
                        columnPotential[candidate] -= delta
                    } else if least[candidate] != .max {
                        least[candidate] -= delta
                    }
                }
                column = next
            } while rowOf[column] != 0
            while column != 0 {
                rowOf[column] = rowOf[previous[column]]
                column = previous[column]
            }
        }
        var result = [Int?](repeating: nil, count: scores.count)
        for column in 1...size where rowOf[column] >= 1 && rowOf[column] <= scores.count && column <= columns {
            if scores[rowOf[column] - 1][column - 1] > 0 { result[rowOf[column] - 1] = column - 1 }
        }
        return result
    }

    private static func greedy(_ scores: [[Int]], columns: Int) -> [Int?] {
        var pairs: [(score: Int, row: Int, column: Int)] = []
        for (row, line) in scores.enumerated() {
            for (column, score) in line.enumerated() where score > 0 { pairs.append((score, row, column)) }
        }
        pairs.sort { ($1.score, $0.row, $0.column) < ($0.score, $1.row, $1.column) }
        var result = [Int?](repeating: nil, count: scores.count)
        var isTaken = [Bool](repeating: false, count: columns)
        for pair in pairs where result[pair.row] == nil && !isTaken[pair.column] {
            result[pair.row] = pair.column
            isTaken[pair.column] = true
        }
        return result
    }
}

import Orchestrator
import Testing

@Suite("LineAssignment") struct LineAssignmentTests {
    /// Tries every choice.
    private func bruteForce(_ scores: [[Int]], row: Int = 0, taken: Set<Int> = []) -> Int {
        guard row < scores.count else { return 0 }
        var best = bruteForce(scores, row: row + 1, taken: taken)
        for (column, score) in scores[row].enumerated() where score > 0 && !taken.contains(column) {
            best = max(best, score + bruteForce(scores, row: row + 1, taken: taken.union([column])))
        }
        return best
    }

    @Test(arguments: 0..<80) func isAsGoodAsTryingAllChoices(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<25 {
            let rows = Int.random(in: 1...6, using: &random)
            let columns = Int.random(in: 1...6, using: &random)
            let scores = (0..<rows).map { _ in
                (0..<columns).map { _ in max(0, Int.random(in: -300...900, using: &random)) }
            }
            let chosen = LineAssignment.best(scores)
            let used = chosen.compactMap { $0 }
            #expect(Set(used).count == used.count, "an order line is taken once")
            for (row, column) in chosen.enumerated() { if let column { #expect(scores[row][column] > 0) } }
            var sum = 0
            for (row, column) in chosen.enumerated() { sum += column.map { scores[row][$0] } ?? 0 }
            #expect(sum == bruteForce(scores))
            #expect(LineAssignment.best(scores) == chosen)
        }
    }

    /// 500 lines a side, where greedy choice fails: each second line has to give way.
    @Test func manyLinesAreChosenExactly() {
        let size = 500
        let scores = (0..<size).map { row in
            (0..<size).map { column -> Int in
                if column == row { return row % 2 == 0 ? 900 : 10 }
                return column == row + 1 && row % 2 == 0 ? 1000 : (column == row - 1 && row % 2 == 1 ? 950 : 5)
            }
        }
        // 1000 + 950 crosswise is more than 900 + 10.
        #expect(LineAssignment.best(scores) == (0..<size).map { $0 % 2 == 0 ? $0 + 1 : $0 - 1 })
    }

    @Test func linesThatNothingTellsApartKeepTheirOrder() {
        #expect(LineAssignment.best([[700, 700, 700], [700, 700, 700]]) == [0, 1])
        #expect(LineAssignment.best([[700, 700], [700, 700], [700, 700]]) == [0, 1, nil])
        #expect(LineAssignment.best([[900, 900, 0], [0, 0, 800], [900, 900, 0]]) == [0, 2, 1])
    }

    @Test func nothingToChooseFrom() {
        #expect(LineAssignment.best([]) == [])
        #expect(LineAssignment.best([[], []]) == [nil, nil])
        #expect(LineAssignment.best([[0], [0]]) == [nil, nil])
    }
}

import Invoicing
import Orchestrator
import Pipeline
import Support
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

    /// 500 invoice lines in another order than the 500 of the order, told apart by words only.
    @Test func aLongInvoiceFindsItsLines() {
        var order = MatcherTests.order(.twoWay)
        var invoice = Checked.invoice()
        let line = order.lines[0]
        let item = invoice.draft.lineItems[0]
        order.lines = (0..<500).map { index in
            var copy = line
            copy.position = "\(index + 1)"
            copy.productCode = nil
            copy.description = "bolt size \(index) of steel"
            return copy
        }
        invoice.draft.lineItems = (0..<500).map { index in
            var copy = item
            copy[.productCode] = nil
            copy[.description] = Field("bolt size \(index * 7 % 500) of steel", confidence: 1)
            return copy
        }
        for (name, value) in [FieldName.netTotal: "500000", .taxTotal: "95000", .grossTotal: "595000"] {
            invoice.draft.fields[name] = Field(value, confidence: 1)
        }
        let matcher = Matcher(orders: [order], receipts: [], tolerances: Tolerances())
        let match = matcher.match(invoice, taken: ConsumptionLedger())
        #expect(match.verdict.status == .matched)
        #expect(match.consumptions.map(\.position) == (0..<500).map { "\($0 * 7 % 500 + 1)" })
    }
}

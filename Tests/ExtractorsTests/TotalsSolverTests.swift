import Invoicing
import Testing

@testable import Extractors

@Suite("TotalsSolver") struct TotalsSolverTests {
    private func candidate(_ role: FieldName, _ value: String, _ score: Double, label: String? = "label")
        -> RoleCandidate
    {
        RoleCandidate(
            role: role, value: Number(canonical: value) ?? .zero, score: score, row: 0, tokens: 0..<1, label: label,
            reason: "")
    }

    private func solve(_ list: [RoleCandidate], rows: [TaxRow] = [], items: String? = nil) -> TotalsSolver.Solution {
        TotalsSolver(
            candidates: Dictionary(grouping: list, by: \.role), taxRows: rows,
            itemsTotal: items.flatMap(Number.init(canonical:))
        ).solve()
    }

    private func taxRow(_ rate: String, _ base: String, _ tax: String) -> TaxRow {
        func number(_ text: String) -> PrintedNumber {
            PrintedNumber(
                value: Number(canonical: text) ?? .zero, decimals: 2, currency: nil, isPercent: false, row: 0,
                tokens: 0..<1,
                box: Box(x: 0, y: 0, width: 1, height: 1))
        }
        return TaxRow(row: 0, rate: Number(canonical: rate) ?? .zero, base: number(base), tax: number(tax), gross: nil)
    }

    @Test("what adds up wins over what is labelled a little better")
    func addsUp() {
        let solution = solve([
            candidate(.netTotal, "100.00", 0.7), candidate(.taxTotal, "19.00", 0.7), candidate(.taxTotal, "19.50", 0.8),
            candidate(.grossTotal, "119.00", 0.7), candidate(.grossTotal, "219.00", 0.8),
        ])
        #expect(solution.addsUp)
        #expect(solution.chosen[.taxTotal]?.value.text() == "19.00")
        #expect(solution.chosen[.grossTotal]?.value.text() == "119.00")
    }

    @Test("a printed rounding is part of the sum")
    func rounding() {
        let solution = solve([
            candidate(.netTotal, "147637.80", 0.7), candidate(.taxTotal, "26574.80", 0.5),
            candidate(.roundingAmount, "0.40", 0.8), candidate(.grossTotal, "174213.00", 0.8),
        ])
        #expect(solution.addsUp)
        #expect(solution.chosen[.taxTotal]?.value.text() == "26574.80")
    }

    @Test("a table of several rates speaks for its sums")
    func rates() {
        let solution = solve(
            [
                candidate(.netTotal, "209.18", 0.75), candidate(.netTotal, "310.84", 0.6),
                candidate(.taxTotal, "39.74", 0.75),
                candidate(.taxTotal, "46.86", 0.6), candidate(.grossTotal, "248.92", 0.75),
                candidate(.grossTotal, "357.70", 0.7),
            ], rows: [taxRow("19", "209.18", "39.74"), taxRow("7", "101.66", "7.12")])
        #expect(solution.chosen[.netTotal]?.value.text() == "310.84")
        #expect(solution.chosen[.grossTotal]?.value.text() == "357.70")
    }

    @Test("where nothing adds up, the printed gross total stays and no sum is claimed")
    func wrongSum() {
        let solution = solve([
            candidate(.netTotal, "100.00", 0.8), candidate(.taxTotal, "19.00", 0.8),
            candidate(.grossTotal, "129.00", 0.9),
        ])
        #expect(!solution.addsUp)
        #expect(solution.chosen[.grossTotal]?.value.text() == "129.00")
    }

    @Test("paid and due follow from the gross total")
    func due() {
        let solution = solve([
            candidate(.grossTotal, "119.00", 0.8), candidate(.prepaidAmount, "19.00", 0.8),
            candidate(.amountDue, "100.00", 0.6),
            candidate(.amountDue, "55.00", 0.7),
        ])
        #expect(solution.chosen[.amountDue]?.value.text() == "100.00")
    }

    @Test("sums of huge numbers do not overflow")
    func huge() {
        #expect(!Number(units: .min).isNear(Number(units: .max)))
        #expect(Number(units: .min).magnitude.units == .max)
    }
}

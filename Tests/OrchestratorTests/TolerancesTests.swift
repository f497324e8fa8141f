import Foundation
import Orchestrator
import Testing

@Suite("Tolerances") struct TolerancesTests {
    private let rows = Tolerances([
        Tolerance(scope: .organisation, rule: .unitPrice, percent: 3, absolute: 30),
        Tolerance(scope: .category, scopeID: "KGM", rule: .unitPrice, percent: 4, absolute: 40),
        Tolerance(scope: .supplier, scopeID: "S1", rule: .unitPrice, percent: 1, absolute: 10),
    ])

    @Test func theNarrowestScopeHolds() {
        #expect(rows.resolve(.unitPrice, supplier: "S1", categories: ["kgm"]).percent == 1)
        #expect(rows.resolve(.unitPrice, supplier: "S2", categories: ["kgm"]).percent == 4)
        #expect(rows.resolve(.unitPrice, supplier: "S2", categories: ["H87"]).percent == 3)
        #expect(Tolerances().resolve(.unitPrice, supplier: "S2").percent == 2)
    }

    @Test func piecesAreCountedAndWeightIsMeasured() {
        #expect(Tolerances().resolve(.quantity, categories: ["Stk"]).quantity(base: 100, price: 1) == 0)
        #expect(Tolerances().resolve(.quantity, categories: ["kg"]).quantity(base: 100, price: 1) == 2)
        #expect(Tolerances().resolve(.quantity, categories: ["kg"]).quantity(base: 100, price: 100) == 0.5)
    }

    @Test func roundingGrowsWithTheLines() {
        #expect(Tolerances().resolve(.rounding, lines: 12).money(base: 500) == 0.12)
    }
}

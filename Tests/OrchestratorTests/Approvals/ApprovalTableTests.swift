import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

@Suite("ApprovalTable") struct ApprovalTableTests {
    static let euro = Currency("EUR")
    static let people = [
        Approver(id: "A1", name: "One", email: "one@x.example", limit: 1000, currency: euro, departments: ["it"]),
        Approver(id: "A2", name: "Two", limit: 10000, currency: euro, departments: ["it"]),
        Approver(id: "A3", name: "Three", limit: 50000, currency: euro, departments: ["hr"]),
        Approver(id: "A4", name: "Four", limit: 9000, currency: Currency("GBP")),
    ]
    static let table = ApprovalTable(
        rows: [
            .init(
                rule: "it-small", amountTo: 500, currency: euro, department: "it", approvers: ["A1"], autoApprove: true),
            .init(rule: "small", amountFrom: 0, amountTo: 1000, currency: euro, approvers: ["A1", "A2"]),
            .init(
                rule: "medium", amountFrom: 1000.01, amountTo: 50000, currency: euro, approvers: ["A2", "A3"],
                mode: .all),
            .init(rule: "large", amountFrom: 50000.01, currency: euro, approvers: ["A2", "A3"], mode: .sequence),
        ], approvers: people)
    static let clean = ApprovalEvidence(match: MatchVerdict(status: .matched), findings: [], confidence: 0.99)

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var request: ApprovalRequest
        var evidence = clean
        var rule: String?
        var approvers: [String]

        init(
            _ text: String, _ amount: Decimal, department: String? = nil, currency: Currency? = euro, by: [String] = [],
            _ evidence: ApprovalEvidence = clean, rule: String?, _ approvers: [String]
        ) {
            testDescription = text
            request = ApprovalRequest(
                amount: amount, currency: currency, department: department, duties: Duties(ordered: by))
            self.evidence = evidence
            self.rule = rule
            self.approvers = approvers
        }
    }

    static func evidence(
        _ status: MatchVerdict.Status = .matched, _ severity: Severity = .info, _ confidence: Double = 0.99,
        proposed: Bool = false, risk: Supplier.Risk = .low
    ) -> ApprovalEvidence {
        ApprovalEvidence(
            match: MatchVerdict(status: status, proposed: proposed),
            findings: [Finding(rule: "r", severity: severity, message: "m")], confidence: confidence,
            supplierRisk: risk)
    }

    static var similarName: ApprovalEvidence {
        var evidence = clean
        evidence.isSupplierCertain = false
        return evidence
    }

    /// No approvers = approved by rule.
    static let cases: [Case] = [
        Case("clean and small: by rule", 500, department: "it", rule: "it-small", []),
        Case("a credit note within tolerance too", 500, department: "it", evidence(.credited), rule: "it-small", []),
        Case("one cent more asks a person", 500.01, department: "it", rule: "small", ["A1", "A2"]),
        Case("the row does not say so", 500, department: "hr", rule: "small", ["A1", "A2"]),
        Case("not matched: a person", 500, department: "it", evidence(.noOrder), rule: "it-small", ["A1"]),
        Case("a proposed order: a person", 500, department: "it", evidence(proposed: true), rule: "it-small", ["A1"]),
        Case(
            "a finding to review: a person", 500, department: "it", evidence(.matched, .review), rule: "it-small",
            ["A1"]),
        Case("a warning does not stop", 500, department: "it", evidence(.matched, .warning), rule: "it-small", []),
        Case(
            "unsure reading: a person", 500, department: "it", evidence(.matched, .info, 0.89), rule: "it-small", ["A1"]
        ),
        Case("a risky supplier: a person", 500, department: "it", evidence(risk: .high), rule: "it-small", ["A1"]),
        Case(
            "no match at all: a person", 500, department: "it", .init(match: nil, findings: [], confidence: 1),
            rule: "it-small", ["A1"]),
        Case(
            "a supplier told by a similar name: a person", 500, department: "it", similarName, rule: "it-small", ["A1"]),
        Case("who ordered does not approve", 800, by: ["A1"], rule: "small", ["A2"]),
        Case("who ordered is known by mail too", 800, by: ["ONE@x.example"], rule: "small", ["A2"]),
        Case("nobody is left: the role", 800, by: ["A1", "A2"], rule: "small", ["ap-manager"]),
        Case("all: the place is taken by the department", 5000, department: "it", by: ["A3"], rule: "medium", ["A2"]),
        Case("all: somebody's limit covers it", 20000, rule: "medium", ["A2", "A3"]),
        Case("over every limit: the role too", 90000, rule: "large", ["A2", "A3", "ap-manager"]),
        Case("no row fits: the role", 10, currency: Currency("USD"), rule: nil, ["ap-manager"]),
    ]

    struct Bill: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var amount: Decimal
        var supplier: String?
        var evidence: ApprovalEvidence
        var isByRule: Bool

        init(
            _ text: String, _ evidence: ApprovalEvidence, _ amount: Decimal = 2000, supplier: String? = "S9",
            byRule: Bool = false
        ) {
            (testDescription, self.amount, self.supplier) = (text, amount, supplier)
            (self.evidence, isByRule) = (evidence, byRule)
        }
    }

    static let rent = ApprovalTable(
        rows: [
            .init(
                rule: "rent", amountTo: 2000, currency: Currency("CHF"), supplierID: "S9", approvers: ["A2"],
                autoApprove: true, withoutOrder: true)
        ], approvers: people)

    private static func bill(_ verdict: MatchVerdict, namesOrder: Bool = false) -> ApprovalEvidence {
        ApprovalEvidence(match: verdict, findings: [], confidence: 0.99, namesOrder: namesOrder)
    }

    static let bills = [
        Bill("a bill without an order, up to the limit", bill(.init(status: .noOrder)), byRule: true),
        Bill("where no orders are kept at all", bill(.init(status: .notChecked)), byRule: true),
        Bill("what matches an order, too", clean, byRule: true),
        Bill("a cent over the limit", bill(.init(status: .noOrder)), 2000.01),
        Bill("another supplier", bill(.init(status: .noOrder)), supplier: "S8"),
        Bill("an unknown supplier", bill(.init(status: .noOrder)), supplier: nil),
        Bill("an order is named, and not known", bill(.init(status: .orderUnknown), namesOrder: true)),
        Bill("an order is named, and none are kept", bill(.init(status: .notChecked), namesOrder: true)),
        Bill("it could belong to an order", bill(.init(status: .matched, proposed: true))),
        Bill(
            "it could belong to several orders",
            bill(
                .init(
                    status: .noOrder,
                    checks: [
                        .init(
                            rule: "order", invoiced: "", expected: "P1, P2", difference: "", tolerance: "",
                            passed: false,
                            arithmetic: "several")
                    ]))),
        Bill("it was not compared", .init(match: nil, findings: [], confidence: 1)),
        Bill("something else is to be reviewed", evidence(.noOrder, .review)),
        Bill("the reading is unsure", evidence(.noOrder, .info, 0.89)),
        Bill("the supplier's risk is high", evidence(.noOrder, risk: .high)),
        Bill(
            "a credit note that names nothing it credits",
            .init(match: .init(status: .noOrder), findings: [], confidence: 0.99, isCredit: true)),
    ]

    @Test(arguments: bills) func approvesBillsWithoutAnOrderOnlyByARuleThatSaysSo(_ bill: Bill) {
        let request = ApprovalRequest(amount: bill.amount, currency: Currency("CHF"), supplierID: bill.supplier)
        let decision = Self.rent.decide(request, bill.evidence)
        #expect(decision.automatic == bill.isByRule)
        #expect(decision.approvers.isEmpty == bill.isByRule)
    }

    @Test func aRuleForBillsWithoutAnOrderSaysForWhomAndHowMuch() {
        var rows = [
            ApprovalTable.Row(
                rule: "tight", amountTo: 10, currency: Self.euro, department: "it", approvers: ["A1"],
                autoApprove: true,
                withoutOrder: true)
        ]
        let loose: [(inout ApprovalTable.Row) -> Void] = [
            { $0.amountTo = nil }, { $0.currency = nil }, { $0.department = nil }, { $0.autoApprove = false },
        ]
        for (index, change) in loose.enumerated() {
            var row = rows[0]
            row.rule = "loose \(index)"
            change(&row)
            rows.append(row)
        }
        let problems = ApprovalTable(rows: rows, approvers: Self.people).problems()
            .filter { $0.kind == .looseWithoutOrder }
        #expect(problems.map(\.row) == [1, 2, 3, 4])
        #expect(problems.allSatisfy { $0.isError })
    }

    @Test(arguments: cases) func decides(_ example: Case) {
        let decision = Self.table.decide(example.request, example.evidence)
        #expect(decision.rule == example.rule)
        #expect(decision.approvers == example.approvers)
        #expect(decision.automatic == example.approvers.isEmpty)
        #expect(!decision.reasons.isEmpty)
    }

    @Test func theFirstRowThatFitsHoldsWhateverTheTable() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<300 {
            let rows = (0..<6).map { index in
                let from = Decimal(Int.random(in: 0...50, using: &random))
                return ApprovalTable.Row(
                    rule: "r\(index)", amountFrom: from,
                    amountTo: from + Decimal(Int.random(in: 0...40, using: &random)),
                    department: ["it", "hr", nil].randomElement(using: &random)!, approvers: ["A2"])
            }
            let table = ApprovalTable(rows: rows, approvers: Self.people)
            let amount = Decimal(Int.random(in: 0...90, using: &random))
            let department = ["it", "hr", nil].randomElement(using: &random)!
            let expected = rows.first { row in
                (row.department == nil || row.department == department) && row.amountFrom! <= amount
                    && amount <= row.amountTo!
            }
            let request = ApprovalRequest(amount: amount, currency: Self.euro, department: department)
            let decision = table.decide(request, Self.clean)
            #expect(decision.rule == expected?.rule)
            #expect(!decision.approvers.isEmpty)
        }
    }

    @Test func aGoodTableHasOnlyTheLimitProblem() {
        let problems = Self.table.problems()
        #expect(problems.map(\.kind) == [.limitBelowBand, .gap])
        #expect(problems.allSatisfy { !$0.isError })
    }

    @Test func everyProblemIsNamed() {
        let table = ApprovalTable(
            rows: [
                .init(rule: "a", amountFrom: 10, amountTo: 100, currency: Self.euro, approvers: ["A1"]),
                .init(
                    rule: "b", amountFrom: 20, amountTo: 30, currency: Self.euro, department: "it", approvers: ["A1"]),
                .init(rule: "a", amountFrom: 200, amountTo: 150, currency: Self.euro, approvers: ["A9"]),
                .init(rule: "c", amountFrom: 300, currency: Self.euro, approvers: []),
            ], approvers: Self.people)
        let kinds = table.problems().map(\.kind)
        for kind in [ApprovalProblem.Kind.unreachable, .repeatedRule, .emptyBand, .unknownApprover, .noApprover, .gap] {
            #expect(kinds.contains(kind), "\(kind.rawValue)")
        }
        let gaps = table.problems().filter { $0.kind == .gap }.map(\.message)
        #expect(gaps.contains { $0.contains("0 to 9.99 in EUR") })
        #expect(gaps.contains { $0.contains("100.01 to 199.99 in EUR") })
    }
}

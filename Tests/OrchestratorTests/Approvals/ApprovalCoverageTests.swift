import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

/// What is told of a table's rows is what trying every invoice shows.
@Suite("Approval table, checked") struct ApprovalCoverageTests {
    private static let euro = Currency("EUR")
    private static let dollar = Currency("USD")
    private static let people = [
        Approver(id: "A1", name: "One", limit: 1_000_000, currency: euro),
        Approver(id: "A2", name: "Two", limit: 1_000_000, currency: euro),
        Approver(id: "A3", name: "Three", limit: 100, currency: euro),
    ]

    private static func table(_ rows: [ApprovalTable.Row]) -> ApprovalTable {
        ApprovalTable(rows: rows, approvers: people)
    }

    private static func messages(_ kind: ApprovalProblem.Kind, _ rows: [ApprovalTable.Row]) -> [String] {
        table(rows).problems().filter { $0.kind == kind }.map(\.message)
    }

    /// Values that a random table names, and one of each that it does not.
    private static let departments: [String?] = ["it", "hr", nil]
    private static let suppliers: [String?] = ["S1", nil]
    private static let risks: [Supplier.Risk?] = [.low, .medium, .high, nil]
    private static let failures: [Set<String>] = [[], ["f1"], ["f2"], ["f1", "f2"], ["f3"]]

    private static func randomRow(_ index: Int, _ random: inout SeededRandom) -> ApprovalTable.Row {
        let from = Decimal(Int.random(in: 0...3, using: &random))
        let to = Bool.random(using: &random) ? from + Decimal(Int.random(in: 0...3, using: &random)) : nil
        var condition = ApprovalCondition(amountFrom: from, amountTo: to)
        condition.currency = [euro, nil].randomElement(using: &random) ?? nil
        condition.department = departments.randomElement(using: &random) ?? nil
        condition.supplierID = suppliers.randomElement(using: &random) ?? nil
        if Int.random(in: 0..<3, using: &random) == 0 {
            condition.risks = [[.low], [.medium, .high], [.low, .medium, .high]].randomElement(using: &random)
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            condition.failures = [["f1"], ["f1", "f2"]].randomElement(using: &random)
        }
        return ApprovalTable.Row(
            rule: "r\(index)", condition, approvers: [["A1"], ["A2"]].randomElement(using: &random) ?? [])
    }

    private static let everything: [ApprovalRequest] = {
        var all: [ApprovalRequest] = []
        for amount in stride(from: 0, through: 8, by: 0.5) {
            for currency in [euro, dollar] {
                for department in departments {
                    for supplier in suppliers {
                        for risk in risks {
                            for failure in failures {
                                all.append(
                                    ApprovalRequest(
                                        amount: Decimal(amount), currency: currency, department: department,
                                        supplierID: supplier, risk: risk, failures: failure))
                            }
                        }
                    }
                }
            }
        }
        return all
    }()

    @Test func randomTablesAreJudgedAsTryingEverythingJudgesThem() {
        var unreached = 0
        var complete = 0
        for seed in 1...150 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let rows = (0..<6).map { Self.randomRow($0, &random) }
            let problems = Self.table(rows).problems()
            var reached: Set<String> = []
            var isComplete = true
            for request in Self.everything {
                let row = rows.first { $0.condition.fit(request, at: ExchangeRates()) == .yes }
                if let row { reached.insert(row.rule) } else { isComplete = false }
            }
            let told = Set(problems.filter { $0.kind == .unreachable }.compactMap(\.row).map { rows[$0].rule })
            let found = Set(rows.map(\.rule)).subtracting(reached)
            #expect(told == found, "seed \(seed)")
            #expect(problems.contains { $0.kind == .gap } == !isComplete, "seed \(seed)")
            unreached += found.count
            if isComplete { complete += 1 }
        }
        #expect(unreached > 20)
        #expect(complete > 3)
    }

    @Test func everyClashIsOneThatCanHappen() {
        var clashes = 0
        for seed in 1...150 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let rows = (0..<4).map { Self.randomRow($0, &random) }
            for problem in Self.table(rows).problems() where problem.kind == .conflict {
                guard let index = problem.row else { continue }
                let both = Self.everything.contains { request in
                    let fitting = rows.filter { $0.condition.fit(request, at: ExchangeRates()) == .yes }
                    return fitting.contains { $0.rule == rows[index].rule }
                        && fitting.first.map { problem.message.contains("and rule \($0.rule) ") } ?? false
                }
                #expect(both, "seed \(seed): \(problem.message)")
                clashes += 1
            }
        }
        #expect(clashes > 10)
    }

    @Test func overlappingBandsOfDifferentPeopleAreTold() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "low", amountFrom: 0, amountTo: 1000, currency: Self.euro, approvers: ["A1"]),
            .init(rule: "high", amountFrom: 900, currency: Self.euro, approvers: ["A2"]),
        ]
        #expect(
            Self.messages(.conflict, rows) == [
                "rule high and rule low both fit 900 EUR, and ask different people; low holds because it stands first:"
                    + " narrow one of them, or swap them"
            ])
        var same = rows
        same[1].approvers = ["A1"]
        #expect(Self.messages(.conflict, same).isEmpty)
    }

    @Test func aRuleForADepartmentAboveTheBandsIsNoClash() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "hr", department: "hr", approvers: ["A2"]),
            .init(rule: "low", amountFrom: 0, amountTo: 1000, currency: Self.euro, approvers: ["A1"]),
        ]
        #expect(Self.messages(.conflict, rows).isEmpty)
    }

    @Test func aDepartmentAgainstASupplierIsAClash() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "hr", department: "hr", approvers: ["A2"]),
            .init(rule: "rent", supplierID: "S1", approvers: ["A1"]),
        ]
        #expect(
            Self.messages(.conflict, rows).first?.hasPrefix(
                "rule rent and rule hr both fit 0 in any other currency with department hr, supplier S1") == true)
    }

    @Test func ofManyClashesOfARowThreeAreTold() {
        let departments = (0..<20).map { ApprovalTable.Row(rule: "d\($0)", department: "d\($0)", approvers: ["A2"]) }
        let rows = departments + [.init(rule: "rent", supplierID: "S1", approvers: ["A1"])]
        #expect(Self.messages(.conflict, rows).count == 3)
    }

    @Test func severalRulesTogetherHideOne() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "low", .init(currency: Self.euro, risks: [.low, .medium]), approvers: ["A1"]),
            .init(rule: "high", .init(currency: Self.euro, risks: [.high]), approvers: ["A1"]),
            .init(rule: "new", .init(currency: Self.euro, risks: [.low, .high]), approvers: ["A2"]),
        ]
        #expect(
            Self.messages(.unreachable, rows) == [
                "rule new is never reached: rules low, high above together fit all that it fits; put it above them, or"
                    + " remove it"
            ])
    }

    @Test func gapsAreToldByRisk() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "low", .init(currency: Self.euro, risks: [.low]), approvers: ["A1"]),
            .init(rule: "rest", .init(amountTo: 10, currency: Self.euro), approvers: ["A1"]),
        ]
        let gaps = Self.messages(.gap, rows)
        for risk in ["medium", "high", "unknown"] {
            #expect(
                gaps.contains(
                    "no general rule for 10.01 and more in EUR from suppliers of \(risk) risk; ap-manager is asked there"
                ))
        }
        #expect(gaps.contains("no general rule for 0 and more in any other currency; ap-manager is asked there"))
        #expect(gaps.count == 4)
    }

    @Test func bandsThatAreConvertedCoverOtherCurrencies() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "low", .init(amountTo: 10, currency: Self.euro, converts: true), approvers: ["A1"]),
            .init(rule: "high", .init(amountFrom: 10.01, currency: Self.euro, converts: true), approvers: ["A1"]),
        ]
        #expect(Self.messages(.gap, rows).isEmpty)
        #expect(!Self.messages(.gap, [rows[0]]).isEmpty)
    }

    @Test func bandsAreHeldAgainstTheAmountAtTheRateOfTheDate() throws {
        let (euro, dollar) = (try #require(Self.euro), try #require(Self.dollar))
        let rate = ExchangeRates.Rate(day: TaskOffice.day("2026-02-27"), from: dollar, to: euro, rate: 0.5)
        var table = ApprovalTable(
            rows: [
                .init(rule: "low", .init(amountTo: 100, currency: euro, converts: true), approvers: ["A1"]),
                .init(rule: "euro", .init(currency: euro), approvers: ["A1"]),
                .init(rule: "other", .init(), approvers: ["A2"]),
            ], approvers: Self.people)
        table.rates = ExchangeRates([rate])
        func decide(_ amount: Decimal, _ currency: Currency?, on day: String?) -> ApprovalDecision {
            table.decide(
                ApprovalRequest(amount: amount, currency: currency, day: day.map(TaskOffice.day)),
                ApprovalEvidence(match: nil, findings: [], confidence: 1))
        }
        #expect(decide(200, dollar, on: "2026-03-01").rule == "low")
        #expect(decide(200.02, dollar, on: "2026-03-01").rule == "other")
        #expect(decide(100, euro, on: nil).rule == "low")
        let unknown = decide(200, dollar, on: "2026-04-01")
        #expect(unknown.rule == "other")
        #expect(
            unknown.reasons.first
                == "rule low was passed over: no rate from USD to EUR is known for 2026-04-01")
    }

    @Test func whatIsWrongChoosesTheRule() {
        let table = Self.table([
            .init(rule: "price", .init(failures: ["price-variance", "price-increase"]), approvers: ["A2"]),
            .init(rule: "risky", .init(risks: [.high]), approvers: ["A2"]),
            .init(rule: "rest", .init(), approvers: ["A1"]),
        ])
        func rule(_ failures: Set<String>, _ risk: Supplier.Risk?) -> String? {
            let request = ApprovalRequest(amount: 1, currency: Self.euro, risk: risk, failures: failures)
            return table.decide(request, ApprovalEvidence(match: nil, findings: [], confidence: 1)).rule
        }
        #expect(rule(["x", "price-increase"], .high) == "price")
        #expect(rule(["x"], .high) == "risky")
        #expect(rule([], nil) == "rest")
    }

    @Test func aQuorumIsOfThoseWhoAreNamed() {
        let rows: [ApprovalTable.Row] = [
            .init(rule: "a", approvers: ["A1", "A2"], mode: .quorum(2, of: 3)),
            .init(rule: "b", .init(department: "it"), approvers: ["A1", "A1"], mode: .quorum(2, of: 2)),
        ]
        #expect(
            Self.messages(.wrongQuorum, rows) == [
                "rule a asks 2 of 3, but names 2 approvers; name 3, or write 2-of-2",
                "rule b asks 2 of 2, but names 1 approver; name 2, or write 1-of-1",
            ])
        let band: [ApprovalTable.Row] = [
            .init(rule: "c", amountTo: 5000, currency: Self.euro, approvers: ["A1", "A3"], mode: .quorum(2, of: 2))
        ]
        #expect(Self.messages(.limitBelowBand, band).first?.contains("fewer than 2 approvers") == true)
    }

    @Test func aQuorumIsNeverLoweredByWhoMayNotApprove() {
        let table = Self.table([.init(rule: "a", approvers: ["A1", "A2"], mode: .quorum(2, of: 2))])
        let request = ApprovalRequest(amount: 10, currency: Self.euro, duties: Duties(ordered: ["A1"]))
        let decision = table.decide(request, ApprovalEvidence(match: nil, findings: [], confidence: 1))
        #expect(decision.approvers == ["A2", "ap-manager"])
        #expect(decision.mode.needed(of: decision.approvers.count) == 2)
        #expect(decision.reasons.contains("too few of those named may approve; ap-manager is asked"))
    }

    // MARK: Ladders

    @Test func theFirstRowOfAStepThatFitsHolds() {
        var table = Self.table([])
        table.escalations = [
            .init(step: 2, after: .time(WorkSpan(4, .days)), to: ["A3"]),
            .init(step: 1, after: .reminders(1), to: ["A2"], .init(failures: ["price-variance"])),
            .init(step: 1, after: .reminders(2), to: ["A1"], .init(amountFrom: 100, currency: Self.euro)),
        ]
        func ladder(_ amount: Decimal, _ failures: Set<String> = []) -> [String] {
            table.ladder(for: ApprovalRequest(amount: amount, currency: Self.euro, failures: failures), reminders: 3)
                .map { "\($0.after) \($0.to[0])" }
        }
        #expect(ladder(500) == ["2r A1", "4d A3"])
        #expect(ladder(500, ["price-variance"]) == ["1r A2", "4d A3"])
        #expect(ladder(50) == ["4d A3"])
        table.escalations = []
        #expect(ladder(50) == ["3r ap-manager"])
    }

    @Test func everyProblemOfALadderIsNamed() {
        var table = Self.table([])
        table.escalations = [
            .init(step: 1, after: .time(WorkSpan(2, .days)), to: ["A1"]),
            .init(step: 1, after: .time(WorkSpan(1, .days)), to: ["A2"], .init(department: "it")),
            .init(step: 2, after: .time(WorkSpan(40, .hours)), to: ["A9"]),
            .init(step: 3, after: .reminders(3), to: []),
            .init(step: 0, after: .reminders(3), to: ["A1"], .init(converts: true)),
        ]
        let problems = table.escalationProblems().map { "\($0.row ?? -1) \($0.kind.rawValue)" }
        #expect(
            problems == [
                "1 unreachable", "2 unknown-approver", "2 wrong-step", "3 no-approver", "4 wrong-step", "4 no-currency",
            ])
    }
}

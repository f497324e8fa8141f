import Foundation
import Invoicing

/// What is wrong with a decision table, told when it is loaded.
package struct ApprovalProblem: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case unknownApprover = "unknown-approver"
        case noApprover = "no-approver"
        case repeatedRule = "repeated-rule"
        case emptyBand = "empty-band"
        case unreachable
        case conflict
        case gap
        case limitBelowBand = "limit-below-band"
        case looseWithoutOrder = "loose-without-order"
        case wrongQuorum = "wrong-quorum"
        case noCurrency = "no-currency"
        case wrongStep = "wrong-step"
    }
    package var kind: Kind
    /// Index of the row; `nil` = the table as a whole.
    package var row: Int?
    package var message: String

    /// An error stops the start; the rest is told, as the default approver is asked in those cases.
    package var isError: Bool {
        switch kind {
        case .unknownApprover, .noApprover, .repeatedRule, .emptyBand, .looseWithoutOrder, .wrongQuorum, .noCurrency,
            .wrongStep:
            true
        case .unreachable, .conflict, .gap, .limitBelowBand: false
        }
    }
}

extension ApprovalTable {
    package func problems() -> [ApprovalProblem] {
        var problems: [ApprovalProblem] = []
        let coverage = RuleCoverage(rows.map(\.condition))
        for (index, row) in rows.enumerated() {
            problems += faults(of: row, at: index)
            if let message = hiding(row, at: index, coverage) {
                problems.append(ApprovalProblem(kind: .unreachable, row: index, message: message))
            }
            problems += conflicts(of: row, at: index, coverage)
        }
        return problems + gaps(coverage.currencies)
    }

    private func faults(of row: Row, at index: Int) -> [ApprovalProblem] {
        var problems: [ApprovalProblem] = []
        func tell(_ kind: ApprovalProblem.Kind, _ message: String) {
            problems.append(ApprovalProblem(kind: kind, row: index, message: message))
        }
        if row.approvers.isEmpty { tell(.noApprover, "rule \(row.rule) names no approver; give at least one") }
        for id in row.approvers where approver(id) == nil && id != defaultApprover {
            tell(.unknownApprover, "rule \(row.rule) names approver \(id), who is not in the list of approvers")
        }
        if rows[..<index].contains(where: { $0.rule == row.rule }) {
            tell(.repeatedRule, "rule \(row.rule) stands twice; give each row its own name")
        }
        if let from = row.amountFrom, let to = row.amountTo, to < from {
            tell(.emptyBand, "rule \(row.rule) goes from \(from.canonical()) down to \(to.canonical()); swap them")
        }
        if row.converts, row.currency == nil {
            tell(.noCurrency, "rule \(row.rule) converts amounts, so it needs the currency of its band")
        }
        if case .quorum(let wanted, let named) = row.mode, !row.approvers.isEmpty, Set(row.approvers).count != named {
            let count = Set(row.approvers).count
            tell(
                .wrongQuorum,
                "rule \(row.rule) asks \(wanted) of \(named), but names \(count) approver\(count == 1 ? "" : "s");"
                    + " name \(named), or write \(min(wanted, count))-of-\(count)")
        }
        if row.withoutOrder, !row.isTight {
            tell(
                .looseWithoutOrder,
                "rule \(row.rule) approves bills without an order, so it needs auto_approve, amount_to, currency, and a"
                    + " supplier_id, department or cost_centre")
        }
        if let message = limitFault(row) { tell(.limitBelowBand, message) }
        return problems
    }

    /// Somebody named by the row has to be allowed the whole band; of `2-of-3`, two.
    private func limitFault(_ row: Row) -> String? {
        let known = row.approvers.compactMap { approver($0) }
        guard !known.isEmpty, let currency = row.currency else { return nil }
        let limits = known.filter { $0.currency == currency }.compactMap(\.limit).sorted(by: >)
        var needed = 1
        if case .quorum(let wanted, _) = row.mode { needed = wanted }
        guard let highest = limits.first else {
            return "rule \(row.rule): no approver has a limit in \(currency), so \(defaultApprover) is asked too"
        }
        let deciding = limits.count < needed ? 0 : limits[needed - 1]
        if let to = row.amountTo, deciding >= to { return nil }
        let to = row.amountTo.map { "its band ends at \($0.canonical())" } ?? "its band has no end"
        guard needed == 1 else {
            return "rule \(row.rule): the limits of fewer than \(needed) approvers reach as far as the rule, but \(to);"
                + " above their limits \(defaultApprover) is asked too"
        }
        return "rule \(row.rule): the highest limit is \(highest.canonical()) \(currency), but \(to);"
            + " above the limit \(defaultApprover) is asked too"
    }
}

extension ApprovalTable.Row {
    /// Nothing but this row speaks for a bill without an order, so it has to say for whom and how much.
    fileprivate var isTight: Bool {
        autoApprove && condition.amountTo != nil && condition.currency != nil && !condition.converts
            && (condition.supplierID != nil || condition.department != nil || condition.costCentre != nil)
    }
}

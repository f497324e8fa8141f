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
        case gap
        case limitBelowBand = "limit-below-band"
        case looseWithoutOrder = "loose-without-order"
    }
    package var kind: Kind
    /// Index of the row; `nil` = the table as a whole.
    package var row: Int?
    package var message: String

    /// An error stops the start; the rest is told, as the default approver is asked in those cases.
    package var isError: Bool {
        switch kind {
        case .unknownApprover, .noApprover, .repeatedRule, .emptyBand, .looseWithoutOrder: true
        case .unreachable, .gap, .limitBelowBand: false
        }
    }
}

extension ApprovalTable {
    package func problems() -> [ApprovalProblem] {
        var problems: [ApprovalProblem] = []
        for (index, row) in rows.enumerated() { problems += faults(of: row, at: index) }
        return problems + gaps()
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
        if let earlier = rows[..<index].first(where: { $0.hides(row) }) {
            tell(.unreachable, "rule \(row.rule) is never reached: rule \(earlier.rule) above fits all that it fits")
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

    /// Somebody named by the row has to be allowed the whole band.
    private func limitFault(_ row: Row) -> String? {
        let known = row.approvers.compactMap { approver($0) }
        guard !known.isEmpty, let currency = row.currency else { return nil }
        let limits = known.filter { $0.currency == currency }.compactMap(\.limit)
        let highest = limits.max()
        guard let highest else {
            return "rule \(row.rule): no approver has a limit in \(currency), so \(defaultApprover) is asked too"
        }
        if let to = row.amountTo, highest >= to { return nil }
        let to = row.amountTo.map { "its band ends at \($0.canonical())" } ?? "its band has no end"
        return "rule \(row.rule): the highest limit is \(highest.canonical()) \(currency), but \(to);"
            + " above the limit \(defaultApprover) is asked too"
    }

    /// Amounts that no general row (for all departments, cost centres and suppliers) covers, by currency.
    private func gaps() -> [ApprovalProblem] {
        let general = rows.filter { $0.department == nil && $0.costCentre == nil && $0.supplierID == nil }
        let currencies = Set(rows.compactMap(\.currency)).sorted { $0.code < $1.code }.map(Optional.some) + [nil]
        return currencies.flatMap { currency in
            let bands = general.filter { $0.currency == nil || $0.currency == currency }
                .map { (from: $0.amountFrom ?? 0, to: $0.amountTo) }.sorted { $0.from < $1.from }
            return gaps(in: bands, currency: currency)
        }
    }

    private func gaps(in bands: [(from: Decimal, to: Decimal?)], currency: Currency?) -> [ApprovalProblem] {
        let step = Decimal(1) / Decimal.powerOfTen(currency?.minorDigits ?? 2)
        let name = currency?.code ?? "any other currency"
        var problems: [ApprovalProblem] = []
        var next: Decimal? = 0
        for band in bands {
            guard let open = next else { break }
            if band.from > open {
                problems.append(gap("\(open.canonical()) to \((band.from - step).canonical())", name))
            }
            next = band.to.map { max(open, $0 + step) }
        }
        if let next { problems.append(gap("\(next.canonical()) and more", name)) }
        return problems
    }

    private func gap(_ band: String, _ currency: String) -> ApprovalProblem {
        ApprovalProblem(
            kind: .gap, row: nil,
            message: "no general rule for \(band) in \(currency); \(defaultApprover) is asked there")
    }
}

extension ApprovalTable.Row {
    /// Nothing but this row speaks for a bill without an order, so it has to say for whom and how much.
    fileprivate var isTight: Bool {
        autoApprove && amountTo != nil && currency != nil
            && (supplierID != nil || department != nil || costCentre != nil)
    }

    /// Whether `other` can never be reached behind this row.
    fileprivate func hides(_ other: ApprovalTable.Row) -> Bool {
        func holds<Value: Equatable>(_ mine: Value?, _ theirs: Value?) -> Bool { mine == nil || mine == theirs }
        guard holds(currency, other.currency), holds(department, other.department),
            holds(costCentre, other.costCentre), holds(supplierID, other.supplierID),
            (amountFrom ?? 0) <= (other.amountFrom ?? 0)
        else { return false }
        guard let amountTo else { return true }
        return other.amountTo.map { $0 <= amountTo } ?? false
    }
}

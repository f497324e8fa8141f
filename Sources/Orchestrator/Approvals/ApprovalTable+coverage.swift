import Foundation
import Invoicing

/// Whether the rows of a table leave something out, stand in each other's way, or can't be reached.
extension ApprovalTable {
    /// Why a row is never reached; `nil` = it is, or nobody can say.
    func hiding(_ row: Row, at index: Int, _ coverage: RuleCoverage) -> String? {
        guard let hiding = coverage.hiding(index) else { return nil }
        let names = hiding.map { rows[$0].rule }
        return names.count == 1
            ? "rule \(row.rule) is never reached: rule \(names[0]) above fits all that it fits;"
                + " put it above \(names[0]), or remove it"
            : "rule \(row.rule) is never reached: rules \(names.joined(separator: ", ")) above together fit all that it"
                + " fits; put it above them, or remove it"
    }

    /// Rows above that fit some of the same invoices, ask others, and are not plainly the exception to this one. Of a row
    /// that clashes with many, three are told: rules for departments above rules for suppliers clash in every pair.
    func conflicts(of row: Row, at index: Int, _ coverage: RuleCoverage) -> [ApprovalProblem] {
        rows[..<index].enumerated().lazy.compactMap { place, other -> ApprovalProblem? in
            guard !row.asksTheSame(as: other), let example = coverage.clash(place, index) else { return nil }
            return ApprovalProblem(
                kind: .conflict, row: index,
                message: "rule \(row.rule) and rule \(other.rule) both fit \(example), and ask different people;"
                    + " \(other.rule) holds because it stands first: narrow one of them, or swap them")
        }.prefix(3).map { $0 }
    }

    // MARK: Gaps

    private struct Gap: Hashable {
        var from: Decimal
        /// `nil` = no end.
        var to: Decimal?
    }

    /// Amounts that no general row (for all departments, cost centres, suppliers and failures) covers, by currency and by
    /// the supplier's risk.
    func gaps(_ currencies: [Currency?]) -> [ApprovalProblem] {
        let general = rows.filter { row in
            row.department == nil && row.costCentre == nil && row.supplierID == nil && row.failures == nil
        }
        return currencies.flatMap { currency in
            let risks: [Supplier.Risk?] = [.low, .medium, .high, nil]
            let byRisk = risks.map { risk in
                gaps(in: bands(general, currency: currency, risk: risk), currency: currency)
            }
            let everywhere = byRisk[0].filter { gap in byRisk.allSatisfy { $0.contains(gap) } }
            let special = zip(risks, byRisk).flatMap { risk, gaps in
                gaps.filter { !everywhere.contains($0) }.map { ($0, Optional(risk?.rawValue ?? "unknown")) }
            }
            return (everywhere.map { ($0, nil) } + special).map { problem($0, risk: $1, currency) }
        }
    }

    private func bands(_ general: [Row], currency: Currency?, risk: Supplier.Risk?) -> [Gap] {
        let fitting = general.filter { row in
            row.risks.map { risks in risk.map(risks.contains) ?? false } ?? true
        }
        let own = fitting.filter { $0.currency == nil || $0.currency == currency }
            .map { Gap(from: $0.amountFrom ?? 0, to: $0.amountTo) }
        // Bands in another currency are known to cover everything only when they do so together.
        let others = Set(fitting.filter(\.converts).compactMap(\.currency)).subtracting([currency].compactMap { $0 })
        let isCovered = others.contains { other in
            let bands = fitting.filter { $0.converts && $0.currency == other }
                .map { Gap(from: $0.amountFrom ?? 0, to: $0.amountTo) }
            return gaps(in: bands, currency: other).isEmpty
        }
        return isCovered ? own + [Gap(from: 0, to: nil)] : own
    }

    private func gaps(in bands: [Gap], currency: Currency?) -> [Gap] {
        let step = Decimal(1) / Decimal.powerOfTen(currency?.minorDigits ?? 2)
        var gaps: [Gap] = []
        var next: Decimal? = 0
        for band in bands.sorted(by: { $0.from < $1.from }) {
            guard let open = next else { break }
            if band.from > open { gaps.append(Gap(from: open, to: band.from - step)) }
            next = band.to.map { max(open, $0 + step) }
        }
        if let next { gaps.append(Gap(from: next, to: nil)) }
        return gaps
    }

    private func problem(_ gap: Gap, risk: String?, _ currency: Currency?) -> ApprovalProblem {
        let band = gap.to.map { "\(gap.from.canonical()) to \($0.canonical())" } ?? "\(gap.from.canonical()) and more"
        let suppliers = risk.map { " from suppliers of \($0) risk" } ?? ""
        return ApprovalProblem(
            kind: .gap, row: nil,
            message: "no general rule for \(band) in \(currency?.code ?? "any other currency")\(suppliers);"
                + " \(defaultApprover) is asked there")
    }
}

extension ApprovalTable.Row {
    fileprivate func asksTheSame(as other: ApprovalTable.Row) -> Bool {
        approvers == other.approvers && mode == other.mode && autoApprove == other.autoApprove
            && withoutOrder == other.withoutOrder
    }
}

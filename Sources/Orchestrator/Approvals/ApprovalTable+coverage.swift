import Foundation
import Invoicing

/// Whether the rows of a table leave something out, stand in each other's way, or can't be reached.
extension ApprovalTable {
    /// Those that the table names, and any other.
    private var currencies: [Currency?] {
        Set(rows.compactMap(\.currency)).sorted { $0.code < $1.code }.map(Optional.some) + [nil]
    }

    /// Why a row is never reached; `nil` = it is, or nobody can say.
    func hiding(_ row: Row, at index: Int) -> String? {
        let above = rows[..<index]
        if let other = above.first(where: { hides($0.condition, row.condition) }) {
            return "rule \(row.rule) is never reached: rule \(other.rule) above fits all that it fits;"
                + " put it above \(other.rule), or remove it"
        }
        var hiding: Set<String> = []
        for currency in currencies {
            var left = RuleSpace(row.condition, in: currency, isWhole: true)
            for other in above where !left.isEmpty {
                let taken = RuleSpace(other.condition, in: currency, isWhole: false)
                if !left.meets(taken).isEmpty { hiding.insert(other.rule) }
                guard left.subtract(taken) else { return nil }
            }
            if !left.isEmpty { return nil }
        }
        // A band that is upside down fits nothing, and is told as such.
        guard !hiding.isEmpty else { return nil }
        let names = above.map(\.rule).filter(hiding.contains).joined(separator: ", ")
        return "rule \(row.rule) is never reached: rules \(names) above together fit all that it fits;"
            + " put it above them, or remove it"
    }

    private func hides(_ one: ApprovalCondition, _ other: ApprovalCondition) -> Bool {
        var fitsAny = false
        for currency in currencies {
            var left = RuleSpace(other, in: currency, isWhole: true)
            if left.isEmpty { continue }
            fitsAny = true
            guard left.subtract(RuleSpace(one, in: currency, isWhole: false)), left.isEmpty else { return false }
        }
        return fitsAny
    }

    /// Rows above that fit some of the same invoices, ask others, and are not plainly the exception to this one.
    func conflicts(of row: Row, at index: Int) -> [ApprovalProblem] {
        rows[..<index].enumerated().compactMap { place, other in
            guard !row.asksTheSame(as: other), !other.condition.isException(to: row.condition),
                !hides(other.condition, row.condition), !hides(row.condition, other.condition),
                let example = common(other, row, above: place)
            else { return nil }
            return ApprovalProblem(
                kind: .conflict, row: index,
                message: "rule \(row.rule) and rule \(other.rule) both fit \(example), and ask different people;"
                    + " \(other.rule) holds because it stands first: narrow one of them, or swap them")
        }
    }

    /// An invoice that both fit and no rule above them does; `nil` = there is none.
    private func common(_ one: Row, _ other: Row, above place: Int) -> String? {
        for currency in currencies {
            let mine = RuleSpace(one.condition, in: currency, isWhole: false)
            var both = mine.meets(RuleSpace(other.condition, in: currency, isWhole: false))
            for above in rows[..<place] where !both.isEmpty {
                guard both.subtract(RuleSpace(above.condition, in: currency, isWhole: false)) else { return nil }
            }
            if let box = both.boxes.first { return box.words(currency) }
        }
        return nil
    }

    // MARK: Gaps

    private struct Gap: Hashable {
        var from: Decimal
        /// `nil` = no end.
        var to: Decimal?
    }

    /// Amounts that no general row (for all departments, cost centres, suppliers and failures) covers, by currency and by
    /// the supplier's risk.
    func gaps() -> [ApprovalProblem] {
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

extension ApprovalCondition {
    /// Whether this one is for fewer invoices than `other` by what they are about, whatever the bands: an exception, which
    /// has to stand above the rule.
    fileprivate func isException(to other: ApprovalCondition) -> Bool {
        func holds<Value: Equatable>(_ mine: Value?, _ theirs: Value?) -> Bool { theirs == nil || mine == theirs }
        func within<Value>(_ mine: Set<Value>?, _ theirs: Set<Value>?) -> Bool {
            theirs.map { theirs in mine?.isSubset(of: theirs) ?? false } ?? true
        }
        let isWithin =
            holds(department, other.department) && holds(costCentre, other.costCentre)
            && holds(supplierID, other.supplierID) && within(risks, other.risks) && within(failures, other.failures)
        let isSame =
            department == other.department && costCentre == other.costCentre && supplierID == other.supplierID
            && risks == other.risks && failures == other.failures
        return isWithin && !isSame
    }
}

extension RuleSpace.Box {
    /// One invoice of it: `1000 EUR of department it`.
    fileprivate func words(_ currency: Currency?) -> String {
        let names = ["department", "cost centre", "supplier", "risk"]
        let values = zip(names, choices).compactMap { name, choice -> String? in
            guard case .only(let set) = choice, let first = set.sorted().first else { return nil }
            return "\(name) \(first)"
        }
        let failure = some.compactMap { $0.subtracting(none).sorted().first }.map { "failure \($0)" }
        let about = values + failure
        return "\(from.canonical()) \(currency?.code ?? "in any other currency")"
            + (about.isEmpty ? "" : " with \(about.joined(separator: ", "))")
    }
}

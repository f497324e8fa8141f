import Foundation
import Invoicing

/// How rules of which the first that fits holds stand to each other.
struct RuleCoverage {
    let conditions: [ApprovalCondition]
    /// Those that are named, and `nil` for any other.
    let currencies: [Currency?]

    /// By currency, then by rule: what a rule surely takes away, and what it may fit.
    private let taken: [[RuleSpace]]
    private let whole: [[RuleSpace]]

    init(_ conditions: [ApprovalCondition]) {
        self.conditions = conditions
        let currencies =
            Set(conditions.compactMap(\.currency)).sorted { $0.code < $1.code }.map(Optional.some) + [nil]
        taken = currencies.map { currency in conditions.map { RuleSpace($0, in: currency, isWhole: false) } }
        whole = currencies.map { currency in conditions.map { RuleSpace($0, in: currency, isWhole: true) } }
        self.currencies = currencies
    }

    /// The rules above that fit everything that this one fits, one if one does; `nil` = it can be reached, or nobody can
    /// say.
    func hiding(_ index: Int) -> [Int]? {
        if let one = (0..<index).first(where: { isHidden(index, by: $0) }) { return [one] }
        var hiding: Set<Int> = []
        for currency in currencies.indices {
            var left = whole[currency][index]
            for above in 0..<index where !left.isEmpty {
                guard !left.meets(taken[currency][above]).isEmpty else { continue }
                hiding.insert(above)
                guard left.subtract(taken[currency][above]) else { return nil }
            }
            if !left.isEmpty { return nil }
        }
        // A band that is upside down fits nothing, and is told as such.
        return hiding.isEmpty ? nil : hiding.sorted()
    }

    /// An invoice that both fit and no rule above them does, where neither is plainly the exception to the other; in
    /// words. `nil` = there is none.
    func clash(_ first: Int, _ second: Int) -> String? {
        guard !conditions[first].isException(to: conditions[second]) else { return nil }
        for currency in currencies.indices {
            var both = taken[currency][first].meets(taken[currency][second])
            if both.isEmpty { continue }
            guard !isHidden(second, by: first), !isHidden(first, by: second) else { return nil }
            for above in 0..<first where !both.isEmpty {
                guard both.subtract(taken[currency][above]) else { return nil }
            }
            if let box = both.boxes.first { return box.words(currencies[currency]) }
        }
        return nil
    }

    /// Whether there are invoices that both fit.
    func meet(_ one: Int, _ other: Int) -> Bool {
        currencies.indices.contains { !whole[$0][one].meets(whole[$0][other]).isEmpty }
    }

    /// Whether `index` fits nothing that `other` does not fit.
    func isHidden(_ index: Int, by other: Int) -> Bool {
        var fitsAny = false
        for currency in currencies.indices {
            var left = whole[currency][index]
            if left.isEmpty { continue }
            fitsAny = true
            guard left.subtract(taken[currency][other]), left.isEmpty else { return false }
        }
        return fitsAny
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
    /// The smallest invoice of it: `1000 EUR with department it`.
    fileprivate func words(_ currency: Currency?) -> String {
        let names = ["department", "cost centre", "supplier", "risk"]
        let values = zip(names, choices).compactMap { name, choice -> String? in
            guard case .only(let set) = choice, let first = set.sorted().first else { return nil }
            return "\(name) \(first)"
        }
        let failures = some.compactMap { $0.subtracting(none).sorted().first }.map { "failure \($0)" }
        let about = values + failures
        return "\(from.canonical()) \(currency?.code ?? "in any other currency")"
            + (about.isEmpty ? "" : " with \(about.joined(separator: ", "))")
    }
}

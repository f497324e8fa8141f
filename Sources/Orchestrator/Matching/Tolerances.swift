package import Foundation

/// How far an invoice may be off before a person has to look: one row of the organisation's tolerances.
package struct Tolerance: Hashable, Sendable, Codable {
    package enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
        case unitPrice = "unit-price"
        case quantity, header, tax, rounding, charges
    }

    /// Rows of a narrower scope hide those of a wider one.
    package enum Scope: String, Hashable, Sendable, Codable, CaseIterable { case organisation, category, supplier }

    package enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
        /// Only what costs more counts; less passes and is told.
        case over
        case both
    }

    /// Which of the two limits holds when both are given.
    package enum Combine: String, Hashable, Sendable, Codable, CaseIterable {
        /// The stricter one.
        case min
        case max
    }

    package var scope: Scope
    /// Supplier's id, or the category: the order line's unit, or cost centre. Empty for the organisation.
    package var scopeID: String
    package var rule: Rule
    /// Percent of the expected value; a limit that is not given is 0, never unlimited.
    package var percent: Decimal
    /// In units of the invoice's currency, per line or per document; for quantities the order value of the excess.
    package var absolute: Decimal
    package var direction: Direction
    package var combine: Combine

    package init(
        scope: Scope, scopeID: String = "", rule: Rule, percent: Decimal = 0, absolute: Decimal = 0,
        direction: Direction = .over, combine: Combine = .min
    ) {
        self.scope = scope
        self.scopeID = scopeID
        self.rule = rule
        self.percent = percent
        self.absolute = absolute
        self.direction = direction
        self.combine = combine
    }

    /// The allowed difference in money for something expected to cost `base`.
    package func money(base: Decimal) -> Decimal {
        combined(abs(base) * percent / 100, absolute)
    }

    /// The allowed excess of a quantity; `absolute` is money, so it buys more of what is cheap (SAP's rule DQ).
    package func quantity(base: Decimal, price: Decimal) -> Decimal {
        let share = abs(base) * percent / 100
        guard price != 0 else { return share }
        return combined(share, absolute / abs(price))
    }

    /// - Parameter difference: What is asked for above what is expected; negative = below.
    package func allows(_ difference: Decimal, within allowed: Decimal) -> Bool {
        switch direction {
        case .over: difference <= allowed
        case .both: abs(difference) <= allowed
        }
    }

    /// `"2 % and 50, stricter one, over, organisation"`: stands in the arithmetic of a check.
    package var text: String {
        let limits = combine == .min ? "stricter of" : "wider of"
        let whose = scopeID.isEmpty ? scope.rawValue : "\(scope.rawValue) \(scopeID)"
        return "\(limits) \(percent.canonical()) % and \(absolute.canonical()), \(whose)"
    }

    private func combined(_ first: Decimal, _ second: Decimal) -> Decimal {
        combine == .min ? Swift.min(first, second) : Swift.max(first, second)
    }
}

/// All tolerances of an organisation.
package struct Tolerances: Hashable, Sendable, Codable {
    package var rows: [Tolerance]

    package init(_ rows: [Tolerance] = []) { self.rows = rows }

    /// Supplier before category before organisation before the system's own; the first row of a scope holds.
    /// - Parameter categories: What the line belongs to: its unit and its cost centre.
    package func resolve(_ rule: Tolerance.Rule, supplier: String? = nil, categories: [String] = [], lines: Int = 1)
        -> Tolerance
    {
        let ofRule = rows.filter { $0.rule == rule }
        let wanted = Set(categories.map { $0.lowercased() })
        return ofRule.first { $0.scope == .supplier && $0.scopeID == supplier }
            ?? ofRule.first { $0.scope == .category && wanted.contains($0.scopeID.lowercased()) }
            ?? ofRule.first { $0.scope == .organisation }
            ?? Self.system(rule, lines: lines, categories: wanted)
    }

    /// What holds when nobody has set anything: reference/matching-and-approval.md §2.2, recommended defaults.
    static func system(_ rule: Tolerance.Rule, lines: Int, categories: Set<String>) -> Tolerance {
        switch rule {
        case .unitPrice: Tolerance(scope: .organisation, rule: rule, percent: 2, absolute: 50)
        case .quantity:
            categories.contains { UnitOfMeasure($0).isMeasured }
                ? Tolerance(scope: .organisation, rule: rule, percent: 2, absolute: 50)
                : Tolerance(scope: .organisation, rule: rule)
        case .header: Tolerance(scope: .organisation, rule: rule, percent: 1, absolute: 100)
        case .tax:
            Tolerance(
                scope: .organisation, rule: rule, percent: 0.5, absolute: 0.05, direction: .both, combine: .max)
        case .rounding:
            Tolerance(
                scope: .organisation, rule: rule, absolute: Decimal(max(1, lines)) / 100, direction: .both,
                combine: .max)
        case .charges: Tolerance(scope: .organisation, rule: rule, percent: 5, absolute: 50)
        }
    }
}

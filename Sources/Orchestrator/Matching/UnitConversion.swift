package import Foundation
package import Invoicing

/// How many of one unit are in another: a fraction, so that 10 pieces are exactly 10/12 of a dozen until the end.
package struct UnitRatio: Hashable, Sendable {
    package var over: Decimal
    package var under: Decimal

    package static let one = UnitRatio(over: 1, under: 1)

    package func times(_ other: UnitRatio) -> UnitRatio {
        UnitRatio(over: over * other.over, under: under * other.under)
    }

    package var inverse: UnitRatio { UnitRatio(over: under, under: over) }

    /// Rounded to 12 digits behind the point.
    package func quantity(_ value: Decimal) -> Decimal {
        over == under ? value : (value * over / under).rounded(12)
    }

    /// The price of one of the other unit: twice as many cost half each.
    package func price(_ value: Decimal) -> Decimal { inverse.quantity(value) }

    /// `"12/1"`: stands in the arithmetic of a check.
    package var text: String { "\(over.canonical())/\(under.canonical())" }
}

/// The units of one article: those of UN/ECE Recommendation 20 inside a dimension, and its own packages.
package struct UnitConversion: Hashable, Sendable {
    private struct Edge: Hashable, Sendable {
        var from: UnitOfMeasure
        var to: UnitOfMeasure
        var ratio: UnitRatio
    }
    private let edges: [Edge]

    /// - Parameter packages: As the order line gives them; those without a quantity above 0 are left out.
    package init(_ packages: [PurchaseOrder.Package] = []) {
        edges = packages.filter { $0.quantity > 0 }.flatMap { package -> [Edge] in
            let outer = UnitOfMeasure(package.unit)
            let inner = UnitOfMeasure(package.contents)
            let ratio = UnitRatio(over: package.quantity, under: 1)
            return [
                Edge(from: outer, to: inner, ratio: ratio), Edge(from: inner, to: outer, ratio: ratio.inverse),
            ]
        }
    }

    /// - Returns: `nil` when no factor leads from one to the other. The way with the fewest packages holds.
    package func ratio(from: UnitOfMeasure, to: UnitOfMeasure) -> UnitRatio? {
        var reached: [(unit: UnitOfMeasure, ratio: UnitRatio)] = [(from, .one)]
        var used: Set<Int> = []
        var next = 0
        while next < reached.count {
            let place = reached[next]
            next += 1
            if let last = Self.inside(place.unit, to) { return place.ratio.times(last) }
            for (index, edge) in edges.enumerated() where !used.contains(index) {
                guard let step = Self.inside(place.unit, edge.from) else { continue }
                used.insert(index)
                reached.append((edge.to, place.ratio.times(step).times(edge.ratio)))
            }
        }
        return nil
    }

    /// By name, or by the factors of one dimension.
    private static func inside(_ from: UnitOfMeasure, _ to: UnitOfMeasure) -> UnitRatio? {
        if from == to { return .one }
        guard let left = from.size, let right = to.size, left.dimension == right.dimension else { return nil }
        return UnitRatio(over: left.factor, under: right.factor)
    }
}

extension PurchaseOrder.Line {
    /// From a document's unit to this line's; a unit that is not stated is this line's.
    /// - Returns: `nil` when no factor is known.
    func ratio(from text: String?) -> UnitRatio? {
        guard let text, let unit else { return .one }
        return UnitConversion(packages ?? []).ratio(from: UnitOfMeasure(text), to: UnitOfMeasure(unit))
    }
}

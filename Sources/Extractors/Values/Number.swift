/// An exact decimal as ten-thousandths, so that arithmetic over many candidates stays whole-number work.
package struct Number: Hashable, Sendable, Comparable {
    /// The value times 10,000.
    package var units: Int64
    package static let one: Int64 = 10_000

    package init(units: Int64) { self.units = units }
    package static let zero = Number(units: 0)
    package static func < (left: Number, right: Number) -> Bool { left.units < right.units }
    package static func + (left: Number, right: Number) -> Number { Number(units: left.units &+ right.units) }
    package static func - (left: Number, right: Number) -> Number { Number(units: left.units &- right.units) }
    package static prefix func - (value: Number) -> Number { Number(units: 0 &- value.units) }
    package var magnitude: Number { Number(units: units == .min ? .max : abs(units)) }

    /// Rounded half away from zero to whole ten-thousandths.
    package static func * (left: Number, right: Number) -> Number {
        let product = left.units.multipliedFullWidth(by: right.units)
        let (quotient, overflow) = product.high == 0 || product.high == -1 ? divided(product) : (0, true)
        return Number(units: overflow ? .max : quotient)
    }

    private static func divided(_ product: (high: Int64, low: UInt64)) -> (Int64, Bool) {
        guard abs(product.high) < one / 2 || product.high == -1 else { return (0, true) }
        let (quotient, remainder) = one.dividingFullWidth(product)
        let rounded = abs(remainder) * 2 >= one ? quotient + (remainder < 0 ? -1 : 1) : quotient
        return (rounded, false)
    }

    /// Whether the two differ by no more than `cents` hundredths.
    package func isNear(_ other: Number, cents: Int64 = 1) -> Bool {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        return !overflow && difference.magnitude <= UInt64(cents * 100)
    }

    /// Percent of a value: `19` per cent of it.
    package func percent(of base: Number) -> Number {
        let product = self * base
        return Number(units: product.units == .max ? .max : product.units / 100)
    }

    /// Canonical text with at least `digits` (0...4) behind the point and no needless zeros beyond.
    package func text(digits: Int = 2) -> String {
        let whole = units.magnitude / UInt64(Self.one)
        var fraction = String(units.magnitude % UInt64(Self.one))
        fraction = String(repeating: "0", count: 4 - fraction.utf8.count) + fraction
        while fraction.utf8.count > digits, fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = units < 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}

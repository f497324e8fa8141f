package import Foundation

/// The one comparison of a sum of quantities with its limit, for sharing lines and for judging them.
package enum QuantityBound {
    /// Converted quantities carry 12 digits behind the point; differences below the ninth are rounding.
    /// - Returns: How much `total` is above `limit`, never negative.
    package static func excess(_ total: Decimal, over limit: Decimal) -> Decimal {
        max(0, (total - limit).rounded(9))
    }
}

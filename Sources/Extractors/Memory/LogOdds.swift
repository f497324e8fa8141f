import Foundation

/// Chances and their log-odds.
enum LogOdds {
    /// Of a chance 0...1; certainty counts as 1 in 1,000.
    static func of(_ chance: Double) -> Double {
        let bounded = min(0.999, max(0.001, chance))
        return log(bounded / (1 - bounded))
    }

    static func chance(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
}

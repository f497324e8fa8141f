import Foundation
package import Invoicing
import Orchestrator

/// Amounts as people read them.
package enum Amounts {
    /// `1,234.50`: thousands grouped with commas, at least the currency's digits behind the point, and never fewer than
    /// the value has. Text that is no canonical decimal is given back as it is.
    package static func grouped(_ canonical: String, currency: Currency?) -> String {
        guard let value = Decimal(canonical: canonical) else { return canonical }
        let plain = value.canonical(minimumDigits: currency?.minorDigits ?? 2)
        let negative = plain.hasPrefix("-")
        let parts = plain.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(parts[0])
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        let fraction = parts.count > 1 ? "." + parts[1] : ""
        return (negative ? "\u{2212}" : "") + grouped + fraction
    }
}

extension Draft {
    /// The total a reader looks for first: gross, else what is due, else net.
    static let totals: [FieldName] = [.grossTotal, .amountDue, .netTotal]
}

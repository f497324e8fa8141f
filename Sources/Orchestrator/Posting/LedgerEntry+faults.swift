import Foundation
import Invoicing

extension LedgerEntry {
    /// What no ledger should take, in words; empty = nothing. Never a value of the invoice.
    package var faults: [String] {
        var faults: [String] = []
        for (name, day) in [("invoice date", invoiceDate), ("due date", dueDate)]
        where day.map({ Day(iso: $0) == nil }) == true {
            faults.append("the \(name) is no day such as 2026-01-31")
        }
        guard let currency = Currency(currency) else {
            return faults + ["the currency is not known; it must be a code of ISO 4217, such as EUR"]
        }
        let texts = [("net", netTotal), ("tax", taxTotal), ("gross", grossTotal)]
        let amounts = texts.map { Decimal(canonical: $0.1) }
        for ((name, _), amount) in zip(texts, amounts) {
            guard let amount else {
                faults.append("the \(name) total is no amount")
                continue
            }
            if amount != amount.rounded(currency.minorDigits) {
                faults.append(
                    "the \(name) total has more digits behind the point than \(currency) has (\(currency.minorDigits))")
            }
        }
        if let net = amounts[0], let tax = amounts[1], let gross = amounts[2], net + tax != gross {
            faults.append("net and tax do not add up to gross, so nothing was booked")
        }
        return faults
    }
}

import Foundation
import Invoicing

extension ApprovalTable {
    /// Whether a person's limit covers the amount. A limit in another currency is held against the amount at the rate of
    /// the invoice's date.
    /// - Returns: `false` too when it cannot be compared: without limit, amount, currency or rate.
    func covers(_ person: Approver, _ request: ApprovalRequest) -> Bool {
        guard let limit = person.limit, let currency = person.currency,
            let amount = request.amount(in: currency, at: rates)
        else { return false }
        return amount <= limit
    }

    /// Why somebody may not agree to this invoice, whoever asks; `nil` = he may.
    func bar(_ id: String, _ request: ApprovalRequest) -> String? {
        let person = approver(id)
        let part = request.duties.part { name in
            person?.isSame(as: name) ?? (name.lowercased() == id.lowercased())
        }
        return part.map { "\(id) \($0.words) and may not approve" }
    }
}

extension ApprovalRequest {
    /// The amount at the rate of the invoice's date, or of the last day before it that has one.
    /// - Returns: `nil` without currency, date or rate.
    func amount(in other: Currency, at rates: ExchangeRates) -> Decimal? {
        guard let amount, let currency else { return nil }
        guard currency != other else { return amount }
        guard let day, let found = rates.rate(from: currency, to: other, on: day) else { return nil }
        return (amount * found.rate).rounded(other.minorDigits)
    }
}

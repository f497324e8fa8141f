package import Foundation
package import Invoicing

/// A person who may agree to invoices.
package struct Approver: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var email: String
    /// The highest gross total this person may agree to; `nil` = none at all.
    package var limit: Decimal?
    /// Of the limit; nothing is converted.
    package var currency: Currency?
    package var departments: [String]

    package init(
        id: String, name: String, email: String = "", limit: Decimal? = nil, currency: Currency? = nil,
        departments: [String] = []
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.limit = limit
        self.currency = currency
        self.departments = departments
    }

    /// - Returns: `false` too when the limit is in another currency: it cannot be compared.
    func mayApprove(_ amount: Decimal, in other: Currency?) -> Bool {
        guard let limit, let currency, currency == other else { return false }
        return amount <= limit
    }

    /// Whether `person`, as another record writes it, is this one.
    func isSame(as person: String) -> Bool {
        let wanted = person.lowercased()
        return [id, name, email].contains { !$0.isEmpty && $0.lowercased() == wanted }
    }
}

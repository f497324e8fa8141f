package import Foundation
package import Invoicing

/// A person who may agree to invoices.
package struct Approver: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var email: String
    /// The highest gross total this person may agree to; `nil` = none at all.
    package var limit: Decimal?
    /// Of the limit.
    package var currency: Currency?
    /// The highest gross total this person may agree to by mail, of the same currency; `nil` = the organisation's.
    package var mailLimit: Decimal?
    package var departments: [String]
    /// Who answers for this person during the absence; `nil` = nobody.
    package var substitute: String?
    /// `nil` = always there.
    package var absence: Absence?

    package init(
        id: String, name: String, email: String = "", limit: Decimal? = nil, currency: Currency? = nil,
        mailLimit: Decimal? = nil, departments: [String] = [], substitute: String? = nil, absence: Absence? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.limit = limit
        self.currency = currency
        self.mailLimit = mailLimit
        self.departments = departments
        self.substitute = substitute
        self.absence = absence
    }

    /// Whether `person`, as another record writes it, is this one.
    func isSame(as person: String) -> Bool {
        let wanted = person.lowercased()
        return [id, name, email].contains { !$0.isEmpty && $0.lowercased() == wanted }
    }

    func isAbsent(on day: Day) -> Bool { absence?.contains(day) ?? false }
}

package import Foundation
package import Invoicing

/// What a row of a table asks of an invoice. What is empty fits all.
package struct ApprovalCondition: Hashable, Sendable, Codable {
    /// Gross total, both ends included; `nil` = no bound.
    package var amountFrom: Decimal?
    package var amountTo: Decimal?
    package var currency: Currency?
    /// Whether invoices in other currencies are held against the band too, at the rate of their date.
    package var converts: Bool
    package var department: String?
    package var costCentre: String?
    package var supplierID: String?
    /// The supplier's risk is one of these; `nil` = whatever it is, known or not.
    package var risks: Set<Supplier.Risk>?
    /// One of these is among what is wrong; `nil` = whatever is.
    package var failures: Set<String>?

    package init(
        amountFrom: Decimal? = nil, amountTo: Decimal? = nil, currency: Currency? = nil, converts: Bool = false,
        department: String? = nil, costCentre: String? = nil, supplierID: String? = nil,
        risks: Set<Supplier.Risk>? = nil, failures: Set<String>? = nil
    ) {
        self.amountFrom = amountFrom
        self.amountTo = amountTo
        self.currency = currency
        self.converts = converts
        self.department = department
        self.costCentre = costCentre
        self.supplierID = supplierID
        self.risks = risks
        self.failures = failures
    }

    package enum Fit: Hashable, Sendable {
        case yes, no
        /// All but the band fits, and the band can't be compared: no rate is known.
        case unknown
    }

    /// - Parameter rates: For bands in another currency.
    package func fit(_ request: ApprovalRequest, at rates: ExchangeRates) -> Fit {
        guard Self.holds(department, request.department), Self.holds(costCentre, request.costCentre),
            Self.holds(supplierID, request.supplierID),
            risks.map({ risks in request.risk.map(risks.contains) ?? false }) ?? true,
            failures.map({ !$0.isDisjoint(with: request.failures) }) ?? true
        else { return .no }
        let isUnbounded = amountFrom == nil && amountTo == nil
        guard let currency, currency != request.currency else {
            return request.amount.map(covers) ?? isUnbounded ? .yes : .no
        }
        guard converts else { return .no }
        guard let amount = request.amount(in: currency, at: rates) else { return isUnbounded ? .yes : .unknown }
        return covers(amount) ? .yes : .no
    }

    func covers(_ amount: Decimal) -> Bool { (amountFrom ?? 0) <= amount && amountTo.map { amount <= $0 } ?? true }

    private static func holds<Value: Equatable>(_ wanted: Value?, _ given: Value?) -> Bool {
        wanted == nil || wanted == given
    }
}

/// The facts that a row of a table asks for.
package struct ApprovalRequest: Hashable, Sendable, Codable {
    /// Gross total without sign: a credit note is agreed to like an invoice of its size. `nil` = not read.
    package var amount: Decimal?
    package var currency: Currency?
    /// The invoice's date, for rates; `nil` = not read, so nothing is converted.
    package var day: Day?
    /// `nil` = unknown, or the order's lines differ: only rows for all departments fit.
    package var department: String?
    package var costCentre: String?
    package var supplierID: String?
    /// `nil` = the supplier is not known.
    package var risk: Supplier.Risk?
    /// What is wrong: rules of findings that a person has to look at, and the state of the match unless it is good.
    package var failures: Set<String>
    /// Who may not agree.
    package var duties: Duties

    package init(
        amount: Decimal?, currency: Currency?, day: Day? = nil, department: String? = nil, costCentre: String? = nil,
        supplierID: String? = nil, risk: Supplier.Risk? = nil, failures: Set<String> = [], duties: Duties = Duties()
    ) {
        self.amount = amount
        self.currency = currency
        self.day = day
        self.department = department
        self.costCentre = costCentre
        self.supplierID = supplierID
        self.risk = risk
        self.failures = failures
        self.duties = duties
    }
}

package import Foundation
package import Invoicing

/// Who agrees to what: rows are tried from the top and the first that fits holds. An empty condition fits all.
package struct ApprovalTable: Hashable, Sendable, Codable {
    package struct Row: Hashable, Sendable, Codable {
        package var rule: String
        /// Gross total, both ends included; `nil` = no bound.
        package var amountFrom: Decimal?
        package var amountTo: Decimal?
        package var currency: Currency?
        package var department: String?
        package var costCentre: String?
        package var supplierID: String?
        /// Ids, in the order they are asked.
        package var approvers: [String]
        package var mode: ApprovalDecision.Mode
        package var autoApprove: Bool
        /// Whether a bill that names no order may be approved by this rule: rent, telephone, small purchases.
        package var withoutOrder: Bool

        package init(
            rule: String, amountFrom: Decimal? = nil, amountTo: Decimal? = nil, currency: Currency? = nil,
            department: String? = nil, costCentre: String? = nil, supplierID: String? = nil, approvers: [String],
            mode: ApprovalDecision.Mode = .any, autoApprove: Bool = false, withoutOrder: Bool = false
        ) {
            self.rule = rule
            self.amountFrom = amountFrom
            self.amountTo = amountTo
            self.currency = currency
            self.department = department
            self.costCentre = costCentre
            self.supplierID = supplierID
            self.approvers = approvers
            self.mode = mode
            self.autoApprove = autoApprove
            self.withoutOrder = withoutOrder
        }

        func fits(_ request: ApprovalRequest) -> Bool {
            Self.fits(currency, request.currency) && Self.fits(department, request.department)
                && Self.fits(costCentre, request.costCentre) && Self.fits(supplierID, request.supplierID)
                && covers(request.amount)
        }

        func covers(_ amount: Decimal) -> Bool { (amountFrom ?? 0) <= amount && amountTo.map { amount <= $0 } ?? true }

        private static func fits<Value: Equatable>(_ wanted: Value?, _ given: Value?) -> Bool {
            wanted == nil || wanted == given
        }
    }

    package var rows: [Row]
    package var approvers: [Approver]
    /// Asked when no row fits, or none of its people may: a role that always has somebody.
    package var defaultApprover: String

    package init(rows: [Row], approvers: [Approver], defaultApprover: String = "ap-manager") {
        self.rows = rows
        self.approvers = approvers
        self.defaultApprover = defaultApprover
    }

    func approver(_ id: String) -> Approver? { approvers.first { $0.id == id } }
}

/// The facts that a row of the table asks for.
package struct ApprovalRequest: Hashable, Sendable, Codable {
    /// Gross total without sign: a credit note is agreed to like an invoice of its size.
    package var amount: Decimal
    package var currency: Currency?
    /// `nil` = unknown, or the order's lines differ: only rows for all departments fit.
    package var department: String?
    package var costCentre: String?
    package var supplierID: String?
    /// Who ordered; none of them may agree (separation of duties).
    package var orderedBy: [String]

    package init(
        amount: Decimal, currency: Currency?, department: String? = nil, costCentre: String? = nil,
        supplierID: String? = nil, orderedBy: [String] = []
    ) {
        self.amount = amount
        self.currency = currency
        self.department = department
        self.costCentre = costCentre
        self.supplierID = supplierID
        self.orderedBy = orderedBy
    }
}

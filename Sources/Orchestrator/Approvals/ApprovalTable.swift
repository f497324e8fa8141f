package import Foundation
package import Invoicing

/// Who agrees to what: rows are tried from the top and the first that fits holds. An empty condition fits all.
package struct ApprovalTable: Hashable, Sendable, Codable {
    @dynamicMemberLookup
    package struct Row: Hashable, Sendable, Codable {
        package var rule: String
        package var condition: ApprovalCondition
        /// Ids, in the order they are asked.
        package var approvers: [String]
        package var mode: ApprovalDecision.Mode
        package var autoApprove: Bool
        /// Whether a bill that names no order may be approved by this rule: rent, telephone, small purchases.
        package var withoutOrder: Bool

        package init(
            rule: String, _ condition: ApprovalCondition, approvers: [String], mode: ApprovalDecision.Mode = .any,
            autoApprove: Bool = false, withoutOrder: Bool = false
        ) {
            self.rule = rule
            self.condition = condition
            self.approvers = approvers
            self.mode = mode
            self.autoApprove = autoApprove
            self.withoutOrder = withoutOrder
        }

        package init(
            rule: String, amountFrom: Decimal? = nil, amountTo: Decimal? = nil, currency: Currency? = nil,
            department: String? = nil, costCentre: String? = nil, supplierID: String? = nil, approvers: [String],
            mode: ApprovalDecision.Mode = .any, autoApprove: Bool = false, withoutOrder: Bool = false
        ) {
            let condition = ApprovalCondition(
                amountFrom: amountFrom, amountTo: amountTo, currency: currency, department: department,
                costCentre: costCentre, supplierID: supplierID)
            self.init(
                rule: rule, condition, approvers: approvers, mode: mode, autoApprove: autoApprove,
                withoutOrder: withoutOrder)
        }

        package subscript<Value>(dynamicMember path: WritableKeyPath<ApprovalCondition, Value>) -> Value {
            get { condition[keyPath: path] }
            set { condition[keyPath: path] = newValue }
        }
    }

    package var rows: [Row]
    package var approvers: [Approver]
    /// Asked when no row fits, or none of its people may: a role that always has somebody.
    package var defaultApprover: String
    /// For limits and bands in another currency than the invoice's.
    package var rates: ExchangeRates
    package var duties: DutyRecords
    /// Steps of the ladders; empty = the default approver is asked behind the last reminder.
    package var escalations: [EscalationRow]
    /// For reminders, escalations, claims and absences; `nil` = every hour counts, and days are those of UTC.
    package var calendar: BusinessCalendar?

    package static let usualDefault = "ap-manager"

    package init(
        rows: [Row], approvers: [Approver], defaultApprover: String = usualDefault,
        rates: ExchangeRates = ExchangeRates(), duties: DutyRecords = DutyRecords(),
        escalations: [EscalationRow] = [], calendar: BusinessCalendar? = nil
    ) {
        self.rows = rows
        self.approvers = approvers
        self.defaultApprover = defaultApprover
        self.rates = rates
        self.duties = duties
        self.escalations = escalations
        self.calendar = calendar
    }

    func approver(_ id: String) -> Approver? { approvers.first { $0.id == id } }
}

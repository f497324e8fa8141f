/// Who has to agree before an invoice is posted, and why.
package struct ApprovalDecision: Hashable, Sendable, Codable {
    /// Approved by rule, without a person.
    package var automatic: Bool
    /// The row of the decision table that applied; `nil` when none did.
    package var rule: String?
    /// Ids of the people to ask, in order; empty only when `automatic`.
    package var approvers: [String]
    package var mode: Mode
    /// Reasons in words, also why it was not approved by rule.
    package var reasons: [String]

    package init(automatic: Bool, rule: String?, approvers: [String], mode: Mode, reasons: [String]) {
        self.automatic = automatic
        self.rule = rule
        self.approvers = approvers
        self.mode = mode
        self.reasons = reasons
    }
}

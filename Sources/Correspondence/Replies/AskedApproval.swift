import Foundation

/// What a person was asked by mail, as it is kept under the token's id. All of it is signed: whoever changes a kept value
/// makes the token invalid.
package struct AskedApproval: Hashable, Sendable, Codable {
    package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case approve, reject, question
    }

    package var organisation: String
    package var caseID: String
    /// Of the message that asked: a reminder asks anew, and has a token of its own.
    package var message: String
    /// The user who was asked.
    package var approver: String
    /// Of the invoice as it was shown: any change of it makes another.
    package var fingerprint: String
    package var actions: Set<Action>
    /// Whole seconds since 1970. From this second on the token is worth nothing.
    package var expiry: Int64

    package init(
        organisation: String, caseID: String, message: String, approver: String, fingerprint: String,
        actions: Set<Action>, expiry: Int64
    ) {
        self.organisation = organisation
        self.caseID = caseID
        self.message = message
        self.approver = approver
        self.fingerprint = fingerprint
        self.actions = actions
        self.expiry = expiry
    }

    /// - Parameter id: Of the token, 16 bytes.
    func signed(with id: Data) -> SignedFields {
        var fields = SignedFields("payables approval 1")
        fields.add(id)
        fields.add(organisation)
        fields.add(caseID)
        fields.add(message)
        fields.add(approver)
        fields.add(fingerprint)
        fields.add(actions.map(\.rawValue).sorted().joined(separator: ","))
        fields.add(expiry)
        return fields
    }
}

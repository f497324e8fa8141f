/// Whether an answer by mail may decide. Everything that speaks against it is a value, so that each can be tried.
///
/// Checks stand in this order, and the first that fails is told:
/// 1. a program answered;
/// 2. no token, several, an unknown one, one that was not made here, one of another organisation;
/// 3. it is not proved who sent it, or the sender looks like somebody else;
/// 4. the sender is not who was asked, or may not decide (any more);
/// 5. the question was answered, has run out, or is settled;
/// 6. the invoice is not the one that was shown;
/// 7. the answer is not clear, or not one of those that were offered;
/// 8. the amount is too high for an approval by mail.
///
/// Who it is comes before how the question stands: a stranger learns nothing about a case.
package enum ApprovalGate {
    package enum Token: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its MAC is right for what is kept under its id, of the organisation whose address the mail went to.
        case valid
        case missing
        /// ``TokenSearch/Finding/several``
        case several
        /// Nothing is kept under its id.
        case unknown
        case forged
        case ofOtherOrganisation
    }

    /// What the person who was asked may do now.
    package enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        case mayDecide
        /// Stood in for somebody, until a day that is over.
        case standInEnded
        /// Handed the invoice in, and may not approve it.
        case handedIn
        /// No user any more, locked, or without the role.
        case mayNot
    }

    package enum Ceiling: String, Hashable, Sendable, Codable, CaseIterable {
        case within, above
        /// The person may approve nothing by mail, or the amount could not be compared.
        case none
    }

    package enum Decision: Hashable, Sendable {
        case allowed
        case refused(MailReason)
    }

    package struct Facts: Hashable, Sendable {
        package var token: Token
        /// Of the token, whole seconds since 1970.
        package var expiry: Int64
        /// Whole seconds since 1970.
        package var now: Int64
        package var isUsed: Bool
        /// Of the header From, exactly one.
        package var from: MailAddress?
        package var approver: MailAddress
        package var standing: Standing
        package var verdict: MailVerdict
        /// Whether a program wrote it, by its head or its text.
        package var isAutomatic: Bool
        package var fingerprintAsked: String
        package var fingerprintNow: String
        package var ceiling: Ceiling
        package var isOpen: Bool
        package var actions: Set<AskedApproval.Action>
        /// Of the reply; `nil` = it is not clear.
        package var action: AskedApproval.Action?

        package init(
            token: Token, expiry: Int64, now: Int64, isUsed: Bool, from: MailAddress?, approver: MailAddress,
            standing: Standing, verdict: MailVerdict, isAutomatic: Bool, fingerprintAsked: String,
            fingerprintNow: String, ceiling: Ceiling, isOpen: Bool, actions: Set<AskedApproval.Action>,
            action: AskedApproval.Action?
        ) {
            self.token = token
            self.expiry = expiry
            self.now = now
            self.isUsed = isUsed
            self.from = from
            self.approver = approver
            self.standing = standing
            self.verdict = verdict
            self.isAutomatic = isAutomatic
            self.fingerprintAsked = fingerprintAsked
            self.fingerprintNow = fingerprintNow
            self.ceiling = ceiling
            self.isOpen = isOpen
            self.actions = actions
            self.action = action
        }
    }

    package static func decide(_ facts: Facts) -> Decision {
        let refusals = [program, token, authenticity, person, question, invoice, answer, amount]
        for refusal in refusals {
            if let reason = refusal(facts) { return .refused(reason) }
        }
        return .allowed
    }

    private static func program(_ facts: Facts) -> MailReason? { facts.isAutomatic ? .autoReply : nil }

    private static func token(_ facts: Facts) -> MailReason? {
        switch facts.token {
        case .valid: nil
        case .several: .replyUnclear
        // Whether another organisation has it is not told.
        case .missing, .unknown, .ofOtherOrganisation: .tokenUnknown
        case .forged: .tokenForged
        }
    }

    private static func authenticity(_ facts: Facts) -> MailReason? {
        guard let from = facts.from else { return .noSender }
        // The verdict has to be about the very address that is compared.
        guard facts.verdict.isAuthentic, facts.verdict.from?.isSame(as: from) == true else { return .notAuthentic }
        return facts.verdict.suspicions.isEmpty ? nil : .lookAlike
    }

    private static func person(_ facts: Facts) -> MailReason? {
        guard facts.from?.isSame(as: facts.approver) == true, facts.standing == .mayDecide else {
            return .otherApprover
        }
        return nil
    }

    private static func question(_ facts: Facts) -> MailReason? {
        if facts.isUsed { return .tokenUsed }
        if facts.now >= facts.expiry { return .tokenExpired }
        return facts.isOpen ? nil : .nothingAsked
    }

    private static func invoice(_ facts: Facts) -> MailReason? {
        facts.fingerprintAsked.isEmpty || facts.fingerprintAsked != facts.fingerprintNow ? .invoiceChanged : nil
    }

    private static func answer(_ facts: Facts) -> MailReason? {
        guard let action = facts.action, facts.actions.contains(action) else { return .replyUnclear }
        return nil
    }

    private static func amount(_ facts: Facts) -> MailReason? {
        facts.action == .approve && facts.ceiling != .within ? .aboveCeiling : nil
    }
}

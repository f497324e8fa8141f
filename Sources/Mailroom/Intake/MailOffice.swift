package import Correspondence
package import Foundation
package import Invoicing
package import Orchestrator

/// What an organisation has set about its mails.
package struct MailOffice: Sendable {
    package var organisation: OrganisationID
    package var check: SenderCheck
    package var known: KnownSenders
    package var policy: SenderPolicy
    /// `nil` = only the policy of senders decides.
    package var rules: ScreeningRules?
    /// Whether mails that no rule decides are weighed, and the likely ones taken.
    package var weighs: Bool
    /// How mails of this program are known again.
    package var own: OwnMails
    /// `nil` = nobody answers by mail.
    package var answers: MailAnswers?
    /// Processes that are switched on, by name.
    package var processes: [String: CaseStart]
    /// From one sender; more wait for a person.
    package var mailsADay: Int

    package init(
        organisation: OrganisationID, check: SenderCheck, known: KnownSenders,
        policy: SenderPolicy, rules: ScreeningRules? = nil, weighs: Bool = false, own: OwnMails = OwnMails(),
        answers: MailAnswers? = nil,
        processes: [String: CaseStart], mailsADay: Int
    ) {
        self.organisation = organisation
        self.check = check
        self.known = known
        self.policy = policy
        self.rules = rules
        self.weighs = weighs
        self.own = own
        self.answers = answers
        self.processes = processes
        self.mailsADay = mailsADay
    }

    /// Invoices, where nothing else is said.
    package static let usualProcess = "AP"
}

/// How cases of a process begin.
package struct CaseStart: Hashable, Sendable {
    package var edition: WorkflowEdition
    /// Id of the first step.
    package var step: String

    package init(edition: WorkflowEdition, step: String) {
        self.edition = edition
        self.step = step
    }
}

/// Who may answer questions by mail, and up to what.
package struct MailAnswers: Sendable {
    package var keys: ApprovalKeys
    /// By id.
    package var approvers: [String: Approver]
    /// Highest gross total by currency, for approvers without one of their own; a currency that is absent is answered in the
    /// program.
    package var ceilings: [Currency: Decimal]

    package init(keys: ApprovalKeys, approvers: [Approver], ceilings: [Currency: Decimal]) {
        self.keys = keys
        self.approvers = Dictionary(approvers.map { ($0.id, $0) }) { first, _ in first }
        self.ceilings = ceilings
    }

    /// Whether this person may approve this amount by mail.
    /// - Parameter gross: `nil` = not known, and then not by mail.
    package func covers(_ gross: Money?, by approver: String) -> Bool {
        guard let gross, let person = approvers[approver] else { return false }
        let amount = abs(gross.amount)
        if let own = person.mailLimit { return person.currency == gross.currency && amount <= own }
        return ceilings[gross.currency].map { amount <= $0 } ?? false
    }
}

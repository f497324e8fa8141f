/// From whom an organisation takes mails.
package struct SenderPolicy: Hashable, Sendable, Codable {
    package enum Accepts: String, Hashable, Sendable, Codable, CaseIterable {
        /// Listed users only.
        case users
        /// Users, and whoever writes from a supplier's domain.
        case suppliers
        /// Everybody; what strangers send goes to a person.
        case anybody
    }

    package enum Step: String, Hashable, Sendable, Codable, CaseIterable { case review, reject }

    package enum Outcome: Hashable, Sendable {
        case pass
        case review(MailReason)
        case reject(MailReason)
    }

    package var accepts: Accepts
    /// What happens when it is not proved that the mail is from its sender. Never a pass.
    package var unproved: Step
    /// What happens to senders that are not accepted.
    package var others: Step

    package init(accepts: Accepts = .suppliers, unproved: Step = .review, others: Step = .review) {
        self.accepts = accepts
        self.unproved = unproved
        self.others = others
    }

    /// - Parameter sender: By address (``KnownSenders/kind(of:)``); what it rests on is told by the verdict.
    package func outcome(_ sender: KnownSenders.Kind, _ verdict: MailVerdict) -> Outcome {
        guard verdict.from != nil else { return .review(.noSender) }
        let isLookAlike = verdict.suspicions.contains { if case .lookAlike = $0 { true } else { false } }
        // A fraud may be authentic: its domain is its own. A person sees it, whatever else is set.
        if isLookAlike { return .review(.lookAlike) }
        guard isAccepted(sender) else {
            return accepts == .anybody ? .review(.unknownSender) : step(others, .unknownSender)
        }
        return verdict.isAuthentic ? .pass : step(unproved, .notAuthentic)
    }

    private func isAccepted(_ sender: KnownSenders.Kind) -> Bool {
        switch sender {
        case .user: true
        case .supplier: accepts != .users
        case .stranger: false
        }
    }

    private func step(_ step: Step, _ reason: MailReason) -> Outcome {
        step == .review ? .review(reason) : .reject(reason)
    }
}

import Correspondence
package import Orchestrator

extension MailDecision {
    package var kind: MailOutcome.Kind {
        switch self {
        case .cases: .cases
        case .approval: .approval
        case .comment: .comment
        case .bounce: .bounce
        case .rejected: .rejected
        }
    }

    /// Of an approval or a comment.
    package var answer: MailedAnswer? {
        switch self {
        case .approval(let answer), .comment(let answer): answer
        default: nil
        }
    }

    package var bounce: MailBounce? { if case .bounce(let bounce) = self { bounce } else { nil } }

    /// - Parameter cases: Begun or answered.
    package func outcome(_ cases: [CaseID]) -> MailOutcome {
        if case .rejected(let reason, let words) = self { return MailOutcome(.rejected, reason: reason, words: words) }
        return MailOutcome(kind, cases: cases)
    }
}

extension MailOutcome {
    /// Of every mail whose bytes came before.
    package static let repeated = MailOutcome(.rejected, reason: .duplicateMail)
}

extension ReceivedMail {
    /// Sums of the documents that became cases or were linked to them, sorted.
    package var documents: [String] {
        parts.compactMap { part in
            switch part.fate {
            case .begun, .linked: part.part.sha256
            case .ignored: nil
            }
        }.sorted()
    }
}

extension ReceivedMail {
    /// As it is kept when its cases are not begun after all.
    func without(_ reason: MailReason) -> ReceivedMail {
        var mail = self
        mail.parts = parts.map { part in
            if case .begun = part.fate { PartFate(part.part, .ignored(reason)) } else { part }
        }
        return mail
    }
}

extension MailBounce {
    /// For the delivery. A status that is none is not repeated: it is a stranger's text.
    package var words: String {
        let isStatus =
            (5...9).contains(status.utf8.count)
            && status.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        let code = isStatus ? status : isFinal ? "5.0.0" : "4.0.0"
        return isFinal
            ? "came back: \(code). It was not delivered; look at the address."
            : "delayed: \(code). The other server goes on trying."
    }
}

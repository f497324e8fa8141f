package import Correspondence
package import Orchestrator

/// One mail as an organisation has it: a UUID made of the organisation and the mail's bytes. The same bytes are the same mail.
package struct MailID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}

/// What became of a part of a mail.
package struct PartFate: Hashable, Sendable, Codable {
    package enum Fate: Hashable, Sendable, Codable {
        /// It is the document of a case.
        case begun(CaseID)
        /// A purchase order, a goods receipt or another paper, linked to the cases of the mail.
        case linked(as: String)
        case ignored(MailReason)
    }
    package var part: MailPart
    package var fate: Fate

    package init(_ part: MailPart, _ fate: Fate) {
        self.part = part
        self.fate = fate
    }
}

/// A mail that was read, with all that is kept of it.
package struct ReceivedMail: Hashable, Sendable, Codable {
    package var id: MailID
    package var organisation: OrganisationID
    /// The mail as it came, in the blob store.
    package var raw: BlobID
    package var size: Int
    /// When the receiving server took it (INTERNALDATE).
    package var received: Moment
    package var messageID: String?
    /// Of the header From; empty = none.
    package var from: String
    package var subject: String
    package var verdict: MailVerdict
    package var parts: [PartFate]
    /// How the decision was found: sentences and rules, for `payables mail explain`.
    package var explanation: [String]
    /// Found in the text, with where: order numbers, changed bank details.
    package var hints: [BodyHint]
    /// Who wrote the mail that this one carries on; `nil` = it carries none.
    package var origin: MailOrigin?

    package init(
        id: MailID, organisation: OrganisationID, raw: BlobID, size: Int, received: Moment, messageID: String?,
        from: String, subject: String, verdict: MailVerdict, parts: [PartFate] = [], explanation: [String] = [],
        hints: [BodyHint] = [], origin: MailOrigin? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.raw = raw
        self.size = size
        self.received = received
        self.messageID = messageID
        self.from = from
        self.subject = subject
        self.verdict = verdict
        self.parts = parts
        self.explanation = explanation
        self.hints = hints
        self.origin = origin
    }
}

/// The first sender of a mail that was sent on. It never proves anything about him.
package struct MailOrigin: Hashable, Sendable, Codable {
    /// As written; empty = not told.
    package var from: String
    /// What that rests on.
    package var standing: ForwardedMail.Standing

    package init(from: String, standing: ForwardedMail.Standing) {
        self.from = from
        self.standing = standing
    }
}

/// What a mail comes to. Exactly one of these for each mail that was seen.
package enum MailDecision: Hashable, Sendable {
    /// One case for each document; never empty.
    case cases([NewCase])
    case approval(MailedAnswer)
    /// Words of a person for a case: a question, a remark.
    case comment(MailedAnswer)
    /// A mail of ours could not be delivered.
    case bounce(MailBounce)
    /// - Parameter words: What this reason comes from in this mail; empty = the reason says all.
    case rejected(MailReason, words: String)
}

/// An answer by mail to the question that a token stands for.
package struct MailedAnswer: Hashable, Sendable {
    /// Of the token that is used up by it; `nil` = none is (comments).
    package var token: String?
    package var caseID: CaseID
    package var answer: ApprovalAnswer
    /// Id of the approver, or the mail address of who comments.
    package var by: String

    package init(token: String?, caseID: CaseID, answer: ApprovalAnswer, by: String) {
        self.token = token
        self.caseID = caseID
        self.answer = answer
        self.by = by
    }
}

package struct MailBounce: Hashable, Sendable {
    /// Number of the delivery that came back.
    package var delivery: Int64
    /// Whether it will never arrive; else the other server goes on trying.
    package var isFinal: Bool
    /// Enhanced status, RFC 3463: `5.1.1`.
    package var status: String

    package init(delivery: Int64, isFinal: Bool, status: String) {
        self.delivery = delivery
        self.isFinal = isFinal
        self.status = status
    }
}

/// What is known of one signature. Only ``Outcome/pass`` says anything good, and of its ``domain`` alone: whether that is
/// the sender's domain is for others to judge.
package struct DKIMResult: Hashable, Sendable, Codable {
    /// Names and meanings are those of RFC 8601 §2.7.1.
    package enum Outcome: String, Hashable, Sendable, Codable {
        case pass
        /// The mail is not what was signed, or another has signed it.
        case fail
        /// The signer calls it a test, so that it counts as much as none (RFC 6376 §3.6.1).
        case neutral
        /// It is right, and not good enough: a weak key or hash, or a part of the body alone.
        case policy
        /// It can be asked for again.
        case temperror
        /// It will never be right.
        case permerror
    }

    package var outcome: Outcome
    /// In words of ours, for a person; nothing of the mail is in it.
    package var reason: String
    /// In small letters; `nil` when the signature names none.
    package var domain: String?
    package var selector: String?
    /// `i=`; whatever the signer wrote, in printable ASCII.
    package var identity: String?
    /// Names of header fields, in small letters, each as often as it is signed. What is not here, anybody may have changed.
    package var signedFields: [String]
    package var signsFrom: Bool
    /// `false` also when nobody has found out.
    package var signsWholeBody: Bool

    init(_ signature: DKIMSignature, _ verdict: Verdict) {
        outcome = verdict.outcome
        reason = verdict.reason
        domain = signature.key?.domain
        selector = signature.key?.selector
        identity = signature.identity
        signedFields = signature.signedFields
        signsFrom = signature.signedFields.contains("from")
        signsWholeBody = verdict.coversBody
    }
}

/// What the library says of a signature.
struct Verdict: Hashable, Sendable, Codable {
    var outcome: DKIMResult.Outcome
    var reason: String
    var coversBody = false

    static func no(_ outcome: DKIMResult.Outcome, _ reason: String) -> Verdict {
        Verdict(outcome: outcome, reason: reason)
    }
}

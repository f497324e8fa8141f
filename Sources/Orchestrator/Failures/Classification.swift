/// A judged failure: what it means and what a person should do about it.
package struct Classification: Hashable, Sendable {
    package var kind: FailureClass
    package var sign: FailureSign
    /// The standard's name of the code; `"any other"` when it is not known.
    package var name: String
    /// One or two plain sentences. Nothing of the other side's message stands in it.
    package var hint: String
    /// The earliest moment for another call or a probe, from now; `nil` when the other side named none.
    package var retryAfter: Duration?
    /// Whether the code, or the group it belongs to, stands in the table.
    package var isKnown: Bool

    /// - Parameter duringEffect: Whether the request that does something outside (a posting, a mail, a commit) had
    ///   begun to leave. Before that, and while only reading, nothing can have happened.
    package static func of(_ sign: FailureSign, duringEffect: Bool) -> Classification {
        if case .s3(_, let status?) = sign, FailureTable.row(for: sign) == nil {
            return ofStatus(status, of: sign, duringEffect: duringEffect)
        }
        let found = FailureTable.row(for: sign)
        return Classification(found ?? FailureTable.unknown(in: sign.family), sign, duringEffect, isKnown: found != nil)
    }

    /// An S3 store with a code of its own: its HTTP status says enough, but not who should decide.
    private static func ofStatus(_ status: Int, of sign: FailureSign, duringEffect: Bool) -> Classification {
        var judged = of(.http(status: status), duringEffect: duringEffect)
        judged.sign = sign
        judged.isKnown = false
        if judged.kind == .business { judged.kind = .contract }
        return judged
    }

    private init(_ row: FailureRow, _ sign: FailureSign, _ duringEffect: Bool, isKnown: Bool) {
        var verdict = row.verdict
        // Whatever the reason for a BYE, the answer to what was under way does not come any more.
        if case .imap(.bye, _) = sign { verdict.leavesDoubt = true }
        kind = verdict.kind(duringEffect: duringEffect)
        self.sign = sign
        name = row.name
        hint = kind == .uncertain ? "It may have been done: look before it is repeated. \(row.hint)" : row.hint
        self.isKnown = isKnown
        guard case .http(_, let after?) = sign else { return }
        // A busy server that names a time asks for fewer calls; a refusal stays a refusal.
        if kind == .transient { kind = .throttled }
        if kind.burdensDependency { retryAfter = after }
    }
}

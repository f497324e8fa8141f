/// Where an error's code comes from; each has a table and a way for codes that do not stand in it.
package enum FailureFamily: String, Hashable, Sendable, Codable, CaseIterable {
    case sqlState = "sqlstate"
    case systemCall = "errno"
    case curl, http, tls, smtp, imap, s3

    /// As it stands in logs and in docs/failures.md.
    package var title: String {
        switch self {
        case .sqlState: "SQLSTATE"
        case .systemCall: "errno"
        case .curl: "curl"
        case .http: "HTTP"
        case .tls: "TLS alert"
        case .smtp: "SMTP"
        case .imap: "IMAP"
        case .s3: "S3"
        }
    }
}

/// How a code is judged.
package struct Verdict: Hashable, Sendable {
    /// When no effect was under way.
    package var kind: FailureClass
    /// Whether an effect that was under way may have been done all the same. If so, the class is then
    /// ``FailureClass/uncertain``.
    package var leavesDoubt: Bool

    package func kind(duringEffect: Bool) -> FailureClass { duringEffect && leavesDoubt ? .uncertain : kind }

    static let transient = Verdict(kind: .transient, leavesDoubt: false)
    static let throttled = Verdict(kind: .throttled, leavesDoubt: false)
    static let business = Verdict(kind: .business, leavesDoubt: false)
    static let contract = Verdict(kind: .contract, leavesDoubt: false)
    static let security = Verdict(kind: .security, leavesDoubt: false)
    static let bug = Verdict(kind: .bug, leavesDoubt: false)
    /// The way or the other side broke; what had been asked for may still have arrived.
    static let lost = Verdict(kind: .transient, leavesDoubt: true)
    /// An answer came that cannot be used, so the other side was at work.
    static let strange = Verdict(kind: .contract, leavesDoubt: true)
    /// Nobody can say, whoever asks.
    static let unknowable = Verdict(kind: .uncertain, leavesDoubt: true)
    /// Our own mistake, noticed after the request had left.
    static let lateBug = Verdict(kind: .bug, leavesDoubt: true)
}

/// One concrete error.
package struct FailureRow: Hashable, Sendable {
    /// As in ``FailureSign``; `"5xx"`, `"08…"`, `"4yz"` or `"5.7.x"` is a group, `"*"` all that stands nowhere else.
    package var code: String
    /// The standard's own name.
    package var name: String
    package var verdict: Verdict
    /// What to do, for a person who does not know the code.
    package var hint: String

    init(_ code: String, _ name: String, _ verdict: Verdict, _ hint: String) {
        self.code = code
        self.name = name
        self.verdict = verdict
        self.hint = hint
    }

    static func other(_ verdict: Verdict, _ hint: String) -> FailureRow { FailureRow("*", "any other", verdict, hint) }
}

/// What is known about who sent a mail.
package struct MailVerdict: Hashable, Sendable, Codable {
    /// Results of RFC 8601 §2.7.
    package enum Check: String, Hashable, Sendable, Codable, CaseIterable {
        case pass, fail, softfail, neutral, none, policy, temperror, permerror
    }

    /// Who looked.
    package enum Source: String, Hashable, Sendable, Codable {
        /// The receiving server, whose header is trusted.
        case receivingHost = "receiving-host"
        /// A server before it, whose results the receiving server vouches for (ARC, RFC 8617).
        case sealed
        /// This program, which checked the signatures itself.
        case own
        /// Nobody: no header that is trusted, no signature.
        case nobody
    }

    package struct DKIM: Hashable, Sendable, Codable {
        package var domain: String
        package var check: Check

        package init(domain: String, check: Check) {
            self.domain = domain
            self.check = check
        }
    }

    /// What speaks for a fraud. Each has words for people.
    package enum Suspicion: Hashable, Sendable, Codable {
        /// The sender's domain looks like a known one.
        case lookAlike(of: String)
        /// The display name holds an address or a name that is not the sender's.
        case displayName
        /// Answers would go to another domain.
        case replyTo(domain: String)
        /// The header From holds several addresses, or is there more than once.
        case severalSenders
    }

    package var source: Source
    /// Of the header From; `nil` = none, or not exactly one.
    package var from: MailAddress?
    package var spf: Check
    /// Domain that SPF looked at; empty = not told.
    package var spfDomain: String
    package var dkim: [DKIM]
    package var dmarc: Check
    package var arc: Check
    /// Whether it is proved that the mail comes from the domain of its header From: a DKIM signature or SPF that passed for
    /// an aligned domain (RFC 7489 §3.1), told by a source that is trusted. Only then is it authentic.
    package var isAuthentic: Bool
    package var suspicions: [Suspicion]
    /// Sentences that say how it was found.
    package var words: [String]

    package init(
        source: Source, from: MailAddress?, spf: Check = .none, spfDomain: String = "", dkim: [DKIM] = [],
        dmarc: Check = .none, arc: Check = .none, isAuthentic: Bool = false, suspicions: [Suspicion] = [],
        words: [String] = []
    ) {
        self.source = source
        self.from = from
        self.spf = spf
        self.spfDomain = spfDomain
        self.dkim = dkim
        self.dmarc = dmarc
        self.arc = arc
        self.isAuthentic = isAuthentic
        self.suspicions = suspicions
        self.words = words
    }
}

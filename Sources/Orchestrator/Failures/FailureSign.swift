/// What was seen of a failure, before anybody judged it: the code that a library, a server or the system gave.
package enum FailureSign: Hashable, Sendable {
    /// Five characters of PostgreSQL's Appendix A, or of an ERP's database: `"40001"`.
    case sqlState(String)
    /// A system call's `errno`.
    case systemCall(Int32)
    /// libcurl's `CURLcode`, also for its TLS failures. Where the server itself gave a code (SMTP 550 arrives as 55),
    /// that code is the better sign.
    case curl(Int32)
    /// A status that is no success. `retryAfter` as ``RetryAfter`` reads it; `nil` when the server named none.
    case http(status: Int, retryAfter: Duration? = nil)
    /// A TLS alert's number, RFC 8446 §6.
    case tlsAlert(UInt8)
    /// A reply code of RFC 5321, and the enhanced status of RFC 3463 (`"5.1.1"`) if the server sent one.
    case smtp(reply: Int, enhanced: String? = nil)
    /// A response that is no OK, and the code in its brackets, RFC 9051 §7.1 (`"UNAVAILABLE"`), if there is one.
    case imap(IMAPStatus, code: String? = nil)
    /// The `Code` of an S3 answer's body (`"SlowDown"`) and the HTTP status it came with; `nil` when not known.
    case s3(code: String, status: Int? = nil)

    package enum IMAPStatus: String, Hashable, Sendable, Codable, CaseIterable {
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
    }

    package var family: FailureFamily {
        switch self {
        case .sqlState: .sqlState
        case .systemCall: .systemCall
        case .curl: .curl
        case .http: .http
        case .tlsAlert: .tls
        case .smtp: .smtp
        case .imap: .imap
        case .s3: .s3
        }
    }

    /// Where it may stand in its family's table: the most exact first, then the group it belongs to.
    var codes: [String] {
        switch self {
        case .sqlState(let state): [state.uppercased(), "\(state.uppercased().prefix(2))…"]
        case .systemCall(let number): [String(number)]
        case .curl(let number): [String(number)]
        case .http(let status, _): [String(status), "\(status / 100)xx"]
        case .tlsAlert(let number): [String(number)]
        case .smtp(let reply, let enhanced): Self.smtp(reply, enhanced)
        case .imap(let status, let code): [code?.uppercased(), status.rawValue].compactMap(\.self)
        case .s3(let code, _): [code]
        }
    }

    /// An enhanced status says more than a reply code, but only where both speak of the same outcome (RFC 2034 §4).
    private static func smtp(_ reply: Int, _ enhanced: String?) -> [String] {
        let plain = [String(reply), "\(reply / 100)yz"]
        guard let enhanced, enhanced.hasPrefix("\(reply / 100).") else { return plain }
        let subject = enhanced.split(separator: ".").prefix(2).joined(separator: ".") + ".x"
        return [enhanced, subject] + plain
    }

    /// `"HTTP 503"`: for logs and tickets. Holds nothing of a message, so no values of other people; at most 60
    /// characters, since some codes are a server's own text.
    package var name: String { String(fullName.prefix(60)) }

    private var fullName: String {
        switch self {
        case .imap(let status, let code): Self.words(family.title, status.rawValue, code)
        case .smtp(let reply, let enhanced): Self.words(family.title, String(reply), enhanced)
        default: "\(family.title) \(codes[0])"
        }
    }

    private static func words(_ words: String?...) -> String { words.compactMap(\.self).joined(separator: " ") }
}

package import Foundation

/// One mail for one recipient, on its way to a mail server.
package struct MailRequest: Sendable {
    package enum Security: String, Hashable, Sendable, CaseIterable {
        case plain, starttls, tls
    }

    /// A name or an IPv4 address; for an IPv6 one in brackets.
    package var host: String
    package var port: Int
    package var security: Security
    package var user: String?
    package var password: String?
    /// PEM file of certificates that are trusted instead of the system's; `nil` = the system's.
    package var authorities: String?
    /// Addresses of the envelope, without angle brackets. An empty sender is nobody: nothing comes back.
    package var from: String
    package var to: String
    /// Headers and text, lines end with CRLF.
    package var text: Data

    package init(
        host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
        authorities: String? = nil, from: String, to: String, text: Data
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.authorities = authorities
        self.from = from
        self.to = to
        self.text = text
    }
}

/// Why a mail was not taken, or may not have been.
package struct MailFailure: Error, Hashable, Sendable {
    /// libcurl's `CURLcode`.
    package var code: Int32
    /// The server's last reply if it refused something, 400...599, and its enhanced status (RFC 3463).
    package var reply: Int?
    package var enhanced: String?
    /// Whether the text had begun to leave: only then can the server have taken the mail without our knowing.
    package var isInDoubt: Bool
    package var isCancelled: Bool
}

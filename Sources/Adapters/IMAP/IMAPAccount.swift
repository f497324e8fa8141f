import Foundation

/// A mail server and who we are for it.
package struct IMAPAccount: Sendable {
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// TLS from the first byte; port 993.
        case tls
        /// TLS before anything else is said; port 143. A server that does not offer it is refused.
        case starttls
        /// No encryption, for a server on this machine only.
        case plain

        package var usualPort: Int { self == .tls ? 993 : 143 }
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let login: IMAPLogin
    /// PEM file of certificates that are trusted besides the system's.
    package let authorities: String?
    package let deadlines: IMAPDeadlines

    /// - Parameters:
    ///   - host: a name in ASCII, or an address; an IPv6 one with or without brackets.
    ///   - port: `nil` = the usual one.
    /// - Throws: ``IMAPFailure`` of layer `settings`.
    package init(
        host: String, port: Int? = nil, security: Security, login: IMAPLogin, authorities: String? = nil,
        deadlines: IMAPDeadlines = IMAPDeadlines()
    ) throws(IMAPFailure) {
        let bare = host.trimmingCharacters(in: ["[", "]"])
        guard Self.isHost(bare) else {
            throw IMAPFailure(.settings, "The host must be a name such as imap.office.example, or an address.")
        }
        let port = port ?? security.usualPort
        guard (1...65_535).contains(port) else { throw IMAPFailure(.settings, "There is no port \(port).") }
        guard security != .plain || Self.isThisMachine(bare) else {
            throw IMAPFailure(
                .settings, "Without encryption only this machine is reached (localhost); use tls or starttls.")
        }
        (self.host, self.port, self.security, self.login) = (bare, port, security, login)
        self.authorities = authorities
        self.deadlines = deadlines
    }

    private static func isHost(_ host: String) -> Bool {
        (1...253).contains(host.utf8.count)
            && host.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || ".-_:".utf8.contains($0)
            }
    }

    private static func isThisMachine(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return ["localhost", "::1"].contains(host.lowercased())
            || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
    }
}

/// How long is waited for what.
package struct IMAPDeadlines: Hashable, Sendable {
    /// For one address to take the connection, and for the name to be resolved.
    package var connect: Duration
    /// For the next byte while an answer is awaited; then the connection counts as half open.
    package var answer: Duration
    /// For a whole command.
    package var command: Duration
    /// For a whole message.
    package var transfer: Duration
    /// IDLE is begun anew after this; servers may end it after 30 minutes (RFC 2177), networks forget much sooner.
    package var idle: Duration

    package init(
        connect: Duration = .seconds(15), answer: Duration = .seconds(60), command: Duration = .seconds(600),
        transfer: Duration = .seconds(1800), idle: Duration = .seconds(600)
    ) {
        self.connect = connect
        self.answer = answer
        self.command = command
        self.transfer = transfer
        self.idle = min(idle, .seconds(28 * 60))
    }
}

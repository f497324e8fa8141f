import Foundation
import Mailroom

/// A mail account that is read, as the mail file has it.
struct MailAccount: Sendable {
    enum Security: String, CaseIterable, Sendable { case tls, starttls, plain }

    enum Login: Sendable {
        case password(user: String, SettingsSecret)
        case oauth(user: String, OAuthSettings)
    }

    var host: String
    var port: Int
    var security: Security
    var login: Login
    /// PEM file of certificates to trust instead of the system's; `nil` = the system's.
    var authorities: String?
    /// Whether it may be in a private network or on this machine.
    var isPrivateAllowed: Bool
    var folders: [String]
    /// Whether mails for several organisations come in, told apart by their addresses.
    var isShared: Bool
    var mark: MailMark
}

/// Where access tokens come from (RFC 6749).
struct OAuthSettings: Sendable {
    var tokenURL: URL
    var clientID: String
    var clientSecret: SettingsSecret?
    /// `nil` = the program itself logs in (client credentials).
    var refreshToken: SettingsSecret?
    /// Where it was read from: services that change it with each use have the new one written there.
    var refreshTokenFile: URL?
    var scope: String
}

/// A secret of the settings, which cannot be printed, logged or dumped.
struct SettingsSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String { "(secret)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

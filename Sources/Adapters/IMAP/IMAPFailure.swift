/// Why something did not go, and at which layer. Its texts are ours; what the server wrote is only in ``remark``.
package struct IMAPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Layer: String, Hashable, Sendable, CaseIterable {
        /// The account's settings contradict themselves or each other.
        case settings
        /// The name leads nowhere, or to machines that may not be reached.
        case name
        case connection
        case tls
        case login
        /// The mailbox, or something done in it.
        case mailbox
        case permission
        /// The server lacks what was asked for, or what it sent is no IMAP.
        case `protocol`
        /// The server, or something in between, ended the connection.
        case closed
        /// No word within the time given: busy, or the connection is half open.
        case silent
        /// The file on our side.
        case file
        /// The task was canceled.
        case canceled
    }

    /// The response that told of it, as in RFC 9051 §7.1; `nil`: no response did.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
    }

    package var layer: Layer
    package var status: Status?
    /// The response code, in capitals, of letters, digits and hyphens (`"UNAVAILABLE"`); see RFC 5530.
    package var code: String?
    /// `errno` of a system call that failed.
    package var systemError: Int32?
    /// What is wrong and what to do, without values of anybody.
    package var problem: String
    /// The server's own words, printable ASCII, at most 200 characters, for the screen of who set the account up. They
    /// may hold anything, so they belong in no log.
    package var remark: String?

    package init(
        _ layer: Layer, _ problem: String, status: Status? = nil, code: String? = nil, systemError: Int32? = nil,
        remark: String? = nil
    ) {
        self.layer = layer
        self.problem = problem
        self.status = status
        self.code = code
        self.systemError = systemError
        self.remark = remark
    }

    /// `"login: NO AUTHENTICATIONFAILED: The mail server does not take user and password…"`
    package var description: String {
        let response = [status?.rawValue, code].compactMap(\.self).joined(separator: " ")
        return [layer.rawValue, response, problem].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// Whether the connection may still be used: the server has answered and said no, or was not asked at all.
    package var leavesConnection: Bool {
        switch status {
        case .no, .bad: true
        case .bye: false
        case nil: [.settings, .permission].contains(layer)
        }
    }
}

extension IMAPFailure {
    init(_ fault: ProtocolFault) {
        self.init(
            .protocol,
            "The server does not speak IMAP as it should. \(fault.problem) Check host and port; if they are right, tell "
                + "who runs the server.")
    }

    init(refused line: StatusLine, layer: Layer) {
        let code = line.code?.word
        let found = code.flatMap { Self.layers[$0] } ?? (line.kind == .bye ? .closed : layer)
        let status = Status(rawValue: line.kind.rawValue) ?? .no
        self.init(
            found, Self.problem(status, code, found), status: status, code: code,
            remark: line.words.isEmpty ? nil : line.words)
    }

    /// Codes that say more about the place than the command does.
    private static let layers: [String: Layer] = [
        "AUTHENTICATIONFAILED": .login, "AUTHORIZATIONFAILED": .login, "EXPIRED": .login, "PRIVACYREQUIRED": .login,
        "NOPERM": .permission, "READ-ONLY": .permission, "NONEXISTENT": .mailbox, "TRYCREATE": .mailbox,
    ]

    private static func problem(_ status: Status, _ code: String?, _ layer: Layer) -> String {
        switch (code, layer) {
        case ("THROTTLED", _), ("LIMIT", _):
            "The mail server sets a limit; ask less often or with fewer connections, or have the limit raised."
        case ("OVERQUOTA", _): "The mailbox is full; its owner has to make room."
        case ("UNAVAILABLE", _), ("INUSE", _), ("SERVERBUG", _): "The mail server cannot do it now; try again later."
        case ("PRIVACYREQUIRED", _): "The mail server lets us log in over TLS only; use tls or starttls."
        case ("EXPIRED", _): "The password or token has run out; renew it."
        case ("AUTHORIZATIONFAILED", _): "The login is right but not for this mailbox; have access granted."
        case (_, .login):
            "The mail server does not take this login. Check user and secret, and whether the server lets programs log "
                + "in by IMAP; some want a password for programs, or XOAUTH2."
        case (_, .permission): "The account has no right to do this; have it granted by who runs the mail server."
        case ("NONEXISTENT", _), ("TRYCREATE", _): "The mailbox does not exist; create it or correct its name."
        default:
            switch status {
            case .no: "The mail server refuses."
            case .bad: "The mail server does not understand the command."
            case .bye: "The mail server closes the connection; try again later."
            }
        }
    }
}

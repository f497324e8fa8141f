import Foundation

extension IMAPConnection {
    /// Logs in, and switches on what makes looks at mailboxes cheap. A token that is refused is replaced once.
    package func login() async throws(IMAPFailure) {
        let offered = try await capabilities()
        switch account.login.way {
        case .password(let password): try await login(password: password, offered)
        case .token(let source): try await login(source, offered)
        }
        let now = try await capabilities()
        if now.contains("ID") {
            // Some hosters (163.com) let only programs in that give a name (RFC 2971).
            _ = try? await perform(Command("ID (\"name\" \"Payables\")", layer: .login))
        }
        try await enable(now)
    }

    private func login(password: String, _ offered: Set<String>) async throws(IMAPFailure) {
        let user = account.login.user
        if offered.contains("AUTH=PLAIN") {
            let response = Data([0] + Array(user.utf8) + [0] + Array(password.utf8)).base64EncodedString()
            return try await authenticate("PLAIN", response, rest: [], offered)
        }
        guard !offered.contains("LOGINDISABLED") else {
            throw IMAPFailure(
                .login, "The mail server takes no password over this connection; use tls, or XOAUTH2.")
        }
        var command = Command("LOGIN", layer: .login)
        command.add(value: Array(user.utf8))
        command.add(value: Array(password.utf8))
        try await perform(login: command)
    }

    private func login(_ source: IMAPLogin.TokenSource, _ offered: Set<String>) async throws(IMAPFailure) {
        guard offered.contains("AUTH=XOAUTH2") else {
            throw IMAPFailure(.login, "The mail server does not offer XOAUTH2; use a password.")
        }
        let first = try await token(source, refused: nil)
        do throws(IMAPFailure) {
            try await login(token: first, offered)
        } catch  where Self.mayBeStale(error) {
            let second = try await token(source, refused: first)
            guard second != first else { throw error }
            try await login(token: second, offered)
        }
    }

    /// Gmail says AUTHENTICATIONFAILED; Outlook says no code at all.
    private static func mayBeStale(_ failure: IMAPFailure) -> Bool {
        failure.status == .no && [nil, "AUTHENTICATIONFAILED", "EXPIRED"].contains(failure.code)
    }

    private func token(_ source: IMAPLogin.TokenSource, refused: String?) async throws(IMAPFailure) -> String {
        let token: String
        do { token = try await source(refused) } catch {
            throw error as? IMAPFailure
                ?? IMAPFailure(
                    .login, "There is no access token to be had now; try again.", status: .no, code: "UNAVAILABLE")
        }
        guard IMAPLogin.isPlain(token) else {
            throw IMAPFailure(.login, "The access token is empty or holds control characters; renew it.")
        }
        return token
    }

    private func login(token: String, _ offered: Set<String>) async throws(IMAPFailure) {
        let response = Data("user=\(account.login.user)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8).base64EncodedString()
        // Before it says NO, a server tells why and wants an empty line.
        try await authenticate("XOAUTH2", response, rest: [[]], offered)
    }

    private func authenticate(
        _ mechanism: String, _ response: String, rest: [[UInt8]], _ offered: Set<String>
    ) async throws(IMAPFailure) {
        var command = Command("AUTHENTICATE \(mechanism)", layer: .login)
        if offered.contains("SASL-IR") {
            command.add(" \(response)")
            command.replies = rest
        } else {
            command.replies = [Array(response.utf8)] + rest
        }
        try await perform(login: command)
    }

    private func perform(login command: Command) async throws(IMAPFailure) {
        try await onThread { $0.forgetCapabilities() }
        _ = try await perform(command)
    }

    private func enable(_ offered: Set<String>) async throws(IMAPFailure) {
        let isNew = offered.contains("IMAP4REV2") && !offered.contains("IMAP4REV1")
        var wanted: [String] = []
        if offered.contains("QRESYNC") { wanted.append("QRESYNC") }
        if offered.contains("UTF8=ONLY") { wanted.append("UTF8=ACCEPT") }
        var enabled: Set<String> = []
        if !wanted.isEmpty, offered.contains("ENABLE") || isNew {
            let answer = try await perform(Command("ENABLE \(wanted.joined(separator: " "))", layer: .protocol))
            for case .enabled(let words) in answer.untagged { enabled.formUnion(words) }
        }
        knowledge.withLock { [enabled] knowledge in
            knowledge.enabled = enabled
            knowledge.hasUTF8Names = isNew || enabled.contains("UTF8=ACCEPT")
        }
    }
}

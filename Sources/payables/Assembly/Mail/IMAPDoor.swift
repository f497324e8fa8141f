import Fetch
import Foundation
import IMAP
import Mailroom
import Orchestrator

/// Opens connections to the accounts of the mail file.
struct IMAPDoor: MailboxDoor {
    private struct Entry: Sendable {
        let account: IMAPAccount
        let client: IMAPClient
        let changes: Bool
    }

    private let entries: [String: Entry]

    /// - Throws: ``CommandFailure`` with what is wrong with an account.
    init(_ accounts: [String: MailAccount]) throws {
        var entries: [String: Entry] = [:]
        for (name, account) in accounts {
            do throws(IMAPFailure) { entries[name] = try Self.entry(account) } catch {
                throw CommandFailure(.usage, "The account \(name) of the mail file: \(error.problem)")
            }
        }
        self.entries = entries
    }

    func connect(_ account: String) async throws(MailboxFailure) -> any Mailbox {
        guard let entry = entries[account] else {
            throw MailboxFailure(.person, layer: "settings", words: "there is no account \(account) in the mail file")
        }
        do throws(IMAPFailure) {
            return IMAPMailbox(try await entry.client.open(entry.account), changes: entry.changes)
        } catch { throw MailboxFailure(error) }
    }

    /// For `payables mail test`: as far as it gets.
    func connection(_ account: String, login: Bool) async throws(IMAPFailure) -> IMAPConnection {
        guard let entry = entries[account] else { throw IMAPFailure(.settings, "There is no account \(account).") }
        return login ? try await entry.client.open(entry.account) : try await entry.client.connect(entry.account)
    }

    private static func entry(_ account: MailAccount) throws(IMAPFailure) -> Entry {
        let security: IMAPAccount.Security =
            switch account.security {
            case .tls: .tls
            case .starttls: .starttls
            case .plain: .plain
            }
        let reach: NetworkReach = account.isPrivateAllowed ? .internetAndPrivate : .internet
        let imap = try IMAPAccount(
            host: account.host, port: account.port, security: security, login: try login(account.login),
            authorities: account.authorities)
        return Entry(
            account: imap, client: IMAPClient(allows: { reach.allows($0) }), changes: !account.mark.isNothing)
    }

    private static func login(_ login: MailAccount.Login) throws(IMAPFailure) -> IMAPLogin {
        let made: IMAPLogin? =
            switch login {
            case .password(let user, let secret): IMAPLogin(user: user, password: secret.text)
            case .oauth(let user, let settings):
                IMAPLogin(user: user, token: OAuthService(settings).tokens.source)
            }
        guard let made else { throw IMAPFailure(.settings, "User or password is empty or has a control character.") }
        return made
    }
}

/// Tokens of one account, over HTTP.
private struct OAuthService: Sendable {
    let tokens: OAuthTokens

    init(_ settings: OAuthSettings) {
        let client = HTTPClient()
        let grant: OAuthTokens.Grant =
            settings.refreshToken.map { secret in
                .refreshToken(secret.text, keep: { fresh in Self.keep(fresh, in: settings.refreshTokenFile) })
            } ?? .clientCredentials
        tokens = OAuthTokens(
            address: settings.tokenURL.absoluteString, client: settings.clientID,
            clientSecret: settings.clientSecret?.text, grant: grant,
            scope: settings.scope.isEmpty ? nil : settings.scope,
            post: { address, form in
                guard let url = URL(string: address) else { throw URLError(.badURL) }
                let request = HTTPRequest(
                    url, body: Data(form.utf8), headers: ["Content-Type: application/x-www-form-urlencoded"],
                    mostBytes: 65_536, reach: .internetAndPrivate)
                let answer = try await client.answer(to: request, by: .now + .seconds(30))
                return (answer.status, Array(answer.body))
            })
    }
}

extension OAuthService {
    /// Whole or not at all, readable by nobody else.
    private static func keep(_ token: String, in file: URL?) {
        guard let file else {
            return Console.tell(
                "The token service has changed a refresh token that comes from the environment, where it cannot be kept. "
                    + "Put it into a file: refresh_token_file.")
        }
        let draft = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).new")
        let isWritten = FileManager.default.createFile(
            atPath: draft.path, contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten, rename(draft.path, file.path) == 0 else {
            return Console.tell(
                "The new refresh token cannot be written to \(file.path); make the file and its folder writable, else the "
                    + "mailbox will ask for consent anew.")
        }
    }
}

/// A connection as the mailroom has it.
private struct IMAPMailbox: Mailbox {
    private let connection: IMAPConnection
    /// Whether marks are set in it.
    private let changes: Bool

    init(_ connection: IMAPConnection, changes: Bool) {
        self.connection = connection
        self.changes = changes
    }

    func open(_ name: String) async throws(MailboxFailure) -> MailboxStatus {
        let opened = try await told { () throws(IMAPFailure) in try await connection.open(name, readOnly: !changes) }
        return MailboxStatus(
            validity: opened.uidValidity, uidNext: opened.uidNext, modSeq: opened.highestModSeq)
    }

    func uids(_ range: ClosedRange<UInt32>) async throws(MailboxFailure) -> [UInt32] {
        try await told { () throws(IMAPFailure) in
            var uids: [UInt32] = []
            var next: UInt32? = range.lowerBound
            while let first = next {
                let page = try await connection.headings(from: first, through: range.upperBound)
                uids += page.headings.map(\.uid)
                next = page.next
            }
            return uids.sorted()
        }
    }

    func fetch(_ uid: UInt32, to file: URL, limit: Int) async throws(MailboxFailure) -> FetchedMail? {
        let message = try await told { () throws(IMAPFailure) in
            try await connection.fetch(uid, into: file.path, limit: limit)
        }
        return message.map { message in
            let microseconds = (message.internalDate ?? Date()).timeIntervalSince1970 * 1_000_000
            return FetchedMail(
                received: Moment(microseconds: Int64(microseconds)), size: Int(clamping: message.size),
                isWhole: message.isComplete)
        }
    }

    func mark(_ uids: [UInt32], _ mark: MailMark) async throws(MailboxFailure) {
        try await told { () throws(IMAPFailure) in
            if let keyword = mark.keyword.flatMap({ MailFlag(keyword: $0) }) {
                try await connection.addFlags([keyword], to: uids)
            }
            if let folder = mark.move { try await connection.move(uids, to: folder) }
        }
    }

    func wait(_ time: Duration) async throws(MailboxFailure) {
        _ = try await told { () throws(IMAPFailure) in try await connection.idle(until: .now + time) }
    }

    func close() async { await connection.logout() }

    private func told<Value>(_ body: () async throws(IMAPFailure) -> Value) async throws(MailboxFailure) -> Value {
        do throws(IMAPFailure) { return try await body() } catch { throw MailboxFailure(error) }
    }
}

extension MailboxFailure {
    init(_ failure: IMAPFailure) {
        let isBusy = ["UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "THROTTLED"].contains(failure.code ?? "")
        let remedy: Remedy =
            switch failure.layer {
            case .canceled: .interrupted
            case .connection, .closed, .silent, .name, .file: .later
            case .settings, .tls, .login, .mailbox, .permission, .protocol: isBusy ? .later : .person
            }
        let code = [failure.status?.rawValue, failure.code].compactMap(\.self).joined(separator: " ")
        self.init(
            remedy, layer: failure.layer.rawValue, words: code.isEmpty ? failure.problem : "\(code): \(failure.problem)"
        )
    }
}

import Foundation
import IMAP
import Mailroom
import Orchestrator

/// Reads one account of the mail file; collects what is wrong with it.
struct MailAccountReader {
    private var reader: ObjectReader
    private let surroundings: SettingsSurroundings
    private var faults: [String] = []

    init(_ reader: ObjectReader, _ surroundings: SettingsSurroundings) {
        self.reader = reader
        self.surroundings = surroundings
    }

    /// - Returns: `nil` when something is missing; ``finished()`` says what.
    mutating func account() -> MailAccount? {
        let host = reader.required("host")
        let security = security()
        let usual = security == .tls ? 993 : 143
        let port = reader.count("port", 1...65_535) ?? usual
        let login = login()
        let authorities = reader.text("trust").map { surroundings.place($0).path }
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            reader.fault("trust", "names the file \(authorities), which cannot be read")
        }
        let isPrivate = reader.flag("private_addresses")
        let folders = reader.texts("folders") ?? ["INBOX"]
        for folder in folders where folder.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            reader.fault("folders", "holds a name with a control character")
        }
        let isShared = reader.flag("shared")
        var mark = MailMark()
        if var given = reader.reader("mark") {
            mark = MailMark(keyword: given.text("keyword"), move: given.text("move"))
            if let keyword = mark.keyword, MailFlag(keyword: keyword) == nil {
                given.fault("keyword", "must be at most 60 printable characters without blanks and (){%*\"\\]")
            }
            faults += given.finished()
        }
        guard let host, let login else { return nil }
        return MailAccount(
            host: host, port: port, security: security, login: login, authorities: authorities,
            isPrivateAllowed: isPrivate, folders: folders, isShared: isShared, mark: mark)
    }

    func finished() -> [String] { faults + reader.finished() }

    private mutating func security() -> MailAccount.Security {
        guard let text = reader.text("security") else { return .tls }
        guard let security = MailAccount.Security(rawValue: text) else {
            reader.fault("security", "must be tls, starttls, or plain (this machine only)")
            return .tls
        }
        return security
    }

    private mutating func login() -> MailAccount.Login? {
        let user = reader.required("user")
        if var given = reader.reader("oauth") {
            let settings = oauth(&given)
            faults += given.finished()
            guard let user, let settings else { return nil }
            return .oauth(user: user, settings)
        }
        let password = surroundings.secret("password", &reader, isRequired: true)
        guard let user, let password else { return nil }
        return .password(user: user, SettingsSecret(password))
    }

    private func oauth(_ given: inout ObjectReader) -> OAuthSettings? {
        let (text, client) = (given.required("token_url"), given.required("client_id"))
        let secret = surroundings.secret("client_secret", &given, isRequired: false)
        let file = given.peek("refresh_token_file").map { surroundings.place($0) }
        let refresh = surroundings.secret("refresh_token", &given, isRequired: false)
        let scope = given.text("scope") ?? ""
        let url = text.flatMap { URL(string: $0) }
        if text != nil, !Self.isGuarded(url) {
            given.fault("token_url", "must be an address such as https://login.example/oauth2/token")
            return nil
        }
        if secret == nil, refresh == nil {
            given.fault("client_secret_file", "or refresh_token_file is missing; _env names a variable instead")
        }
        guard let url, let client else { return nil }
        return OAuthSettings(
            tokenURL: url, clientID: client, clientSecret: secret.map(SettingsSecret.init),
            refreshToken: refresh.map(SettingsSecret.init), refreshTokenFile: file, scope: scope)
    }

    /// Secrets go there: by TLS, or not beyond this machine.
    private static func isGuarded(_ url: URL?) -> Bool {
        guard let url, let host = url.host, !host.isEmpty else { return false }
        return url.scheme == "https" || url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host)
    }
}

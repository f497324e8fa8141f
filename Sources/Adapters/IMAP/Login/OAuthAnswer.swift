import Foundation

/// What a token service answered, RFC 6749 §5.
struct OAuthAnswer: Sendable {
    var token: String
    /// Seconds; `nil`: not told.
    var expiresIn: Int?
    var refreshToken: String?

    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            case let mark where "-._~".utf8.contains(mark): String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    static func read(status: Int, body: [UInt8]) -> Result<OAuthAnswer, IMAPFailure> {
        let fields = (try? JSONSerialization.jsonObject(with: Data(body.prefix(65_536)))) as? [String: Any] ?? [:]
        if status == 200, let token = fields["access_token"] as? String, IMAPLogin.isPlain(token) {
            // Some services write the number as a string.
            let life = fields["expires_in"].flatMap { ($0 as? Int) ?? ($0 as? String).flatMap { Int($0) } }
            let next = (fields["refresh_token"] as? String).flatMap { IMAPLogin.isPlain($0) ? $0 : nil }
            return .success(OAuthAnswer(token: token, expiresIn: life.map { max(0, $0) }, refreshToken: next))
        }
        return .failure(failure(status: status, word: fields["error"] as? String ?? ""))
    }

    private static func failure(status: Int, word: String) -> IMAPFailure {
        switch (status, word) {
        case (429, _):
            IMAPFailure(.login, "The service that gives tokens wants fewer calls.", status: .no, code: "THROTTLED")
        case (500..., _), (_, "temporarily_unavailable"), (_, "server_error"):
            IMAPFailure(
                .login, "The service that gives tokens is down; try again later.", status: .no, code: "UNAVAILABLE")
        case (_, "invalid_grant"):
            IMAPFailure(
                .login, "The consent to read the mailbox has run out or was withdrawn; have its owner agree again.",
                status: .no, code: "EXPIRED")
        case (_, "invalid_client"), (_, "unauthorized_client"):
            IMAPFailure(
                .login, "The service that gives tokens does not know this program; correct client and its secret.",
                status: .no, code: "AUTHENTICATIONFAILED")
        case (_, "invalid_scope"):
            IMAPFailure(
                .login, "The service that gives tokens does not know the scope; correct it.", status: .no,
                code: "AUTHENTICATIONFAILED")
        default:
            IMAPFailure(
                .login, "The service that gives tokens gave none (HTTP \(status)); check its address and settings.",
                status: .no, code: "AUTHENTICATIONFAILED")
        }
    }
}

package import Foundation

/// Access tokens of one mailbox: got once for all who ask, kept until shortly before they run out.
///
/// Its secrets cannot be printed, logged or dumped.
package actor OAuthTokens: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What the service gives tokens for (RFC 6749 §6 and §4.4).
    package enum Grant: Sendable {
        /// A person has agreed once. A service may send another one with each answer, which `keep` has to store.
        case refreshToken(String, keep: @Sendable (String) async -> Void)
        /// The program's own right, given by an administrator.
        case clientCredentials
    }

    /// Sends a form (`application/x-www-form-urlencoded`) by POST and gives status and body, of which the first
    /// 64 KiB are enough.
    package typealias Post = @Sendable (_ address: String, _ form: String) async throws -> (status: Int, body: [UInt8])

    private let address: String
    private let client: String
    private let clientSecret: String?
    private let scope: String?
    private var grant: Grant
    private let post: Post
    private let now: @Sendable () -> Date
    private var kept: (token: String, until: Date)?
    private var renewal: Task<Result<String, IMAPFailure>, Never>?

    /// - Parameters:
    ///   - address: of the token service, `https://…/token`.
    ///   - clientSecret: `nil` for a program that has none.
    ///   - scope: for example `https://outlook.office365.com/.default`; `nil` = as granted.
    package init(
        address: String, client: String, clientSecret: String?, grant: Grant, scope: String?, post: @escaping Post,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.address = address
        self.client = client
        self.clientSecret = clientSecret
        self.grant = grant
        self.scope = scope
        self.post = post
        self.now = now
    }

    /// What ``IMAPLogin`` asks.
    package nonisolated var source: IMAPLogin.TokenSource { { refused in try await self.token(insteadOf: refused) } }

    /// - Parameter refused: a token that a server did not take; it is not given again.
    /// - Throws: ``IMAPFailure`` of layer `login`. Where it is worth another try its code is `UNAVAILABLE` or `THROTTLED`,
    ///   as if the mail server had said it.
    package func token(insteadOf refused: String? = nil) async throws(IMAPFailure) -> String {
        if let kept, kept.token != refused, kept.until > now() { return kept.token }
        if let renewal { return try await renewal.value.get() }
        let renewal = Task { await self.renewed() }
        self.renewal = renewal
        return try await renewal.value.get()
    }

    private func renewed() async -> Result<String, IMAPFailure> {
        let result = await ask()
        renewal = nil
        switch result {
        case .success(let answer):
            // A tenth of its life, at most a minute, is left for those who are under way with it.
            let life = TimeInterval(answer.expiresIn ?? 300)
            kept = (answer.token, now().addingTimeInterval(life - min(60, life / 10)))
            if let next = answer.refreshToken, case .refreshToken(let last, let keep) = grant, next != last {
                grant = .refreshToken(next, keep: keep)
                await keep(next)
            }
            return .success(answer.token)
        case .failure(let failure):
            kept = nil
            return .failure(failure)
        }
    }

    private func ask() async -> Result<OAuthAnswer, IMAPFailure> {
        var form = [("client_id", client)]
        switch grant {
        case .refreshToken(let token, _): form += [("grant_type", "refresh_token"), ("refresh_token", token)]
        case .clientCredentials: form += [("grant_type", "client_credentials")]
        }
        if let clientSecret { form.append(("client_secret", clientSecret)) }
        if let scope { form.append(("scope", scope)) }
        do {
            let answer = try await post(address, OAuthAnswer.form(form))
            return OAuthAnswer.read(status: answer.status, body: answer.body)
        } catch {
            return .failure(
                IMAPFailure(
                    .login, "The service that gives tokens cannot be reached; check its address and the network.",
                    status: .no, code: "UNAVAILABLE"))
        }
    }

    package nonisolated var description: String { "(tokens)" }
    package nonisolated var debugDescription: String { description }
    package nonisolated var customMirror: Mirror { Mirror(self, children: []) }
}

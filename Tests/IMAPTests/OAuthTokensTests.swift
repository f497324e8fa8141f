import Foundation
import Synchronization
import Testing

@testable import IMAP

@Suite("Access tokens") struct OAuthTokensTests {
    /// A token service that numbers its tokens.
    private final class Service: Sendable {
        struct State {
            var forms: [String] = []
            var status = 200
            var body: String?
            var now = Date(timeIntervalSince1970: 1_000_000)
            var kept: [String] = []
        }
        let state = Mutex(State())

        func tokens(_ isPersonal: Bool = false) -> OAuthTokens {
            OAuthTokens(
                address: "https://login.office.example/token", client: "payables", clientSecret: "a b&c=ü",
                grant: isPersonal
                    ? .refreshToken("first", keep: { next in self.state.withLock { $0.kept.append(next) } })
                    : .clientCredentials,
                scope: "https://mail.office.example/.default",
                post: { _, form in
                    let answer = self.state.withLock { state in
                        state.forms.append(form)
                        let number = state.forms.count
                        return (
                            state.status,
                            state.body
                                ?? "{\"access_token\":\"t\(number)\",\"expires_in\":3600,\"refresh_token\":\"r\(number)\"}"
                        )
                    }
                    await Task.yield()
                    return (answer.0, Array(answer.1.utf8))
                },
                now: { self.state.withLock(\.now) })
        }

        func forms() -> [String] { state.withLock(\.forms) }
    }

    @Test("are got by a form in which nothing can be smuggled") func form() async throws {
        let service = Service()
        #expect(try await service.tokens().token() == "t1")
        #expect(
            service.forms() == [
                "client_id=payables&grant_type=client_credentials&client_secret=a%20b%26c%3D%C3%BC"
                    + "&scope=https%3A%2F%2Fmail.office.example%2F.default"
            ])
    }

    @Test("are kept until shortly before they run out") func kept() async throws {
        let service = Service()
        let tokens = service.tokens()
        _ = try await tokens.token()
        service.state.withLock { $0.now += 3539 }
        #expect(try await tokens.token() == "t1")
        service.state.withLock { $0.now += 2 }
        #expect(try await tokens.token() == "t2")
    }

    @Test("a hundred who ask at once cause one question") func oneQuestion() async throws {
        let service = Service()
        let tokens = service.tokens()
        let all = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await tokens.token() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(all == ["t1"])
        #expect(service.forms().count == 1)
    }

    @Test("one that was refused is replaced once, for all who had it") func refused() async throws {
        let service = Service()
        let tokens = service.tokens()
        let first = try await tokens.token()
        #expect(try await tokens.token(insteadOf: first) == "t2")
        #expect(try await tokens.token(insteadOf: first) == "t2")
        #expect(service.forms().count == 2)
    }

    @Test("a new consent is stored and used") func rotation() async throws {
        let service = Service()
        let tokens = service.tokens(true)
        let first = try await tokens.token()
        _ = try await tokens.token(insteadOf: first)
        #expect(service.state.withLock(\.kept) == ["r1", "r2"])
        #expect(service.forms()[0].contains("refresh_token=first"))
        #expect(service.forms()[1].contains("refresh_token=r1"))
    }

    static let failures: [(Int, String, String)] = [
        (400, "{\"error\":\"invalid_grant\"}", "EXPIRED"),
        (401, "{\"error\":\"invalid_client\"}", "AUTHENTICATIONFAILED"),
        (429, "", "THROTTLED"), (503, "<html>", "UNAVAILABLE"),
        (400, "{\"error\":\"temporarily_unavailable\"}", "UNAVAILABLE"),
        (200, "{}", "AUTHENTICATIONFAILED"), (200, "{\"access_token\":\"a\\u0001b\"}", "AUTHENTICATIONFAILED"),
        (200, "[1,2", "AUTHENTICATIONFAILED"), (302, "", "AUTHENTICATIONFAILED"),
    ]

    @Test("a failure says whose turn it is", arguments: failures)
    func failing(_ status: Int, _ body: String, _ code: String) async throws {
        let service = Service()
        let tokens = service.tokens()
        service.state.withLock { ($0.status, $0.body) = (status, body) }
        let failure = try await refusal { _ = try await tokens.token() }
        #expect(failure.layer == .login && failure.code == code)
        service.state.withLock { ($0.status, $0.body) = (200, nil) }
        #expect(try await tokens.token() == "t2")
    }

    @Test("a service that is out of reach is tried again later") func unreachable() async throws {
        let tokens = OAuthTokens(
            address: "", client: "c", clientSecret: nil, grant: .clientCredentials, scope: nil,
            post: { _, _ in throw CocoaError(.fileReadUnknown) })
        let failure = try await refusal { _ = try await tokens.token() }
        #expect(failure.code == "UNAVAILABLE")
    }
}

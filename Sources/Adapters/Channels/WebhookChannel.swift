import Fetch
import Foundation
package import Orchestrator

/// Posts letters to a program of the organisation, signed after Standard Webhooks (standardwebhooks.com). Receivers take
/// each `webhook-id` once.
package struct WebhookChannel: Channel {
    private let address: WebhookAddress
    private let secret: WebhookSecret
    private let clock: any EngineClock
    private let client = HTTPClient()

    package init(_ address: WebhookAddress, secret: WebhookSecret, clock: any EngineClock) {
        self.address = address
        self.secret = secret
        self.clock = clock
    }

    package var takesIDsOnce: Bool { true }

    package func send(_ letter: Letter, to _: String, by deadline: ContinuousClock.Instant)
        async throws(ChannelFailure)
    {
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await client.answer(to: try request(letter), by: deadline)
        } catch .forbidden {
            throw .refused(
                because: "the webhook's name leads into a private network; if that is meant, "
                    + "\"private_addresses\": true in the channel's settings allows it")
        } catch .cancelled {
            throw .interrupted
        } catch {
            throw .failed(.of(.curl(error.code), duringEffect: true))
        }
        guard !(200..<300).contains(answer.status) else { return }
        let pause = answer.retryAfter.map { min(.seconds($0), RetryAfter.cap) }
        throw .failed(.of(.http(status: answer.status, retryAfter: pause), duringEffect: true))
    }

    private func request(_ letter: Letter) throws(HTTPFailure) -> HTTPRequest {
        let body: Data
        do { body = try JSONText.line(LetterRecord(letter)) } catch { throw .unreachable(code: 26, "no JSON") }
        let id = "msg_\(LetterID.text(letter.id))"
        let timestamp = String(clock.now.microseconds / 1_000_000)
        return HTTPRequest(
            address.url, body: body,
            headers: [
                "Content-Type: application/json", "webhook-id: \(id)", "webhook-timestamp: \(timestamp)",
                "webhook-signature: \(secret.signature(id: id, timestamp: timestamp, body: body))",
            ], mostBytes: 65_536, reach: address.reach)
    }
}

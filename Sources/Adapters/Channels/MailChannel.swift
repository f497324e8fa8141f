import Correspondence
import Fetch
import Foundation
package import Orchestrator

/// Letters as mail, through the organisation's own mail server. Mail servers do not look whether a mail came before:
/// where the answer got lost, a person decides.
package struct MailChannel: Channel {
    private let settings: MailSettings
    private let client = MailClient()

    package init(_ settings: MailSettings) { self.settings = settings }

    package var takesIDsOnce: Bool { false }

    package func send(_ letter: Letter, to address: String, by deadline: ContinuousClock.Instant)
        async throws(ChannelFailure)
    {
        guard let to = MailAddress(address) else {
            throw .refused(because: "the mail address of \(letter.recipient) is not of the form name@office.example")
        }
        let text = MailText(from: settings.from, name: settings.name).bytes(letter, to: to)
        let request = settings.request(to: to, text)
        do throws(MailFailure) { try await client.send(request, by: deadline) } catch {
            throw Self.judged(error)
        }
    }

    private static func judged(_ failure: MailFailure) -> ChannelFailure {
        if failure.isCancelled, !failure.isInDoubt { return .interrupted }
        if let reply = failure.reply {
            return .failed(.of(.smtp(reply: reply, enhanced: failure.enhanced), duringEffect: failure.isInDoubt))
        }
        return .failed(.of(.curl(failure.code), duringEffect: failure.isInDoubt))
    }
}

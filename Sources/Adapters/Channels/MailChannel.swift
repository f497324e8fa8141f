import Correspondence
import Fetch
import Foundation
package import Mailroom
package import Orchestrator

/// Letters as mail, through the organisation's own mail server. Mail servers do not look whether a mail came before:
/// where the answer got lost, a person decides.
package struct MailChannel: Channel {
    private let settings: MailSettings
    private let writer: (any LetterWriter)?
    private let client = MailClient()

    /// - Parameter writer: `nil` = letters are sent in their own words, as plain text.
    package init(_ settings: MailSettings, writer: (any LetterWriter)? = nil) {
        self.settings = settings
        self.writer = writer
    }

    package var takesIDsOnce: Bool { false }

    package func send(_ letter: Letter, to address: String, by deadline: ContinuousClock.Instant)
        async throws(ChannelFailure)
    {
        guard let to = MailAddress(address) else {
            throw .refused(because: "the mail address of \(letter.recipient) is not of the form name@office.example")
        }
        let mail = try await writer?.written(letter, to: to) ?? WrittenLetter(plain: letter)
        let text = MailText(from: settings.from, name: settings.name).bytes(mail, id: letter.id, at: letter.at, to: to)
        let request = settings.request(to: to, bounces: mail.bounces, text)
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

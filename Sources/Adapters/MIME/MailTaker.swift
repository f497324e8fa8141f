package import Correspondence
package import Foundation

/// Takes a raw mail apart, in this process: bytes of strangers belong into a ``MailChild``.
package struct MailTaker: Sendable {
    package var limits: MailLimits

    package init(limits: MailLimits = MailLimits()) { self.limits = limits }

    /// Nothing that stands in a mail makes it fail: what cannot be taken apart is a fault of the message.
    package func take(_ raw: Data) -> TakenMail {
        var contents: [String: Data] = [:]
        // It throws what the closures throw, and these do not.
        let message = try? take(raw, head: { _ in }, part: { contents[$0.path] = $1 })
        return TakenMail(message: message ?? MailMessage(head: MailHead()), contents: contents)
    }

    /// Hands out what it finds, so that never more than a part is in memory beside the mail.
    /// - Parameters:
    ///   - isWhole: Whether these are all the bytes of the mail; else only its head is read, and it counts as too large.
    ///   - head: Called once, before the rest is looked at.
    ///   - part: Called for each part, from the outside to the inside.
    /// - Throws: What `head` and `part` throw.
    package func take(
        _ raw: Data, isWhole: Bool = true, head: (MailHead) throws -> Void,
        part: @escaping (MailPart, Data) throws -> Void
    ) throws -> MailMessage {
        let block = HeadBlock(raw, limit: limits.head)
        try head(block.head)
        guard isWhole, raw.count <= limits.mail else {
            return MailMessage(head: block.head, faults: [MailFault(.tooLarge)])
        }
        guard !block.head.headers.isEmpty else {
            return MailMessage(head: block.head, faults: [MailFault(.damagedMail)])
        }
        var walk = PartWalk(limits: limits, hand: part)
        if block.isCut { walk.fault(.tooLarge, at: nil) }
        let pieces = try walk.walk(mail: block.isCut ? block.shortened(raw) : raw, as: .whole)
        return MailMessage(
            head: block.head, body: BodyText.body(of: pieces, limit: limits.body), parts: walk.parts,
            faults: walk.faults)
    }
}

import Correspondence
import Foundation

extension MailOrigin {
    /// Of a mail that was sent on: by a listed forwarder, as an attachment, or with its head written into the text.
    init?(_ read: ReadMail, _ check: SenderCheck) {
        let head = read.message.head
        let found =
            ForwardedMail(redirected: head, by: check) ?? Self.attached(read, check.forwarder(of: head))
            ?? Self.stated(read.message)
        guard let found else { return nil }
        self.init(from: found.sender?.spec ?? "", standing: found.standing)
    }

    private static func attached(_ read: ReadMail, _ forwarder: String?) -> ForwardedMail? {
        guard let part = read.message.parts.first(where: { $0.kind == .mail }), let bytes = read.contents[part.path]
        else {
            return nil
        }
        return ForwardedMail(attached: MailHead(raw: bytes), vouching: forwarder)
    }

    private static func stated(_ message: MailMessage) -> ForwardedMail? {
        guard ForwardedMail.isForward(message.head.text("Subject")) else { return nil }
        return ForwardedMail.stated(in: message.body.text).first
    }
}

extension MailHead {
    /// Of an attached mail, at most 64 KB of it.
    /// - Parameter raw: As it came.
    init(raw: Data) {
        var headers: [MailHeader] = []
        let text = String(decoding: raw.prefix(65_536), as: UTF8.self)
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            guard !line.isEmpty else { break }
            if line.first == " " || line.first == "\t" {
                guard !headers.isEmpty else { continue }
                headers[headers.count - 1].raw += " " + String(line).trimmedBlanks
            } else if let colon = line.firstIndex(of: ":") {
                let value = String(line[line.index(after: colon)...]).trimmedBlanks
                headers.append(MailHeader(name: String(line[..<colon]), raw: value))
            }
        }
        self.init(headers.map { MailHeader(name: $0.name, raw: $0.raw, value: EncodedWords.decoded($0.raw)) })
    }
}

extension BodyHints {
    /// Of the subject, as line 0, and of the text.
    static func all(in message: MailMessage) -> [BodyHint] {
        let subject = all(in: message.head.text("Subject")).map { hint in
            var hint = hint
            hint.line = 0
            return hint
        }
        return subject + all(in: message.body.text)
    }
}

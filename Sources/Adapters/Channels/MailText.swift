import Correspondence
import Foundation
import Mailroom
import Orchestrator

/// A letter as the bytes of a mail, RFC 5322 and 2045.
struct MailText {
    let from: MailAddress
    /// Empty = none.
    let name: String

    /// - Returns: Headers and parts, ready for SMTP; the same bytes for every attempt.
    func bytes(_ mail: WrittenLetter, id: String, at moment: Moment, to address: MailAddress) -> Data {
        let body = MailPartText(mail, boundary: LetterID.text(id))
        let lines = headers(mail, id, moment, address) + ["MIME-Version: 1.0"] + body.headers
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body.text
        return Data((text.hasSuffix("\r\n") ? text : text + "\r\n").utf8)
    }

    private func headers(_ mail: WrittenLetter, _ id: String, _ moment: Moment, _ address: MailAddress) -> [String] {
        let sender = name.isEmpty ? "\(from)" : "\(HeaderText.phrase(name, used: 6))\r\n <\(from)>"
        var headers = ["From: \(sender)", "To: <\(address)>"]
        if let replyTo = mail.replyTo { headers.append("Reply-To: <\(replyTo)>") }
        headers += [
            "Subject: \(HeaderText.unstructured(mail.subject, used: 9))", "Date: \(Self.date(moment))",
            "Message-ID: \(messageID(id))",
        ]
        let thread = mail.thread.compactMap(threadID)
        if let last = thread.last {
            headers += ["In-Reply-To: \(last)", "References: \(thread.joined(separator: "\r\n "))"]
        }
        if let list = mail.list { headers.append("List-Id: \(listID(list))") }
        // RFC 3834, and what Exchange goes by: answering machines keep silent.
        return headers + ["Auto-Submitted: \(mail.automatic.rawValue)", "X-Auto-Response-Suppress: All"]
    }

    private func messageID(_ id: String) -> String { "<\(LetterID.text(id))@\(from.domain)>" }

    private func threadID(_ mark: ThreadMark) -> String? {
        switch mark {
        case .letter(let id): messageID(id)
        case .mail(let id): Self.isMessageID(id) ? id : nil
        }
    }

    /// Strangers choose theirs: only what can't be anything else in a header is repeated.
    private static func isMessageID(_ text: String) -> Bool {
        let inner = text.utf8.dropFirst().dropLast()
        return text.hasPrefix("<") && text.hasSuffix(">") && (3...900).contains(inner.count)
            && inner.contains(UInt8(ascii: "@"))
            && inner.allSatisfy { (0x21...0x7E).contains($0) && !"<>()\\\"".utf8.contains($0) }
    }

    private func listID(_ list: LetterList) -> String {
        let label = list.label.lowercased().utf8.filter {
            (48...57).contains($0) || (97...122).contains($0) || $0 == 45
        }
        let id = "<\(String(decoding: label.prefix(60), as: UTF8.self)).\(from.domain)>"
        return list.name.isEmpty ? id : "\(HeaderText.phrase(list.name, used: 9))\r\n \(id)"
    }

    private static func date(_ moment: Moment) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss"
        return format.string(from: moment.date) + " +0000"
    }
}

import Correspondence
import Foundation
import Orchestrator

/// A letter as a plain text mail, RFC 5322 and 2045.
struct MailText {
    let from: MailAddress
    /// Empty = none.
    let name: String

    /// - Returns: Headers and text, ready for SMTP; the same bytes for every attempt.
    func bytes(_ letter: Letter, to address: MailAddress) -> Data {
        let sender = name.isEmpty ? "\(from)" : "\(HeaderText.phrase(name, used: 6))\r\n <\(from)>"
        let headers = [
            "From: \(sender)", "To: <\(address)>",
            "Subject: \(HeaderText.unstructured(letter.subject, used: 9))", "Date: \(Self.date(letter.at))",
            "Message-ID: <\(LetterID.text(letter.id))@\(from.domain)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
            // RFC 3834: answering machines keep silent.
            "Auto-Submitted: auto-generated",
        ]
        let text = headers.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.text(letter.text)
        return Data((text.hasSuffix("\r\n") ? text : text + "\r\n").utf8)
    }

    private static func date(_ moment: Moment) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss"
        return format.string(from: moment.date) + " +0000"
    }
}

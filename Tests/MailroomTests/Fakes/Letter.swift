import Correspondence
import Foundation
import Mailroom

/// A mail as a test writes it: from a supplier, proved, with one PDF, unless it says otherwise.
struct Letter: Sendable {
    enum Proof: Sendable {
        /// The receiving server says that a signature of the sender's domain passed.
        case passed
        case failed
        /// Nobody says anything.
        case nothing
    }

    struct Piece: Sendable {
        var part: MailPart
        var bytes: Data

        /// - Parameter text: Its bytes.
        static func of(
            _ kind: MailPart.Kind, _ text: String, name: String? = nil, path: String = "2", parent: String? = nil,
            isInline: Bool = false, isEncrypted: Bool = false
        ) -> Piece {
            let bytes = Data(text.utf8)
            return Piece(
                part: MailPart(
                    path: path, name: name, type: "application/octet-stream", kind: kind,
                    size: max(bytes.count, 100_000),
                    sha256: FakeSum.of(bytes), isInline: isInline, isEncrypted: isEncrypted, parent: parent),
                bytes: bytes)
        }

        static func pdf(_ text: String, path: String = "2") -> Piece {
            of(.pdf, text, name: "\(text).pdf", path: path)
        }
    }

    var from = "Billing <bills@seller.example>"
    var to = "invoices@office.example"
    var subject = "Invoice"
    var text = "Please find our invoice attached."
    var messageID: String?
    /// Later than whatever a test asks.
    var date: String? = "Fri, 1 Jan 2100 00:00:00 +0000"
    var proof = Proof.passed
    /// Below the sender's lines.
    var headers: [MailHeader] = []
    var pieces: [Piece] = []
    var faults: [MailFault] = []
    /// What a way leaves in a mail: other bytes, the same mail.
    var way = ""

    /// With a PDF of that text.
    static func invoice(_ text: String) -> Letter {
        Letter(subject: "Invoice \(text)", messageID: "<\(text)@seller.example>", pieces: [.pdf(text)])
    }

    func with(_ change: (inout Letter) -> Void) -> Letter {
        var letter = self
        change(&letter)
        return letter
    }

    var head: MailHead {
        var lines: [MailHeader] = []
        func add(_ name: String, _ raw: String) { lines.append(MailHeader(name: name, raw: raw)) }
        let domain = from.split(separator: "@").last.map { $0.filter { $0 != ">" } } ?? ""
        switch proof {
        case .passed: add("Authentication-Results", "mx.office.example; dkim=pass header.d=\(domain)")
        case .failed:
            add(
                "Authentication-Results",
                "mx.office.example; dkim=fail header.d=\(domain); dmarc=fail header.from=\(domain)")
        case .nothing: break
        }
        add("Received", "from out.\(domain) by mx.office.example with ESMTPS; Sun, 1 Mar 2026 08:00:00 +0000")
        if !from.isEmpty { add("From", from) }
        add("To", to)
        add("Subject", subject)
        if let messageID { add("Message-ID", messageID) }
        if let date { add("Date", date) }
        return MailHead(lines + headers)
    }

    var read: ReadMail {
        ReadMail(
            MailMessage(
                head: head, body: MailBody(text: text), parts: pieces.map(\.part), faults: faults),
            contents: Dictionary(pieces.map { ($0.part.path, $0.bytes) }) { first, _ in first })
    }

    /// As it lies in a mailbox.
    var raw: Data {
        var text = head.headers.map { "\($0.name): \($0.raw)\n" }.joined() + "X-Way: \(way)\n\n\(text)\n"
        for piece in pieces { text += "\(piece.part.path) \(piece.part.name ?? "") \(piece.part.sha256)\n" }
        return Data(text.utf8)
    }
}

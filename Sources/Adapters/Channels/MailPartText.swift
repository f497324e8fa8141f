import Foundation
import Mailroom

/// A part of a mail with its own headers: a text, a picture, or parts in it.
struct MailPartText {
    let headers: [String]
    let text: String

    /// Text alone; or text and HTML for the reader's program to choose from, the HTML together with its pictures (RFC 2046
    /// §5.1.4, RFC 2387).
    /// - Parameter boundary: Letters and digits.
    init(_ mail: WrittenLetter, boundary: String) {
        let plain = Self(text: mail.text, type: "text/plain")
        guard let html = mail.html else {
            self = plain
            return
        }
        var rich = Self(text: html, type: "text/html")
        if !mail.pictures.isEmpty {
            rich = Self(
                parts: [rich] + mail.pictures.map(Self.init(picture:)), type: "multipart/related; type=\"text/html\"",
                boundary: "r" + boundary)
        }
        self.init(parts: [plain, rich], type: "multipart/alternative", boundary: "a" + boundary)
    }

    private init(headers: [String], text: String) {
        self.headers = headers
        self.text = text
    }

    private init(text: String, type: String) {
        self.init(
            headers: ["Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable"],
            text: QuotedPrintable.text(text))
    }

    private init(picture: LetterPicture) {
        let name = picture.id.prefix { $0 != "@" }
        let base64 = picture.png.base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        self.init(
            headers: [
                "Content-Type: image/png", "Content-Transfer-Encoding: base64", "Content-ID: <\(picture.id)>",
                "Content-Disposition: inline;\r\n filename=\"\(name).png\"",
            ], text: base64)
    }

    /// `=_` stands in no line of quoted-printable and in none of base64, so no part can hold the boundary.
    private init(parts: [MailPartText], type: String, boundary: String) {
        let mark = "=_\(boundary)"
        let pieces = parts.map { "--\(mark)\r\n\($0.headers.joined(separator: "\r\n"))\r\n\r\n\($0.text)\r\n" }
        self.init(
            headers: ["Content-Type: \(type);\r\n boundary=\"\(mark)\""], text: pieces.joined() + "--\(mark)--\r\n")
    }
}

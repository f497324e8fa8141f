import Crypto
import Foundation
import Orchestrator

/// A letter for programs: the JSON of files and webhooks.
struct LetterRecord: Encodable {
    private struct Content: Encodable {
        var id: String
        var recipient: String
        var subject: String
        var text: String
        var messages: [Letter.Item]
    }

    private let type = "payables.notification"
    private let timestamp: String
    private let data: Content

    init(_ letter: Letter) {
        timestamp = letter.at.iso
        data = Content(
            id: LetterID.text(letter.id), recipient: letter.recipient, subject: letter.subject, text: letter.text,
            messages: letter.items)
    }
}

/// A letter's id where only plain characters may stand: names of files, headers.
enum LetterID {
    /// - Returns: 40 hex digits, the same for the same id.
    static func text(_ id: String) -> String {
        SHA256.hash(data: Data(id.utf8)).prefix(20).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

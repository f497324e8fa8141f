import Correspondence
import Foundation

/// What a ``MailChild`` is asked: its length in four bytes, this as JSON, and the raw mail.
struct MailRequest: Hashable, Codable {
    var limits: MailLimits
    /// Bytes of the mail that follow.
    var sent: Int
    /// Whether these are all: of a mail past the limit, only the beginning is sent.
    var isWhole: Bool

    /// Of the JSON.
    static let longest = 4_096

    static func encoded(_ request: MailRequest) -> Data {
        // Numbers and a truth value: it can always be written.
        let json = (try? JSONEncoder().encode(request)) ?? Data()
        return MailFrame.length(json.count) + json
    }
}

/// What a ``MailChild`` answers, in this order: the head; for each part the part and its bytes; the end. A kind in one byte,
/// a length in four (big-endian), and so many bytes.
enum MailFrame: UInt8 {
    /// JSON: ``MailHead``.
    case head = 1
    /// JSON: `MailPart`. Its bytes follow.
    case part
    /// Some of the bytes of the last part.
    case bytes
    /// JSON: ``MailRest``.
    case end

    /// Bytes of one frame. JSON takes up to six for a byte of a text.
    static let longest = 8 << 20
    /// Bytes of a part that go into one frame.
    static let piece = 1 << 20

    func headed(_ count: Int) -> Data { Data([rawValue]) + Self.length(count) }

    static func length(_ count: Int) -> Data {
        withUnsafeBytes(of: UInt32(clamping: count).bigEndian) { Data($0) }
    }
}

/// What of a message is known at the end only.
struct MailRest: Hashable, Codable {
    var body: MailBody
    var faults: [MailFault]
}

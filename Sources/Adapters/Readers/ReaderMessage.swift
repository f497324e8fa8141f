import Extractors
import Foundation
import Invoicing
import Pipeline

/// What a reader is asked for.
enum Order: Codable, Sendable {
    /// The first message; nothing else is answered before it. Frames: the files of the document types, by these names.
    case start(ReadSettings, types: [String])
    /// One frame, the document's bytes, unless the reader still holds that document. So for the next two.
    case draft(document: Int, name: String, kind: DocumentKind)
    case page(document: Int, kind: DocumentKind, page: Int)
    case picture(document: Int, kind: DocumentKind, page: Int, dpi: Int)
    /// Of what several readers have read. Frames as for ``Answer/read(_:)``.
    case extract(Outline)
    /// Whether answers stand on the page. Frames: the draft (``DraftCodec``) and the question (``QuestionCodec``).
    case judge([FieldName: String])
    case ping
}

/// What a reader says.
enum Answer: Codable, Sendable {
    case ready(SandboxReport)
    /// No end of the answer: the document was taken in and is about to be opened. A reader that is lost before this
    /// was never touched by the document.
    case taken
    /// No end of the answer: a page is done and the next begins.
    case pageDone
    /// The end of a document. Frames: ``DraftCodec``, and where something is to be asked ``QuestionCodec``.
    case drafted
    /// Frame: the answers that stand on the page, as the fields of a draft.
    case judged(refused: [FieldName: AnswerRefusal])
    /// Pages are left to be recognized. Frames: the pages (``PageCodec``), then the attachments' bytes in order.
    case read(Outline)
    /// Frame: one page.
    case page(problem: ReadFailure?)
    /// Frame: PNG.
    case picture
    case pong
    case failed(ReadFailure)
}

/// One message in either direction: 4 bytes length (big-endian), that much JSON, then raw frames.
struct Message<Body: Codable & Sendable>: Sendable {
    var id: Int
    var body: Body
    var frames: [Data]
}

/// The JSON part.
struct Header<Body: Codable & Sendable>: Codable, Sendable {
    var version: Int
    /// Chosen by the one who asks, repeated in every answer to it.
    var id: Int
    var body: Body
    /// Lengths in bytes of the frames that follow.
    var frames: [Int]
}

/// The end of understanding: the bytes are no message of this protocol.
struct MessageFault: Error {
    /// Says what was wrong, and quotes nothing.
    var reason: String
}

enum MessageLimits {
    static let version = 4
    static let header = 8 << 20
    /// All frames of a message together; a document's 5 MB of text make about 100 MB of pages at most.
    static let frames = 256 << 20
    static let frameCount = 4_096
}

import CPoppler
import Foundation
import Pipeline

/// Reads one embedded file up to a cap; a compressed one says only while it unpacks how large it is.
struct AttachmentReader {
    private var bytes = Data()
    private let limit: Int
    private var isTooLarge = false

    /// - Returns: `nil` in `file` when the attachment was left out; `problem` then says why.
    static func read(_ attachment: UnsafeMutablePointer<PopplerAttachment>, number: Int, upTo limit: Int)
        -> (file: Attachment?, problem: ReadFailure?)
    {
        let given = poppler_attachment_get_name(attachment).map { String(cString: $0) } ?? ""
        let name = given.isEmpty ? "attachment-\(number)" : String(given.prefix(200))
        var reader = AttachmentReader(limit: limit)
        let saved = withUnsafeMutablePointer(to: &reader) { target in
            poppler_attachment_save_to_callback(
                attachment,
                { buffer, count, closure, _ in
                    guard let buffer, let closure else { return 0 }
                    return closure.assumingMemoryBound(to: AttachmentReader.self).pointee.append(buffer, Int(count))
                        ? 1 : 0
                }, target, nil)
        }
        if reader.isTooLarge {
            return (nil, ReadFailure(.tooLarge, "attachment \(number) is larger than \(limit) bytes and was left out"))
        }
        guard saved != 0 else {
            return (nil, ReadFailure(.damaged, "attachment \(number) is damaged and was left out"))
        }
        return (Attachment(name: name, bytes: reader.bytes), nil)
    }

    private init(limit: Int) { self.limit = limit }

    private mutating func append(_ buffer: UnsafePointer<gchar>, _ count: Int) -> Bool {
        guard bytes.count + count <= limit else {
            isTooLarge = true
            return false
        }
        bytes.append(UnsafeRawBufferPointer(start: buffer, count: count).assumingMemoryBound(to: UInt8.self))
        return true
    }
}

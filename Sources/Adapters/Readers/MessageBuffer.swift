import Foundation

/// Puts messages together from bytes as they come in, believing nothing. No I/O.
struct MessageBuffer<Body: Codable & Sendable> {
    private var bytes: [UInt8] = []
    /// Start of what was not yet used.
    private var start = 0
    private var header: Header<Body>?

    /// Whether nothing is left over.
    var isEmpty: Bool { start == bytes.count && header == nil }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    /// The next whole message; `nil` when more bytes are needed.
    mutating func next() throws(MessageFault) -> Message<Body>? {
        if header == nil { header = try nextHeader() }
        guard let header else { return nil }
        let total = header.frames.reduce(0, +)
        guard bytes.count - start >= total else {
            bytes.reserveCapacity(start + total)
            return nil
        }
        let frames = header.frames.map { take($0) }
        self.header = nil
        forgetUsed()
        return Message(id: header.id, body: header.body, frames: frames)
    }

    private mutating func nextHeader() throws(MessageFault) -> Header<Body>? {
        guard bytes.count - start >= 4 else { return nil }
        let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length > 0, length <= MessageLimits.header else {
            throw MessageFault(reason: "a header of \(length) bytes")
        }
        guard bytes.count - start >= 4 + length else { return nil }
        start += 4
        let header = try Self.decoded(take(length))
        guard header.version == MessageLimits.version else {
            throw MessageFault(reason: "version \(header.version) instead of \(MessageLimits.version)")
        }
        guard header.frames.count <= MessageLimits.frameCount,
            header.frames.allSatisfy({ (0...MessageLimits.frames).contains($0) }),
            header.frames.reduce(0, +) <= MessageLimits.frames
        else { throw MessageFault(reason: "frames past the limit") }
        return header
    }

    private static func decoded(_ json: Data) throws(MessageFault) -> Header<Body> {
        do {
            return try JSONDecoder().decode(Header<Body>.self, from: json)
        } catch {
            throw MessageFault(reason: "a header that is no message")
        }
    }

    private mutating func take(_ count: Int) -> Data {
        defer { start += count }
        return Data(bytes[start..<start + count])
    }

    private mutating func forgetUsed() {
        guard start == bytes.count else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        start = 0
    }
}

extension Message {
    /// Length and header; the frames follow as they are.
    func head() throws(MessageFault) -> Data {
        let header = Header(
            version: MessageLimits.version, id: id, body: body, frames: frames.map(\.count))
        guard let json = try? JSONEncoder().encode(header), json.count <= MessageLimits.header else {
            throw MessageFault(reason: "a header that cannot be sent")
        }
        let length = UInt32(json.count)
        return withUnsafeBytes(of: length.bigEndian) { Data($0) } + json
    }
}

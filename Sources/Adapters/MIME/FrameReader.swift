import Correspondence
import Foundation

/// Puts a message together from a child's frames, believing nothing: the child has had a stranger's bytes in it.
struct FrameReader {
    /// What makes no sense; for the log.
    struct Nonsense: Error { var reason: String }

    private(set) var head: MailHead?
    private(set) var parts: [MailPart] = []
    private(set) var rest: MailRest?

    private let limits: MailLimits
    private var buffer: [UInt8] = []
    private var frame: (kind: MailFrame, left: Int)?
    private var open: (part: MailPart, bytes: Data)?
    private var total = 0

    init(limits: MailLimits) { self.limits = limits }

    /// The whole has come.
    var isComplete: Bool { rest != nil }

    /// - Parameter hand: Called for each part that is complete.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ hand: (MailPart, Data) throws -> Void) throws {
        var bytes = bytes
        while !bytes.isEmpty {
            guard !isComplete else { throw Nonsense(reason: "bytes after the end") }
            guard let (kind, left) = frame else {
                buffer.append(bytes[0])
                bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
                if buffer.count == 5 { try begin() }
                continue
            }
            let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(left))
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(piece.count))
            if kind == .bytes {
                open?.bytes.append(contentsOf: piece)
            } else {
                buffer.append(contentsOf: piece)
            }
            frame = (kind, left - piece.count)
            if left == piece.count { try end(kind, hand) }
        }
    }

    private mutating func begin() throws {
        let length = buffer[1...].reduce(0) { $0 << 8 | Int($1) }
        guard let kind = MailFrame(rawValue: buffer[0]), (1...MailFrame.longest).contains(length) else {
            throw Nonsense(reason: "an unknown frame")
        }
        guard (kind == .bytes) == (open != nil), (kind == .head) == (head == nil) else {
            throw Nonsense(reason: "a frame out of its order")
        }
        if let open, open.bytes.count + length > open.part.size { throw Nonsense(reason: "a part that is too long") }
        buffer = []
        frame = (kind, length)
    }

    private mutating func end(_ kind: MailFrame, _ hand: (MailPart, Data) throws -> Void) throws {
        defer {
            frame = nil
            buffer = []
        }
        switch kind {
        case .head:
            let head: MailHead = try decoded()
            guard head.headers.allSatisfy(Self.isSound) else {
                throw Nonsense(reason: "a head with control characters")
            }
            self.head = head
        case .part:
            let part: MailPart = try decoded()
            total += max(0, part.size)
            guard isSound(part), part.size >= 0, total <= limits.decoded, parts.count < limits.parts,
                !parts.contains(where: { $0.path == part.path })
            else { throw Nonsense(reason: "a part past the limits") }
            open = (part, Data(capacity: part.size))
            try endPart(hand)
        case .bytes: try endPart(hand)
        case .end:
            let rest: MailRest = try decoded()
            guard rest.body.text == BodyText.cleaned(rest.body.text) else {
                throw Nonsense(reason: "a text with control characters")
            }
            self.rest = rest
        }
    }

    /// Paths and names go into other places from here: they are what they have to be.
    private func isSound(_ part: MailPart) -> Bool {
        let paths = [part.path, part.parent ?? "1"]
        return paths.allSatisfy { path in
            path.utf8.count < 400 && !path.isEmpty && path.utf8.allSatisfy { $0 == 46 || (48...57).contains($0) }
        } && part.name == PartName.cleaned(part.name, limit: limits.name) && part.type == part.type.withoutControls
    }

    private static func isSound(_ header: MailHeader) -> Bool {
        [header.name, header.raw, header.value].allSatisfy { $0 == $0.withoutControls }
    }

    private mutating func endPart(_ hand: (MailPart, Data) throws -> Void) throws {
        guard let whole = open, whole.bytes.count == whole.part.size else { return }
        open = nil
        guard GMime.sha256(whole.bytes) == whole.part.sha256 else { throw Nonsense(reason: "other bytes than said") }
        parts.append(whole.part)
        try hand(whole.part, whole.bytes)
    }

    private func decoded<Value: Decodable>() throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(buffer))
        } catch {
            throw Nonsense(reason: "a frame that says nothing")
        }
    }
}
